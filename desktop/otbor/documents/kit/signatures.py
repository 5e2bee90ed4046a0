"""The signature block: post, place of the signature, расшифровка; never alone on a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from otbor.documents.kit import fonts
from otbor.documents.kit.flow import MM, Strip, body_height, body_width, gap, kept
from otbor.documents.kit.sheet import Sheet, SignatureField
from otbor.documents.kit.text import Align, fitted, line_strip, too_long
from otbor.wording.forms import Words

_BOX = (60 * MM, 17 * MM)  # the mark of an electronic signature: certificate, owner, validity in legible letters
_PLAIN = 9 * MM  # a row signed by hand
_NAME = 48 * MM
_SIZE, _HINT = 12.0, 7.0  # points


@dataclass(frozen=True)
class Signer:
    """Who signs: post, name as «И. О. Фамилия» (``""``: written by hand), name of the field in the file (``""``: signed
    by hand only)."""

    post: str
    name: str
    field: str = ""


def signatures(
    signers: Sequence[Signer], words: Words, *, seal: bool = False, width: float | None = None
) -> list[Strip]:
    """Rows of the block, held together as far as a page allows, with «М.П.» below them if ``seal``.

    The strip before the block must be kept with it: :func:`signed` does that. Raises :class:`Refused`
    (``paper.text_too_long``) for a post or name taller than a page.
    """
    room = width or body_width()
    strips = [gap(14, keep=True)]
    for number, signer in enumerate(signers):
        last = number == len(signers) - 1
        # a long commission may go over a page; the first two and the last two signatures are never alone
        together = not last and (number in {0, len(signers) - 2} or len(signers) <= 12)
        strips.append(_signature(signer, words, room, keep=together or (last and seal)))
    if seal:
        text = fonts.clean(words("seal"))
        strips.append(line_strip(text, fonts.REGULAR, _SIZE, room, Align.LEFT, shift=_line_start(room)))
    return strips


def signed(
    body: Sequence[Strip],
    signers: Sequence[Signer],
    words: Words,
    end: Sequence[Strip] = (),
    *,
    seal: bool = False,
    width: float | None = None,
) -> list[Strip]:
    """``body`` and the signature block, at least the last two lines or rows of the body on the block's page.

    ``end`` stands between them and is held with the block: a note, a vote, what alone would not be text enough.
    """
    lines = [place for place, strip in enumerate(body) if not strip.gap]
    start = lines[-2] if len(lines) > 1 else 0
    return [*body[:start], *kept([*body[start:], *end]), *signatures(signers, words, seal=seal, width=width)]


def _line_start(room: float) -> float:
    """Where the line to sign on begins, in points from the left."""
    return room - _NAME - 3 * MM - _BOX[0]


def _signature(signer: Signer, words: Words, room: float, *, keep: bool) -> Strip:
    """Post, a line to sign on, the name; where nobody is named, a line to write the name on."""
    box_width, box_height = _BOX
    start = _line_start(room)
    post = fitted(signer.post, fonts.REGULAR, _SIZE, start - 3 * MM)
    name = fitted(signer.name, fonts.REGULAR, _SIZE, _NAME)
    leading = _SIZE * 1.1
    hints = [(start, box_width, fonts.clean(words("signature_hint")))]
    if not signer.name:
        hints.append((room - _NAME, _NAME, fonts.clean(words("name_hint"))))
    least = box_height + 5 * MM if signer.field else _PLAIN
    height = max(least, leading * max(len(post), len(name)) + 4 * MM)
    if height > body_height(landscape=room > body_width()):
        raise too_long(signer.post if len(post) > len(name) else signer.name)

    def draw(sheet: Sheet, left: float, top: float) -> None:
        base = top - height + 4 * MM
        for x, lines in ((left, post), (left + room - _NAME, name)):
            for number, line in enumerate(reversed(lines)):
                sheet.text(x, base + number * leading, line, fonts.REGULAR, _SIZE)
        sheet.lines([(left + x, base - 2, left + x + wide, base - 2) for x, wide, _ in hints])
        for x, wide, hint in hints:
            middle = left + x + (wide - fonts.width(hint, fonts.REGULAR, _HINT)) / 2
            sheet.text(middle, base - 9, hint, fonts.REGULAR, _HINT)
        if signer.field:
            rect = (left + start, base - 1, left + start + box_width, base - 1 + box_height)
            sheet.fields.append(SignatureField(sheet.page, rect, signer.field))

    return Strip(height, draw, keep=keep)
