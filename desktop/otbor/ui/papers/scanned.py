"""What a scanner types: the payload of a paper's QR, also when the keyboard stood in Russian."""

_PREFIX = "otbor:"
_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"
_KEYS = str.maketrans(_RUSSIAN, _LATIN)


def payload_of(typed: str) -> str | None:
    """The payload of one of our QR codes, None for any other text.

    A scanner sends key strokes: under the Russian layout «otbor:» arrives as «щеищкЖ», and is put right here.
    """
    text = typed.strip()
    for read in (text, text.translate(_KEYS)):
        if read.startswith(_PREFIX):
            return read
    return None
