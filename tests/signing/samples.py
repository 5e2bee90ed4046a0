"""Signers, papers and places of signatures that the tests of signing share."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from otbor.documents.kit import fonts
from otbor.documents.kit.pdfa import Properties, open_canvas
from otbor.documents.stamp import STAMP_HEIGHT, STAMP_WIDTH, StampFacts, draw_stamp
from otbor.signing import pdf
from otbor.signing.certificates import Credential, load_pkcs12
from otbor.signing.trial import TrialAuthority, make_test_certificate, make_trial_authority

MADE = datetime(2026, 4, 1, 6, tzinfo=UTC)
NOW = datetime(2026, 6, 19, 9, 30, tzinfo=UTC)
SCHOOL = "МБОУ «Лицей № 8»"
PASSWORD = "секрет-2026"  # noqa: S105 - of keys that live as long as a test run
SECRETARY, CHAIR, DIRECTOR = "Ёлкина Анна Ильинична", "Салтыков-Щедрин Михаил Евграфович", "Константинов Пётр Олегович"


@dataclass(frozen=True)
class Place:
    """A place as the papers give it."""

    name: str
    page: int
    rect: tuple[float, float, float, float]


PLACES = tuple(
    Place(name, 0, (200.0, bottom, 200.0 + STAMP_WIDTH, bottom + STAMP_HEIGHT))
    for name, bottom in (("secretary", 300.0), ("chair", 200.0), ("director", 100.0))
)


@cache
def authority() -> TrialAuthority:
    """The root of all three."""
    return make_trial_authority(MADE)


@cache
def container(owner: str) -> bytes:
    """PKCS#12 of ``owner``: the chair signs by ECDSA, the director by RSA-3072."""
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None = None
    if owner == SECRETARY:
        key = rsa.generate_private_key(65537, 2048)
    elif owner == CHAIR:
        key = ec.generate_private_key(ec.SECP256R1())
    return make_test_certificate(owner, SCHOOL, MADE, password=PASSWORD, key=key, authority=authority())


@cache
def credential(owner: str) -> Credential:
    """The loaded key of ``owner``."""
    return load_pkcs12(container(owner), PASSWORD, moment=NOW)


def stamp_of(owner: str) -> bytes:
    """The stamp of ``owner``."""
    c = credential(owner).certificate
    facts = StampFacts(c.owner, c.serial, c.valid_from.date(), c.valid_to.date(), test=c.test, signed_on=NOW.date())
    return draw_stamp(facts)


@cache
def paper() -> bytes:
    """An order of one page, PDF/A-2b."""
    canvas, buffer = open_canvas(Properties("Приказ", SCHOOL, "", date(2026, 6, 19)), (595.28, 841.89))
    canvas.setFont(fonts.REGULAR, 14)
    canvas.drawString(80, 700, "Приказ о зачислении № 12 от 19.06.2026")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@cache
def signed_by_three() -> tuple[bytes, ...]:
    """The paper with its fields, then after each of the three signatures."""
    steps = [pdf.prepare_fields(paper(), PLACES)]
    for owner, place in zip((SECRETARY, CHAIR, DIRECTOR), PLACES, strict=True):
        steps.append(pdf.sign(steps[-1], credential(owner), place, NOW, stamp_of(owner)))
    return tuple(steps)


def with_text_appended(signed: bytes) -> bytes:
    """``signed`` with a line drawn over its page in a further revision: the incremental attack."""
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    drawing = generic.StreamObject(stream_data=b"0 0 1 rg 80 650 300 20 re f")
    writer.add_stream_to_page(0, writer.add_object(drawing))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
