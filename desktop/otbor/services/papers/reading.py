"""What a paper says of itself: the QR of its first sheets."""

from collections.abc import Iterator

import pypdfium2
import zxingcpp

_QR = zxingcpp.barcode_formats_from_str("QRCode")
_DPI = 200  # a QR of 18 mm has some 140 dots then, four a module
_LONGEST = 3000  # dots of a side: a page may claim any size
_PAGES = 3  # a QR stands on the first sheet of a paper; a scan may begin with a cover


def payloads(pdf: bytes) -> list[str]:
    """Texts of the QR codes on the first sheets, each once; empty for a file that cannot be opened."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return []
    try:
        return list(dict.fromkeys(text for page in _pages(document) for text in _codes(page)))
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage]:
    for number in range(min(len(document), _PAGES)):
        try:
            yield document[number]
        except pypdfium2.PdfiumError:
            return


def _codes(page: pypdfium2.PdfPage) -> Iterator[str]:
    scale = min(_DPI / 72, _LONGEST / max(page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True)
    picture = memoryview(bitmap.buffer).cast("B", (bitmap.height, bitmap.stride))
    for found in zxingcpp.read_barcodes(picture, formats=_QR):
        yield found.text
