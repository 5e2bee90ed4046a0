"""What is said of one signature, inside a PDF or beside a file: who signed, and whether the school may trust that."""

from collections.abc import Sequence
from datetime import UTC, datetime

from asn1crypto import x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from otbor.signing import gost
from otbor.signing.certificates import Certificate, read_certificate
from otbor.wording.verification import Integrity, SignatureReport, Trust, Unchecked

USAGES = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
NOBODY = Certificate(
    owner="",
    organisation="",
    position="",
    issuer="",
    serial="",
    valid_from=datetime.min.replace(tzinfo=UTC),
    valid_to=datetime.max.replace(tzinfo=UTC),
    test=False,
    der=b"",
)

_LONGEST_CHAIN = 8
_MOST_CERTIFICATES = 32  # looked at in a message: a hostile one may hold thousands, each costs a computation
_UNDERSTOOD = frozenset({"basic_constraints", "key_usage", "extended_key_usage", "certificate_policies"})


def report_on(
    field: str,
    certificate: Certificate,
    claimed_at: datetime | None,
    moment: datetime | None,
    integrity: Integrity,
    trust: Trust,
    *,
    by_gost: bool,
    computed: bool,
) -> SignatureReport:
    """The facts of a signature; ``computed`` tells one by ГОСТ that was checked by this program itself."""
    known = certificate is not NOBODY
    return SignatureReport(
        field=field,
        owner=certificate.owner,
        position=certificate.position,
        organisation=certificate.organisation,
        claimed_at=claimed_at,
        serial=certificate.serial,
        issuer=certificate.issuer,
        valid_from=certificate.valid_from if known else None,
        valid_to=certificate.valid_to if known else None,
        test=certificate.test,
        integrity=integrity,
        trust=trust,
        unchecked=(Unchecked.REVOCATION, Unchecked.TIME, *((Unchecked.MEANS,) if computed else ())),
        expired_since=moment is not None and moment > certificate.valid_to,
        claims_future=moment is not None and claimed_at is not None and claimed_at > moment,
        gost=by_gost,
    )


def facts(certificate: x509.Certificate) -> Certificate:
    """The facts of the signer's certificate, :data:`NOBODY` if it cannot be read."""
    try:
        return read_certificate(certificate.dump())
    except ValueError:
        return NOBODY


def context(trusted: Sequence[bytes], moment: datetime | None) -> ValidationContext:
    """What pyHanko may use: the trusted issuers (DER), no network, the time of the check."""
    return ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in trusted],
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def trust_of(status: StandardCMSSignatureStatus, certificate: Certificate, moment: datetime) -> Trust:
    """What pyHanko found of the certificate at the aware instant ``moment``."""
    if not certificate.valid_from <= moment <= certificate.valid_to:
        return Trust.OUT_OF_TERM
    if status.trusted:
        return Trust.TRUSTED
    if status.trust_problem_indic is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return Trust.UNKNOWN_ISSUER
    return Trust.UNSUITABLE


def trust_by_gost(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], trusted: Sequence[bytes], moment: datetime
) -> Trust:
    """What is known of a certificate of ГОСТ at the aware instant ``moment``: pyHanko builds no chain of such.

    Each certificate must be in its term, issued by the next one, that one an issuer's, until one is trusted.
    """
    if not _in_term(certificate, moment):
        return Trust.OUT_OF_TERM
    usage = certificate.key_usage_value
    if usage is not None and not usage.native & {"digital_signature", "non_repudiation"}:
        return Trust.UNSUITABLE
    roots = [x509.Certificate.load(der) for der in trusted]
    try:
        return _followed(certificate, others[:_MOST_CERTIFICATES], roots, moment)
    except gost.CannotCheck:
        return Trust.NOT_CHECKED


def _followed(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], roots: Sequence[x509.Certificate], at: datetime
) -> Trust:
    for below in range(_LONGEST_CHAIN):
        if not certificate.critical_extensions <= _UNDERSTOOD:
            return Trust.UNSUITABLE
        named = (one for one in (*roots, *others) if one.subject == certificate.issuer)
        able = (one for one in named if _issues(one, below) and _in_term(one, at))
        issuer = next((one for one in able if gost.issued(certificate, one)), None)
        if issuer is None:
            return Trust.UNKNOWN_ISSUER
        if issuer in roots:
            return Trust.TRUSTED
        certificate = issuer
    return Trust.UNKNOWN_ISSUER


def _issues(certificate: x509.Certificate, below: int) -> bool:
    """Whether it is an issuer's certificate, with ``below`` issuers allowed under it."""
    usage, longest = certificate.key_usage_value, certificate.max_path_length
    allowed = usage is None or "key_cert_sign" in usage.native
    return bool(certificate.ca and allowed and (longest is None or longest >= below))


def _in_term(certificate: x509.Certificate, moment: datetime) -> bool:
    return bool(certificate.not_valid_before <= moment <= certificate.not_valid_after)
