"""PDF/A-2b (ISO 19005-2) out of plain reportlab: colour intent, XMP, language, embedded fonts, stable bytes."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from otbor.documents.kit import fonts
from otbor.support.places import resources

PRODUCER = "Отбор"

_format_stream = pdfdoc.PDFStream.format


def _stream_with_eol(stream: pdfdoc.PDFStream, document: pdfdoc.PDFDocument) -> bytes:
    """PDF/A 6.1.7.1 wants an end of line before ``endstream``; reportlab writes none."""
    return _format_stream(stream, document).removesuffix(b"endstream\n") + b"\nendstream\n"


pdfdoc.PDFStream.format = _stream_with_eol
pdfdoc.PDFCatalog.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
rl_config.useA85 = 0  # binary streams: 15 % smaller


@dataclass(frozen=True)
class Properties:
    """What the file says of itself: title, author (the school), keywords (standard, version of the form), date."""

    title: str
    author: str
    keywords: str
    dated: date


@cache
def _colour_profile() -> bytes:
    return (resources() / "colour" / "srgb.icc").read_bytes()


def open_canvas(properties: Properties, size: tuple[float, float]) -> tuple[Canvas, BytesIO]:
    """A canvas with Tinos as its first font (Helvetica would not be embedded), and the buffer that it writes to."""
    fonts.widths(fonts.REGULAR)
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=size,
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.REGULAR,
        initialFontSize=12,
        pdfVersion=(1, 7),
        lang="ru-RU",
    )
    canvas.setTitle(properties.title)
    canvas.setAuthor(properties.author)
    canvas.setSubject(properties.title)
    canvas.setKeywords(properties.keywords)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    _declare_pdfa(canvas, properties)
    return canvas, buffer


def _declare_pdfa(canvas: Canvas, properties: Properties) -> None:
    document, catalog = canvas._doc, canvas._doc.Catalog  # noqa: SLF001 - reportlab offers no other way to the catalogue
    moment = properties.dated
    # the date of the paper, so that the same data give the same bytes
    document._timeStamp.YMDhms = (moment.year, moment.month, moment.day, 0, 0, 0)  # noqa: SLF001
    profile = pdfdoc.PDFStream(content=_colour_profile(), filters=[pdfdoc.PDFZCompress])
    profile.dictionary["N"] = 3
    catalog.OutputIntents = pdfdoc.PDFArray(
        [
            pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("OutputIntent"),
                    "S": pdfdoc.PDFName("GTS_PDFA1"),
                    "OutputConditionIdentifier": pdfdoc.PDFString("sRGB IEC61966-2.1"),
                    "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
                    "DestOutputProfile": document.Reference(profile, "otbor.icc"),
                }
            )
        ]
    )
    packet = _xmp(properties)
    catalog.Metadata = pdfdoc.XMP(creator=lambda _: packet)
    catalog.Metadata.filters = []


def _xmp(properties: Properties) -> bytes:
    """The XMP packet; it must say the same as the document information."""
    title, author, keywords = escape(properties.title), escape(properties.author), escape(properties.keywords)
    moment = f"{properties.dated.isoformat()}T00:00:00+00:00"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n'
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\n"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\n'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:description>\n'
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n"
        f"<pdf:Producer>{PRODUCER}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>\n"
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>"
        f"<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>\n"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()
