"""A key on a token signs, or says in one plain sentence why not; the paper stays as it was."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pkcs11
import pytest

from otbor.domain.findings import Finding, Refused
from otbor.signing import pdf, token
from otbor.signing.detached import sign_detached, verify_detached
from otbor.signing.refusal import MakerRefused
from otbor.signing.token import TokenCertificate, TokenKey, open_token, token_certificates
from otbor.signing.verify import verify
from otbor.wording.findings import sentence
from tests.signing import samples
from tests.signing.gost_desk import GostDesk
from tests.signing.token_desk import PIN, TokenDesk, restarted, token_desk

PLACE = samples.PLACES[2]
ROOTS = [samples.authority().root]


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> TokenDesk:
    """«Школа»: director by RSA (1), chair by ECDSA (2), a certificate without its key (3), one with another key (4)."""
    desk = token_desk(tmp_path_factory.mktemp("tokens"))
    director, chair, secretary = map(samples.credential, (samples.DIRECTOR, samples.CHAIR, samples.SECRETARY))
    desk.token("school")
    desk.put("school", 1, director)
    desk.put("school", 2, chair)
    desk.token("spare")
    desk.put("spare", 3, secretary, key=False)
    desk.put("spare", 4, replace(secretary, certificate=director.certificate))
    return restarted(desk)


def chosen(tokens: TokenDesk, key_id: int) -> TokenCertificate:
    [found] = [one for one in token_certificates(tokens.library) if one.key_id == bytes([key_id])]
    return found


def opened(tokens: TokenDesk, key_id: int, pin: str = PIN) -> TokenKey:
    return open_token(tokens.library, chosen(tokens, key_id), pin, moment=samples.NOW)


def refused(tokens: TokenDesk, key_id: int, pin: str = PIN) -> Finding:
    with pytest.raises(Refused) as caught:
        opened(tokens, key_id, pin)
    return told(caught.value)


def told(refusal: Refused) -> Finding:
    assert len(sentence(refusal.finding)) > 40
    return refusal.finding


def test_certificates_are_listed_without_a_pin(tokens: TokenDesk) -> None:
    found = {one.key_id[0]: (one.token_label, one.certificate.owner) for one in token_certificates(tokens.library)}
    assert found == {
        1: ("school", samples.DIRECTOR),
        2: ("school", samples.CHAIR),
        3: ("spare", samples.SECRETARY),
        4: ("spare", samples.DIRECTOR),
    }


@pytest.mark.parametrize(("key_id", "owner"), [(1, samples.DIRECTOR), (2, samples.CHAIR)])
def test_rsa_and_ecdsa_sign(tokens: TokenDesk, key_id: int, owner: str) -> None:
    with opened(tokens, key_id) as maker:
        signed = pdf.sign(samples.paper(), maker, PLACE, samples.NOW, samples.stamp_of(owner))
        beside = sign_detached(samples.paper(), maker, samples.NOW)
    assert signed.startswith(samples.paper())
    for report in (verify(signed, ROOTS, samples.NOW), verify_detached(samples.paper(), beside, ROOTS, samples.NOW)):
        assert report.good
        assert [s.owner for s in report.signatures] == [owner]


def test_a_batch_is_signed_with_one_pin(tokens: TokenDesk) -> None:
    stamp = samples.stamp_of(samples.CHAIR)
    with opened(tokens, 2) as maker:
        done = [pdf.sign(samples.paper(), maker, PLACE, samples.NOW, stamp) for _ in range(3)]
    assert all(verify(one, ROOTS).good for one in done)


def test_a_closed_token_signs_no_more(tokens: TokenDesk) -> None:
    with opened(tokens, 1) as maker:
        pass
    maker.close()
    with pytest.raises(Refused) as caught:
        pdf.sign(samples.paper(), maker, PLACE, samples.NOW, samples.stamp_of(samples.DIRECTOR))
    assert told(caught.value).id == "signing.token_removed"


def test_a_wrong_pin(tokens: TokenDesk) -> None:
    for wrong in ("000000", "1", "ПИН-код", "9" * 300):
        assert refused(tokens, 1, wrong).id == "signing.wrong_pin"
    assert refused(tokens, 1, "").id == "signing.no_pin"
    opened(tokens, 1).close()  # the right one is taken after the wrong ones


@pytest.mark.parametrize(
    ("flag", "identity"),
    [
        (pkcs11.TokenFlag.USER_PIN_COUNT_LOW, "signing.wrong_pin"),
        (pkcs11.TokenFlag.USER_PIN_FINAL_TRY, "signing.wrong_pin_last_try"),
        (pkcs11.TokenFlag.USER_PIN_LOCKED, "signing.pin_locked"),
    ],
)
def test_the_tries_left_are_told_where_the_token_says(
    tokens: TokenDesk, monkeypatch: pytest.MonkeyPatch, flag: pkcs11.TokenFlag, identity: str
) -> None:
    """SoftHSM never locks a PIN, so its answer is put in place of a real token's."""
    monkeypatch.setattr(token, "_flags", lambda _token: flag)
    finding = refused(tokens, 1, "000000")
    assert finding.id == identity
    assert "school" in sentence(finding)


@pytest.mark.parametrize(
    ("trouble", "identity"),
    [
        (pkcs11.PinLocked(), "signing.pin_locked"),
        (pkcs11.DeviceRemoved(), "signing.token_removed"),
        (pkcs11.TokenNotPresent(), "signing.token_removed"),
        (pkcs11.FunctionFailed(), "signing.token_failed"),
    ],
)
def test_what_a_token_answers_is_said(
    tokens: TokenDesk, monkeypatch: pytest.MonkeyPatch, trouble: Exception, identity: str
) -> None:
    """Answers that SoftHSM does not give."""
    wanted = chosen(tokens, 1)
    [real] = [one for one in token._tokens(tokens.library) if one.label == "school"]

    class Stubborn:
        label, serial = real.label, real.serial

        def open(self, **_given: Any) -> Any:
            raise trouble

    monkeypatch.setattr(token, "_tokens", lambda _library: [Stubborn()])
    with pytest.raises(Refused) as caught:
        open_token(tokens.library, wanted, PIN, moment=samples.NOW)
    assert told(caught.value).id == identity


def test_a_token_pulled_out_in_the_middle(tokens: TokenDesk) -> None:
    with opened(tokens, 1) as maker:
        maker._session.close()
        with pytest.raises(MakerRefused) as caught:
            pdf.sign(samples.paper(), maker, PLACE, samples.NOW, samples.stamp_of(samples.DIRECTOR))
    assert told(caught.value).id == "signing.token_removed"


def test_a_certificate_without_its_key_and_with_another(tokens: TokenDesk) -> None:
    assert refused(tokens, 3).id == "signing.token_no_key"
    with opened(tokens, 4) as maker, pytest.raises(Refused) as caught:
        maker.cms(b"order")
    assert told(caught.value).id == "signing.token_other_key"


def test_a_token_is_opened_once(tokens: TokenDesk) -> None:
    with opened(tokens, 1):
        assert refused(tokens, 2).id == "signing.token_busy"
    opened(tokens, 2).close()


def test_the_term_is_asked_before_the_pin_is_spent(tokens: TokenDesk) -> None:
    with pytest.raises(Refused) as caught:
        open_token(tokens.library, chosen(tokens, 1), "000000", moment=samples.NOW + timedelta(days=999))
    assert told(caught.value).id == "signing.expired"


def test_another_token_is_plugged_in(tokens: TokenDesk) -> None:
    absent = replace(chosen(tokens, 1), token="f00d")  # noqa: S106 - a serial number
    with pytest.raises(Refused) as caught:
        open_token(tokens.library, absent, PIN, moment=samples.NOW)
    assert told(caught.value).id == "signing.token_other"


def test_no_library_and_a_wrong_one(tmp_path: Path) -> None:
    (tmp_path / "library.so").write_bytes(b"\x7fELF nothing")
    cases = {tmp_path / "absent.so": "missing", tmp_path: "missing", tmp_path / "library.so": "wrong"}
    for path, word in cases.items():
        with pytest.raises(Refused) as caught:
            token_certificates(path)
        assert told(caught.value).id == f"signing.library_{word}"


def test_no_token(tokens: TokenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slot with a token that nobody has prepared is no token yet."""
    library = pkcs11.lib(str(tokens.library))
    blank = [slot for slot in library.get_slots() if not slot.get_token().label.strip()]

    class Empty:
        def get_slots(self, *, token_present: bool) -> list[Any]:
            return blank if token_present else []

    monkeypatch.setattr(pkcs11, "lib", lambda _path: Empty())
    assert blank
    with pytest.raises(Refused) as caught:
        token_certificates(tokens.library)
    assert told(caught.value).id == "signing.no_token"


def test_a_key_of_gost_is_sent_to_its_program(tokens: TokenDesk, desk: GostDesk) -> None:
    foreign = replace(chosen(tokens, 1), certificate=desk.certificate("director"))
    with pytest.raises(Refused) as caught:
        open_token(tokens.library, foreign, PIN, moment=samples.NOW)
    assert told(caught.value).id == "signing.token_key_not_supported"
