"""Signing of PDF papers (PAdES-B-B): a signature is an incremental update, the bytes before it stay as they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from itertools import count
from typing import Protocol

from pyhanko.pdf_utils import content, layout
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields as pdf_fields
from pyhanko.sign import signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.stamp import StaticStampStyle

from otbor.domain.findings import Finding, Refused
from otbor.signing.certificates import Maker, refuse_out_of_term
from otbor.signing.making import DIGEST

RESERVED = 16384  # hexadecimal digits kept for a signature: measured, an estimate by pyHanko costs a second signature
_ROOM = 4096  # bytes of a signature beside its certificates

_EDGE_TO_EDGE = layout.SimpleBoxLayoutRule(
    x_align=layout.AxisAlignment.ALIGN_MID, y_align=layout.AxisAlignment.ALIGN_MID, margins=layout.Margins.uniform(0)
)


class SignaturePlace(Protocol):
    """Place of a signature: unique ``name``, ``page`` counted from 0, ``rect`` (left, bottom, right, top) in points."""

    @property
    def name(self) -> str: ...
    @property
    def page(self) -> int: ...
    @property
    def rect(self) -> tuple[float, float, float, float]: ...


def prepare_fields(pdf: bytes, places: Sequence[SignaturePlace]) -> bytes:
    """``pdf`` with an empty signature field at each of ``places``, all in one incremental revision.

    Made before the first signature, so that every later one only fills what the earlier signers have seen.
    Raises :class:`Refused` for a file that cannot be read as PDF, has no such page, or has a field of that name.
    """
    writer = _writer(pdf, places)
    for place in places:
        try:
            pdf_fields.append_signature_field(writer, _spec(place))
        except (PdfError, SigningError) as trouble:
            raise Refused(Finding("signing.place_taken", values={"name": place.name})) from trouble
    return _written(writer)


def sign(
    pdf: bytes, maker: Maker, place: SignaturePlace, moment: datetime, stamp: bytes, *, reason: str | None = None
) -> bytes:
    """``pdf`` with one more signature by ``maker`` at ``place``, in an incremental revision (PAdES-B-B).

    The field of that name is filled, or added if the paper has none. ``stamp`` is a PDF of one page, shown at the
    place; ``moment`` is an aware instant, written as the signer's own time. Raises :class:`Refused`: the certificate is
    out of its term, the file is no PDF, the place is signed already, or the maker does not sign.
    """
    refuse_out_of_term(maker.certificate, moment)
    return _signed(pdf, maker, place, moment, stamp, reason)


def sign_unseen(pdf: bytes, maker: Maker, moment: datetime) -> bytes:
    """``pdf`` with one more signature that no page shows, in a field of a new name; the rest is as in :func:`sign`."""
    refuse_out_of_term(maker.certificate, moment)
    try:
        taken = {field.field_name for field in PdfFileReader(BytesIO(pdf)).embedded_signatures}
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as trouble:
        raise Refused(Finding("signing.not_a_pdf")) from trouble
    name = next(name for number in count(1) if (name := f"signature{number}") not in taken)
    return _signed(pdf, maker, _Unseen(name), moment, None, None)


@dataclass(frozen=True)
class _Unseen:
    """A place on the first page that takes no room."""

    name: str
    page: int = 0
    rect: tuple[float, float, float, float] = (0, 0, 0, 0)


def _signed(
    pdf: bytes, maker: Maker, place: SignaturePlace, moment: datetime, stamp: bytes | None, reason: str | None
) -> bytes:
    output, prepared = _prepared(pdf, maker, place, moment, stamp, reason, _reserved(maker))
    made = maker.cms(_signed_bytes(output, prepared))
    if 2 * len(made) > prepared.reserved_region_end - prepared.reserved_region_start - 2:
        # a program may put in more certificates than were announced: once more, with room for them
        output, prepared = _prepared(pdf, maker, place, moment, stamp, reason, 2 * (len(made) + _ROOM))
        made = maker.cms(_signed_bytes(output, prepared))
    prepared.fill_with_cms(output, made)
    return output.getvalue()


def _prepared(
    pdf: bytes,
    maker: Maker,
    place: SignaturePlace,
    moment: datetime,
    stamp: bytes | None,
    reason: str | None,
    reserved: int,
) -> tuple[BytesIO, PreparedByteRangeDigest]:
    """``pdf`` with the place laid out, and where the signature goes: ``reserved`` hexadecimal digits are kept."""
    writer = _writer(pdf, [place])
    try:
        session = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=place.name,
                md_algorithm=DIGEST,
                subfilter=pdf_fields.SigSeedSubFilter.PADES,
                name=maker.certificate.owner,
                reason=reason,
            ),
            signers.ExternalSigner(None, None),  # the maker signs, this one only stands in while the place is laid out
            stamp_style=None if stamp is None else _stamp_style(stamp),
            new_field_spec=_spec(place),
        ).init_signing_session(writer)
        session.system_time = moment
        document = session.prepare_tbs_document(
            validation_info=None, bytes_reserved=reserved, appearance_text_params=None
        )
        output = BytesIO()
        prepared, _ = document.digest_tbs_document(output=output)
    except SigningError as trouble:
        raise Refused(Finding("signing.place_taken", values={"name": place.name})) from trouble
    return output, prepared


def _signed_bytes(output: BytesIO, prepared: PreparedByteRangeDigest) -> bytes:
    """All bytes but those kept for the signature itself."""
    whole = output.getvalue()
    return whole[: prepared.reserved_region_start] + whole[prepared.reserved_region_end :]


class _Revision(IncrementalPdfFileWriter):
    """A further revision of a paper; what the paper says of itself (XMP, dates) stays as its maker wrote it."""

    def _update_meta(self) -> None:
        """Nothing: the time of signing is in the signature, and pyHanko would write the computer's clock."""


class _StampPage(content.PdfContent):
    """The stamp's page, imported from a PDF that is parsed once and kept."""

    def __init__(self, reader: PdfFileReader) -> None:
        super().__init__()
        self._reader = reader

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(self._reader)
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = layout.BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        self.resources.xobject[pdf_name("/OtborStamp")] = page
        return b"/OtborStamp Do"


@lru_cache(maxsize=8)  # a stamp belongs to a certificate, few of them sign
def _stamp_reader(stamp: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(stamp))


def _stamp_style(stamp: bytes) -> StaticStampStyle:
    return StaticStampStyle(
        background=_StampPage(_stamp_reader(stamp)),
        background_layout=_EDGE_TO_EDGE,
        background_opacity=1.0,
        border_width=0,
    )


def _writer(pdf: bytes, places: Sequence[SignaturePlace]) -> IncrementalPdfFileWriter:
    """A further revision of ``pdf``; refuses what is no PDF and places on pages that it does not have."""
    try:
        writer = _Revision(BytesIO(pdf))
        pages = int(writer.root["/Pages"]["/Count"])
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as trouble:
        raise Refused(Finding("signing.not_a_pdf")) from trouble
    for place in places:
        if not 0 <= place.page < pages:
            raise Refused(Finding("signing.no_page", values={"page": place.page + 1, "pages": pages}))
    return writer


def _spec(place: SignaturePlace) -> pdf_fields.SigFieldSpec:
    left, bottom, right, top = place.rect
    return pdf_fields.SigFieldSpec(
        place.name, on_page=place.page, box=(round(left), round(bottom), round(right), round(top))
    )


def _reserved(maker: Maker) -> int:
    certificates = len(maker.certificate.der) + sum(len(der) for der in maker.chain)
    return max(RESERVED, 2 * (certificates + _ROOM))


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
