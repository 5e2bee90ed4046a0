"""What a paper says of itself: the QR of its first sheets."""

import pypdfium2
import zxingcpp

from otbor.support.pdfium import PDFIUM

_QR = zxingcpp.barcode_formats_from_str("QRCode")
_DPI = 200  # a QR of 18 mm has some 140 dots then, four a module
_LONGEST = 3000  # dots of a side: a page may claim any size
_PAGES = 3  # a QR stands on the first sheet of a paper; a scan may begin with a cover


def payloads(pdf: bytes) -> list[str]:
    """Texts of the QR codes on the first sheets, each once; none of what cannot be opened or drawn."""
    texts: list[str] = []
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return texts
        try:
            for number in range(min(len(document), _PAGES)):
                texts += _codes(document, number)
        except pypdfium2.PdfiumError:
            return texts  # a damaged sheet: what was read before it is true all the same
        finally:
            document.close()
    return list(dict.fromkeys(texts))


def _codes(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    page = document[number]
    try:
        scale = min(_DPI / 72, _LONGEST / max(1.0, *page.get_size()))
        bitmap = page.render(scale=scale, grayscale=True)
        picture = memoryview(bitmap.buffer).cast("B", (bitmap.height, bitmap.stride))
        return [found.text for found in zxingcpp.read_barcodes(picture, formats=_QR)]
    finally:
        page.close()
