"""The signature block: post, place of the signature, расшифровка; never alone on a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from otbor.documents.kit import fonts
from otbor.documents.kit.flow import MM, Strip, body_height, body_width, gap, kept
from otbor.documents.kit.sheet import Sheet, SignatureField
from otbor.documents.kit.text import Align, fitted, line_strip, too_long

_BOX = (60 * MM, 17 * MM)  # the mark of an electronic signature: certificate, owner, validity in legible letters
_PLAIN = 9 * MM  # a row signed by hand
_NAME = 48 * MM


@dataclass(frozen=True)
class Signer:
    """Who signs: post, name as «И. О. Фамилия», name of the field in the file (``""``: signed by hand only)."""

    post: str
    name: str
    field: str = ""


def signatures(
    signers: Sequence[Signer],
    *,
    hint: str,
    seal: str = "",
    width: float | None = None,
    size: float = 12,
) -> list[Strip]:
    """Rows of the block, held together as far as a page allows; ``hint`` stands under the line, ``seal`` is «М.П.».

    The strip before the block must be kept with it: :func:`with_signatures` does that. Raises :class:`Refused`
    (``paper.text_too_long``) for a post or name taller than a page.
    """
    room = width or body_width()
    strips = [gap(14, keep=True)]
    for number, signer in enumerate(signers):
        last = number == len(signers) - 1
        # a long commission may go over a page; the first two and the last two signatures are never alone
        together = not last and (number in {0, len(signers) - 2} or len(signers) <= 12)
        strips.append(_signature(signer, hint, room, size, keep=together or (last and bool(seal))))
    if seal:
        strips.append(line_strip(fonts.clean(seal), fonts.REGULAR, size, room, Align.LEFT, shift=room * 0.36))
    return strips


def with_signatures(body: Sequence[Strip], block: Sequence[Strip], end: Sequence[Strip] = ()) -> list[Strip]:
    """``body`` and the signature block, at least the last two lines or rows of the body on the block's page.

    ``end`` stands between them and is held with the block: a note, a vote, what alone would not be text enough.
    """
    lines = [place for place, strip in enumerate(body) if not strip.gap]
    start = lines[-2] if len(lines) > 1 else 0
    return [*body[:start], *kept([*body[start:], *end]), *block]


def _signature(signer: Signer, hint: str, room: float, size: float, *, keep: bool) -> Strip:
    box_width, box_height = _BOX
    post_room = room - box_width - _NAME - 6 * MM
    post = fitted(signer.post, fonts.REGULAR, size, post_room)
    name = fitted(signer.name, fonts.REGULAR, size, _NAME)
    leading = size * 1.1
    hint = fonts.clean(hint)
    least = box_height + 5 * MM if signer.field else _PLAIN
    height = max(least, leading * max(len(post), len(name)) + 4 * MM)
    if height > body_height(landscape=room > body_width()):
        raise too_long(signer.post if len(post) > len(name) else signer.name)

    def draw(sheet: Sheet, left: float, top: float) -> None:
        base = top - height + 4 * MM
        for x, lines in ((left, post), (left + room - _NAME, name)):
            for number, line in enumerate(reversed(lines)):
                sheet.text(x, base + number * leading, line, fonts.REGULAR, size)
        start = left + post_room + 3 * MM
        sheet.lines([(start, base - 2, start + box_width, base - 2)])
        middle = start + (box_width - fonts.width(hint, fonts.REGULAR, 7)) / 2
        sheet.text(middle, base - 9, hint, fonts.REGULAR, 7)
        if signer.field:
            rect = (start, base - 1, start + box_width, base - 1 + box_height)
            sheet.fields.append(SignatureField(sheet.page, rect, signer.field))

    return Strip(height, draw, keep=keep)
