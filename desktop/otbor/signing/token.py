"""Keys on a token (ключевой носитель: Рутокен, JaCarta) through the PKCS#11 library of its maker.

RSA and ECDSA sign this way; a key of ГОСТ on a token signs through its own program (``command``). The PIN goes to the
token and is kept nowhere.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self

import pkcs11
from asn1crypto import algos
from asn1crypto import x509 as asn1_x509
from pkcs11.util.ec import encode_ecdsa_signature

from otbor.domain.findings import Finding, Refused
from otbor.signing.certificates import Certificate, read_certificate, refuse_out_of_term
from otbor.signing.making import make_cms
from otbor.signing.message import holds, read_message
from otbor.signing.refusal import MakerRefused


@dataclass(frozen=True)
class TokenCertificate:
    """A certificate on a token: by ``key_id`` the token finds its key; ``token`` is the serial number of the token."""

    token: str
    token_label: str
    key_id: bytes
    certificate: Certificate


class TokenKey:
    """A key on an opened token: a :class:`~otbor.signing.certificates.Maker` until it is closed.

    Use it as a context; leaving it logs out, so that nobody signs after the batch.
    """

    chain: tuple[bytes, ...] = ()

    def __init__(self, session: Any, key: Any, certificate: Certificate) -> None:
        self.certificate: Final = certificate
        self._session = session
        self._key = key

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Log out and let the token go; a token that was pulled out has nothing to close."""
        with contextlib.suppress(pkcs11.PKCS11Error):
            self._session.close()

    def cms(self, data: bytes, at: datetime | None = None) -> bytes:
        """See :meth:`~otbor.signing.certificates.Maker.cms`.

        Raises :class:`Refused`: the token was pulled out or failed, its key is not that of the certificate.
        """
        made = make_cms(self._sign, self.certificate.der, self.chain, data, at)
        if not holds(read_message(made), data):
            raise MakerRefused(Finding("signing.token_other_key", values={"serial": self.certificate.serial}))
        return made

    def _sign(self, data: bytes) -> bytes:
        """The token gets the digest alone: every token knows these two ways, few digest by themselves."""
        said = hashlib.sha256(data).digest()
        with _told():
            if self._key.key_type == pkcs11.KeyType.RSA:
                info = algos.DigestInfo({"digest_algorithm": {"algorithm": "sha256"}, "digest": said}).dump()
                return bytes(self._key.sign(info, mechanism=pkcs11.Mechanism.RSA_PKCS))
            return encode_ecdsa_signature(self._key.sign(said, mechanism=pkcs11.Mechanism.ECDSA))


def token_certificates(library: Path) -> list[TokenCertificate]:
    """Certificates on every token that is plugged in, as far as they can be read without a PIN.

    Raises :class:`Refused`: the library is not there or is none, no token is plugged in, a token fails.
    """
    found = []
    for token in _tokens(library):
        with _told(), token.open() as session:
            for kept in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}):
                try:
                    certificate = read_certificate(kept[pkcs11.Attribute.VALUE])
                except ValueError:
                    continue  # a certificate of another kind signs nothing here
                found.append(TokenCertificate(_serial(token), token.label, kept[pkcs11.Attribute.ID], certificate))
    return found


def open_token(library: Path, chosen: TokenCertificate, pin: str, *, moment: datetime) -> TokenKey:
    """The key of a certificate on a token, opened with the PIN of its user.

    Raises :class:`Refused`: library or token as :func:`token_certificates`, another token is plugged in, a wrong PIN
    (with the tries that are left, where the token says so), a locked one, no key for the certificate, a key of another
    kind, a certificate out of its term at the aware instant ``moment``: that is asked before the PIN is spent.
    """
    refuse_out_of_term(chosen.certificate, moment)
    token = next((token for token in _tokens(library) if _serial(token) == chosen.token), None)
    if token is None:
        raise Refused(Finding("signing.token_other", values={"label": chosen.token_label, "token": chosen.token}))
    kind = asn1_x509.Certificate.load(chosen.certificate.der).public_key.algorithm
    if kind not in {"rsa", "ec"}:
        raise Refused(Finding("signing.token_key_not_supported"))
    session = _logged_in(token, pin)
    try:
        key = _key_of(session, chosen)
    except Refused:
        session.close()
        raise
    return TokenKey(session, key, chosen.certificate)


def _key_of(session: Any, chosen: TokenCertificate) -> Any:
    """The private key of a certificate on an opened token."""
    wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY, pkcs11.Attribute.ID: chosen.key_id}
    with _told():
        keys = list(session.get_objects(wanted))
    if not keys:
        values = {"serial": chosen.certificate.serial, "owner": chosen.certificate.owner}
        raise Refused(Finding("signing.token_no_key", values=values))
    return keys[0]


def _tokens(library: Path) -> list[Any]:
    """The tokens plugged in and made ready for use; refuses where there is none."""
    if not library.is_file():
        raise Refused(Finding("signing.library_missing", values={"library": library}))
    try:
        loaded = pkcs11.lib(str(library))
    except pkcs11.PKCS11Error as trouble:
        raise Refused(Finding("signing.library_wrong", values={"library": library})) from trouble
    with _told():
        tokens = [slot.get_token() for slot in loaded.get_slots(token_present=True)]
    ready = [token for token in tokens if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED]
    if not ready:
        raise Refused(Finding("signing.no_token"))
    return ready


def _serial(token: Any) -> str:
    return bytes(token.serial).decode("ascii", "replace").strip()


def _logged_in(token: Any, pin: str) -> Any:
    """A session of the token's user; an empty PIN is not tried, every try counts."""
    values = {"label": token.label}
    if not pin:
        raise Refused(Finding("signing.no_pin", values=values))
    try:
        return token.open(user_pin=pin)
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange):
        raise Refused(_of_wrong_pin(_flags(token), token.label)) from None
    except pkcs11.PinLocked as trouble:
        raise Refused(Finding("signing.pin_locked", values=values)) from trouble
    except pkcs11.UserAlreadyLoggedIn as trouble:
        raise Refused(Finding("signing.token_busy", values=values)) from trouble
    except pkcs11.PKCS11Error as trouble:
        raise _refusal(trouble) from trouble


def _flags(token: Any) -> Any:
    """Flags of the token as they are now, after a try."""
    with _told():
        return token.slot.get_token().flags


def _of_wrong_pin(flags: Any, label: str) -> Finding:
    """What is told of a wrong PIN: PKCS#11 gives no number of tries, it only warns of the last and of the end."""
    values = {"label": label}
    if flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
        return Finding("signing.pin_locked", values=values)
    if flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY:
        return Finding("signing.wrong_pin_last_try", values=values)
    return Finding("signing.wrong_pin", values=values)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What a token says no with, as a refusal."""
    try:
        yield
    except pkcs11.PKCS11Error as trouble:
        raise _refusal(trouble) from trouble


def _refusal(trouble: Exception) -> MakerRefused:
    gone = (pkcs11.DeviceRemoved, pkcs11.TokenNotPresent, pkcs11.SessionHandleInvalid, pkcs11.SessionClosed)
    if isinstance(trouble, gone):
        return MakerRefused(Finding("signing.token_removed"))
    return MakerRefused(Finding("signing.token_failed", values={"said": type(trouble).__name__}))
