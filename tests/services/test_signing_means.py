"""Signing by a token and by a program of the settings: in order, beside the file, with secrets told to nobody."""

import hashlib
import itertools
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from sqlalchemy import text

from otbor.domain.findings import Refused
from otbor.domain.rights import Right
from otbor.services import audit, papers, signatures
from otbor.services.signing_means import gost_check, libraries_here, signing_means
from otbor.support.places import resources
from otbor.wording.findings import sentence
from otbor.wording.verification import Verdict
from tests.services.small_campaign import ALL, Made, finished, look_up, open_copy
from tests.signing import samples
from tests.signing.token_desk import PIN, restarted, token_desk

COMMAND = """
[commands.openssl]
title = "OpenSSL"
tested = true
argv = ["openssl", "cms", "-sign", "-binary", "-cades", "-md", "sha256", "-outform", "DER", "-in", "{in}",
        "-out", "{out}", "-signer", "FOLDER/certificate.pem", "-inkey", "FOLDER/key.pem", "-passin", "env:KEY_PASSWORD"]
secret_env = "KEY_PASSWORD"
timeout = 60
"""
PASSWORD = "ключ-2026"  # noqa: S105 - of a key that lives as long as a test


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """A finished campaign whose school trusts the root of the samples."""
    own = tmp_path / "own"
    (own / "trusted").mkdir(parents=True)
    (own / "office").mkdir()
    (own / "trusted" / "root.der").write_bytes(samples.authority().root)
    office, clock = open_copy(finished(), tmp_path / "school.otbor", own)
    yield look_up(office, clock)
    office.database.close()


def own(made: Made) -> Path:
    assert made.office.own is not None
    return made.office.own


def with_command(made: Made) -> bytes:
    """The settings know OpenSSL with the secretary's key, locked by a password; the certificate's file."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    secretary, folder = samples.credential(samples.SECRETARY), own(made) / "office"
    lock = BestAvailableEncryption(PASSWORD.encode())
    (folder / "key.pem").write_bytes(secretary.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock))
    certificate: bytes = pem.armor("CERTIFICATE", secretary.certificate.der)
    (folder / "certificate.pem").write_bytes(certificate)
    (folder / "signing.toml").write_text(COMMAND.replace("FOLDER", folder.as_posix()), "utf-8")
    return certificate


def refused(made: Made, settings: str) -> str:
    (own(made) / "office" / "signing.toml").write_text(settings, "utf-8")
    with pytest.raises(Refused) as caught:
        signing_means(made.office.own)
    assert len(sentence(caught.value.finding)) > 40
    return caught.value.finding.id


def test_three_people_sign_by_three_means(made: Made, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A program, a file and a token sign one paper in order; each revision goes on from the one before."""
    certificate = with_command(made)
    desk = token_desk(tmp_path_factory.mktemp("tokens"))
    desk.token("school")
    desk.put("school", 1, samples.credential(samples.DIRECTOR))
    restarted(desk)
    made.clock.now = samples.NOW
    (batch,) = papers.issued_papers(made.office, made.campaign, kind="receipts")  # a file with many places
    first, second, third = batch.unsigned[:3]
    by_program = signatures.open_command(made.office, "openssl", certificate, PASSWORD)
    signatures.sign(made.office, batch.paper_id, by_program, first)
    by_file = signatures.open_key(made.office, samples.container(samples.CHAIR), samples.PASSWORD)
    signatures.sign(made.office, batch.paper_id, by_file, second)
    [chosen] = signatures.token_certificates(desk.library)
    with signatures.open_token(made.office, desk.library, chosen, PIN) as by_token:
        last = signatures.sign(made.office, batch.paper_id, by_token, third)
    steps = [papers.content(made.office, batch.paper_id, number) for number in range(4)]
    assert all(after.startswith(before) for before, after in itertools.pairwise(steps))
    checked = papers.verify(made.office, last.pdf)
    assert checked.report.good
    assert [s.owner for s in checked.report.signatures] == [samples.SECRETARY, samples.CHAIR, samples.DIRECTOR]
    assert [s.field for s in checked.report.signatures] == [first, second, third]
    with made.office.question() as session:
        assert audit.verify(session).broken_at is None
    for secret in (PIN, PASSWORD, samples.PASSWORD):
        assert all(secret.encode() not in path.read_bytes() for path in own(made).parent.glob("school.otbor*"))


def test_a_program_with_a_wrong_password_leaves_the_paper_as_it_was(made: Made) -> None:
    certificate = with_command(made)
    made.clock.now = samples.NOW
    issued = ALL["order"](made)
    maker = signatures.open_command(made.office, "openssl", certificate, "не тот")
    with pytest.raises(Refused) as caught:
        signatures.sign(made.office, issued.paper_id, maker, "director")
    assert caught.value.finding.id == "signing.command_failed"
    assert "не тот" not in sentence(caught.value.finding)
    assert len(papers.revisions(made.office, issued.paper_id)) == 1
    assert papers.content(made.office, issued.paper_id) == issued.pdf
    wanted = [issued.paper_id, 9999, ALL["refusal"](made).paper_id]
    outcome = signatures.one_by_one(wanted, lambda paper: signatures.sign(made.office, paper, maker, "director"))
    assert outcome.done == 0
    assert {refusal.finding.id for refusal in outcome.refused.values()} == {"signing.command_failed"}


def test_a_program_that_is_not_in_the_settings(made: Made) -> None:
    certificate = pem.armor("CERTIFICATE", samples.credential(samples.CHAIR).certificate.der)
    made.clock.now = samples.NOW
    cases = {
        ("vipnet", certificate): "signing.command_unknown",
        ("cryptopro_csptest", b"junk"): "signing.not_a_certificate",
    }
    for (name, data), identity in cases.items():
        with pytest.raises(Refused) as caught:
            signatures.open_command(made.office, name, data)
        assert caught.value.finding.id == identity
    made.clock.now = datetime(2030, 1, 1, tzinfo=UTC)
    with pytest.raises(Refused) as caught:
        signatures.open_command(made.office, "cryptopro_csptest", certificate)
    assert caught.value.finding.id == "signing.expired"


def test_a_paper_is_signed_by_a_file_beside_it(made: Made) -> None:
    made.clock.now = samples.NOW
    issued = ALL["order"](made)
    director = signatures.open_key(made.office, samples.container(samples.DIRECTOR), samples.PASSWORD)
    beside = signatures.sign_detached(made.office, issued.paper_id, director)
    assert (beside.revision, beside.signed_by) == (0, samples.DIRECTOR)
    assert papers.content(made.office, issued.paper_id) == issued.pdf
    assert signatures.verify_detached(made.office, issued.pdf, beside.signature).good
    changed = issued.pdf + b" "
    assert signatures.verify_detached(made.office, changed, beside.signature).verdict is Verdict.CHANGED
    assert not signatures.verify_detached(made.office, issued.pdf, beside.signature, []).good
    digest = hashlib.sha256(beside.signature).hexdigest()
    with made.office.question() as session:
        assert audit.verify(session).broken_at is None
        told = session.execute(
            text("select count(*) from audit_payload where content like :digest"), {"digest": f"%{digest}%"}
        )
        assert told.scalar_one() == 1
    batch = papers.issued_papers(made.office, made.campaign, kind="receipt")[0]
    with pytest.raises(Refused) as caught:
        signatures.sign_detached(made.office, batch.paper_id, director)
    assert caught.value.finding.id == "paper_registry.in_batch"
    made.office.rights = frozenset({Right.ISSUE})
    with pytest.raises(Refused) as caught:
        signatures.sign_detached(made.office, issued.paper_id, director)
    assert caught.value.finding.id == "office.no_right"


def test_a_signature_that_came_meanwhile_is_not_lost(made: Made) -> None:
    """While one maker takes its time, another signs the same paper: the slower one is told, nothing is overwritten."""
    made.clock.now = samples.NOW
    issued = ALL["final"](made)
    quick = signatures.open_key(made.office, samples.container(samples.CHAIR), samples.PASSWORD)

    class Slow:
        certificate, chain = quick.certificate, quick.chain

        def cms(self, data: bytes, at: datetime | None = None) -> bytes:
            signatures.sign(made.office, issued.paper_id, quick, "secretary")
            return quick.cms(data, at)

    with pytest.raises(Refused) as caught:
        signatures.sign(made.office, issued.paper_id, Slow(), "chair")
    assert caught.value.finding.id == "signing.signed_meanwhile"
    assert sentence(caught.value.finding)
    assert [r.place for r in papers.revisions(made.office, issued.paper_id)] == ["", "secretary"]


def test_the_shipped_means_are_read_and_say_what_was_tried() -> None:
    means = signing_means()
    assert {"rutoken", "jacarta"} <= means.tokens.keys()
    assert {"cryptopro_csptest", "cryptopro_cryptcp"} == means.commands.keys()
    assert not any(one.tested for one in means.tokens.values())
    assert not any(one.tested for one in means.commands.values())
    assert gost_check(None) is None
    assert "не проверено нами" in (resources() / "office" / "signing.toml").read_text("utf-8")
    cryptcp = means.commands["cryptopro_cryptcp"].command()
    assert (cryptcp.result, cryptcp.timeout) == ("{in}.sgn", 120)


def test_the_examples_of_the_shipped_file_hold(made: Made) -> None:
    """What is written there as a comment is right when it is taken out."""
    shipped = (resources() / "office" / "signing.toml").read_text("utf-8")
    _, _, example = shipped.partition("# [commands.openssl]")
    lines = ["[commands.openssl]", *(line.removeprefix("# ") for line in example.splitlines())]
    kept = [line for line in lines if not line.startswith(("Чем ", "{dir} "))]
    (own(made) / "office" / "signing.toml").write_text("\n".join(kept), "utf-8")
    means = signing_means(made.office.own)
    assert means.commands["openssl"].tested
    check = gost_check(made.office.own)
    assert check is not None
    assert check.refutes == (4,)


def test_a_check_ends_when_it_may_not_go_on(made: Made) -> None:
    """A program that hangs holds neither a check nor, behind it, the closing of the window."""
    settings = "[gost_check]\nargv = ['check']\nrefutes = [4]\n[commands.a]\ntitle = 'А'\ntested = true\nargv = ['a']\n"
    (own(made) / "office" / "signing.toml").write_text(settings, "utf-8")

    def stop() -> None:
        raise InterruptedError

    made.clock.now = samples.NOW
    maker = signatures.open_command(made.office, "a", samples.credential(samples.CHAIR).certificate.der, may_go_on=stop)
    for check in (maker.gost_check, gost_check(made.office.own, stop)):
        assert check is not None
        assert check.may_go_on is stop
    order = ALL["order"](made).pdf
    for verify in (
        lambda: papers.verify(made.office, order, may_go_on=stop),
        lambda: papers.verify_beside(made.office, order, b"", may_go_on=stop),
    ):
        with pytest.raises(InterruptedError):
            verify()


def test_libraries_on_this_computer(made: Made, tmp_path: Path) -> None:
    present = tmp_path / "lib.so"
    present.write_bytes(b"")
    settings = "[tokens.{}]\ntitle = '{}'\ntested = false\nlibraries = ['/nowhere/a.so', '{}']\n"
    own_file = own(made) / "office" / "signing.toml"
    own_file.write_text(settings.format("a", "Есть", present) + settings.format("b", "Нет", "/nowhere/b.so"), "utf-8")
    assert libraries_here(made.office) == {"Есть": present}


@pytest.mark.parametrize(
    "argv",
    ['["csptest", "{password}"]', '["csptest", "{in.x}"]', '["csptest", "{"]', "[]", "'csptest'"],
)
def test_a_wrong_command_in_the_settings_is_named(made: Made, argv: str) -> None:
    assert refused(made, f"[commands.a]\ntitle = 'А'\ntested = true\nargv = {argv}\n") == "signing.settings_wrong"


def test_settings_that_cannot_be_read(made: Made) -> None:
    assert refused(made, "[commands.a") == "signing.settings_unreadable"
    assert refused(made, "[commands.a]\ntitle = 'А'\n") == "signing.settings_wrong"
    assert refused(made, "[unknown]\n") == "signing.settings_wrong"
    assert refused(made, "[gost_check]\nargv = ['a', '{out}']\nrefutes = [4]\n") == "signing.settings_wrong"
    (own(made) / "office" / "signing.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(Refused) as caught:
        signing_means(made.office.own)
    assert caught.value.finding.id == "signing.settings_unreadable"
