"""A program that signs: what it made is used only if it is right; whatever it does wrong is said in one sentence."""

import base64
import os
import shutil
import sys
import tracemalloc
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from asn1crypto import cms, pem
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from otbor.domain.findings import Finding, Refused
from otbor.services.signatures import one_by_one
from otbor.signing import pdf
from otbor.signing.certificates import certificate_of_file
from otbor.signing.command import CheckingCommand, CommandMaker, SigningCommand
from otbor.signing.gost import CannotCheck
from otbor.signing.message import MESSAGE_LIMIT
from otbor.signing.verify import verify
from otbor.wording.findings import sentence
from tests.signing import samples
from tests.signing.gost_desk import GostDesk

DATA = b"order number 12"
PLACE = samples.PLACES[1]
WRITE = "import sys; open(sys.argv[1], 'wb').write(bytes.fromhex(sys.argv[2]))"


def program(code: str, *arguments: str, env: Mapping[str, str] | None = None, timeout: float = 30) -> SigningCommand:
    """A program of one line of Python."""
    return SigningCommand((sys.executable, "-IS", "-c", code, *arguments), env=env or {}, timeout=timeout)


def maker(signing: SigningCommand, owner: str = samples.CHAIR, secret: str = "") -> CommandMaker:
    return CommandMaker(samples.credential(owner).certificate, signing, secret)


class Stopped(Exception):  # noqa: N818 - somebody wished it
    """The window closes."""


def stop() -> None:
    raise Stopped


def writing(result: bytes) -> CommandMaker:
    return maker(program(WRITE, "{out}", result.hex()))


def refused(signing: CommandMaker) -> Finding:
    with pytest.raises(Refused) as caught:
        signing.cms(DATA)
    assert len(sentence(caught.value.finding)) > 40
    return caught.value.finding


def right() -> bytes:
    return samples.credential(samples.CHAIR).cms(DATA)


@pytest.mark.parametrize("form", ["der", "pem", "base64", "lines"])
def test_a_signature_in_any_form_becomes_der(form: str) -> None:
    der = right()
    given = {
        "der": der,
        "pem": pem.armor("CMS", der),
        "base64": base64.b64encode(der),
        "lines": base64.encodebytes(der),
    }[form]
    assert writing(given).cms(DATA) == der


def test_what_a_program_may_do_wrong() -> None:
    """Each gives its own sentence, and no signature."""
    der, other = right(), samples.credential(samples.DIRECTOR).cms(DATA)
    several = cms.ContentInfo.load(der)
    infos = several["content"]["signer_infos"]
    infos.append(cms.ContentInfo.load(other)["content"]["signer_infos"][0])
    attached = cms.ContentInfo.load(der)
    attached["content"]["encap_content_info"]["content"] = DATA
    bare = cms.ContentInfo.load(der)
    bare["content"]["certificates"] = []
    wrong = {
        b"": "wrote_nothing",
        b"garbage": "no_signature",
        b"\x30\x82\xff\xff": "no_signature",
        der[:-10]: "no_signature",
        der + b"more": "no_signature",
        samples.authority().root: "no_signature",
        several.dump(force=True): "no_signature",
        attached.dump(force=True): "no_signature",
        bare.dump(force=True): "no_signature",
        other: "other_certificate",
        samples.credential(samples.CHAIR).cms(DATA + b"!"): "other_bytes",
    }
    assert {given: refused(writing(given)).id for given in wrong} == {
        given: f"signing.command_{word}" for given, word in wrong.items()
    }


def test_an_endless_result_is_not_read() -> None:
    code = f"import sys; open(sys.argv[1], 'wb').truncate({MESSAGE_LIMIT * 50})"
    assert refused(maker(program(code, "{out}"))).id == "signing.command_no_signature"


def test_a_program_that_writes_nothing_or_a_folder() -> None:
    assert refused(maker(program("pass"))).id == "signing.command_wrote_nothing"
    assert (
        refused(maker(program("import os, sys; os.mkdir(sys.argv[1])", "{out}"))).id == "signing.command_wrote_nothing"
    )


def test_a_program_that_fails_says_why() -> None:
    code = "import sys; print('Лицензия истекла', file=sys.stderr); sys.exit(7)"
    finding = refused(maker(program(code, env={"PYTHONUTF8": "1"})))
    assert finding.id == "signing.command_failed"
    assert finding.values == {"code": 7, "said": "Лицензия истекла"}
    console = "import sys; sys.stdout.buffer.write('Нет ключа\\r\\n\\a'.encode('cp866')); sys.exit(1)"
    assert refused(maker(program(console))).values["said"] == "Нет ключа"
    silent = refused(maker(program("import sys; sys.exit(1)")))
    assert "—" in sentence(silent)
    long = refused(maker(program("import sys; sys.exit('слово ' * 1000)")))
    assert len(long.values["said"]) <= 300


def test_of_a_program_that_talks_without_end_the_end_is_heard() -> None:
    """The words are cut within a letter, and not all of them are read into the memory."""
    code = "import sys; [sys.stderr.write('щ' * 1_000_000) for _ in range(8)]; sys.exit('!')"
    tracemalloc.start()
    told = refused(maker(program(code, env={"PYTHONUTF8": "1"}))).values["said"]
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told == "щ" * 299 + "!"
    assert used < 4_000_000


def test_a_program_that_hangs_is_stopped_with_its_children(tmp_path: Path) -> None:
    """The child holds the output open and would write the mark, were it left alive."""
    if shutil.which("sh") is None:
        pytest.skip("no shell to make a child")
    pid = tmp_path / "pid"
    hanging = SigningCommand(("sh", "-c", f"sh -c 'echo $$ > {pid}; exec sleep 60' & wait"), timeout=0.3)
    assert refused(maker(hanging)).id == "signing.command_hangs"
    child = int(pid.read_text())
    status = Path(f"/proc/{child}/stat")
    assert not status.exists() or status.read_text().split()[2] == "Z"


def test_a_program_that_is_not_there_or_cannot_run(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a program")
    for path in ("/nowhere/csptest", str(tmp_path), str(tmp_path / "notes.txt")):
        finding = refused(maker(SigningCommand((path, "{in}"))))
        assert (finding.id, finding.values["program"]) == ("signing.command_missing", path)


def test_nothing_goes_through_a_shell_and_nothing_stays() -> None:
    """The arguments arrive as they stand; the folder of the signature is gone afterwards."""
    code = "import sys; sys.exit('|'.join(sys.argv[1:]))"
    odd = ("$(id)", "; rm -rf .", "{dir}", "{thumbprint}", "{certificate}", "{in}")
    told = refused(maker(program(code, *odd))).values["said"]
    shell, chained, folder, thumbprint, certificate, document = told.split("|")
    assert (shell, chained) == odd[:2]
    assert Path(document).parent == Path(certificate).parent == Path(folder)
    assert not Path(folder).exists()
    assert len(thumbprint) == 40
    assert thumbprint == thumbprint.upper()


SECRET, NAME = "тайна-77", "KEY_PASSWORD"


def test_the_secret_goes_by_the_environment_and_is_told_to_nobody() -> None:
    code = "import os, sys; sys.exit(os.environ['KEY_PASSWORD'] + os.environ['ADDED'])"
    signing = replace(program(code, env={"ADDED": "-added"}), secret_env=NAME)
    with_secret = maker(signing, secret=SECRET)
    finding = refused(with_secret)
    assert finding.values["said"] == "…-added"
    assert SECRET not in repr(with_secret) + sentence(finding)
    assert NAME not in os.environ


def test_another_file_may_hold_the_result() -> None:
    code = "import sys; open(sys.argv[1] + '.sgn', 'wb').write(bytes.fromhex(sys.argv[2]))"
    der = right()
    signing = replace(program(code, "{in}", der.hex()), result="{in}.sgn")
    assert maker(signing).cms(DATA) == der


def test_a_refusal_leaves_the_paper_as_it_was() -> None:
    paper, stamp = samples.paper(), samples.stamp_of(samples.CHAIR)
    before = bytes(paper)
    with pytest.raises(Refused):
        pdf.sign(paper, writing(b"garbage"), PLACE, samples.NOW, stamp)
    assert paper == before


def test_a_program_that_fails_is_not_tried_again_in_a_batch(tmp_path: Path) -> None:
    """Each try might spend one of the PIN."""
    tries = tmp_path / "tries"
    failing = program("import sys; open(sys.argv[1], 'a').write('x'); sys.exit(3)", str(tries))
    papers = [b"no paper", samples.paper(), samples.paper(), b"no paper"]
    maker_, stamp, seen = maker(failing), samples.stamp_of(samples.CHAIR), []
    outcome = one_by_one(
        range(4),
        lambda number: pdf.sign(papers[number], maker_, PLACE, samples.NOW, stamp),
        lambda done, _of: seen.append(done),
    )
    identities = [outcome.refused[number].finding.id for number in range(4)]
    assert identities == ["signing.not_a_pdf", *["signing.command_failed"] * 3]
    assert tries.read_text() == "x"
    assert seen == [1, 2, 3, 4]


def test_openssl_signs_a_paper_by_rsa(tmp_path: Path) -> None:
    """No ГОСТ is needed for this one: the port is the same."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    secretary = samples.credential(samples.SECRETARY)
    key = secretary.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(key)
    line = "openssl cms -sign -binary -cades -md sha256 -outform PEM -in {in} -out {out} -signer"
    (tmp_path / "certificate.pem").write_bytes(pem.armor("CERTIFICATE", secretary.certificate.der))
    argv = (*line.split(), str(tmp_path / "certificate.pem"), "-inkey", str(tmp_path / "key.pem"))
    signing = CommandMaker(secretary.certificate, SigningCommand(argv))
    signed = pdf.sign(samples.paper(), signing, PLACE, samples.NOW, samples.stamp_of(samples.SECRETARY))
    [signature] = verify(signed, [samples.authority().root], samples.NOW).signatures
    assert signature.owner == samples.SECRETARY


def test_a_signature_that_cannot_be_checked_is_not_used(desk: GostDesk) -> None:
    unable = replace(desk.maker("director"), gost_check=CheckingCommand(("/nowhere/program",), (4,)))
    assert refused(unable).id == "signing.command_not_checked"


def test_a_checking_program_says_yes_no_or_nothing() -> None:
    def checking(code: str) -> CheckingCommand:
        return CheckingCommand((sys.executable, "-IS", "-c", code, "{in}", "{sig}"), refutes=(4, 5), timeout=30)

    compare = "import sys; a, b = (open(n, 'rb').read() for n in sys.argv[1:]); sys.exit(0 if a == b else 5)"
    assert checking(compare)(b"same", b"same")
    assert not checking(compare)(b"same", b"other")
    for code in ("import sys; sys.exit(1)", "import os; os.abort()"):
        with pytest.raises(CannotCheck):
            checking(code)(b"", b"")
    with pytest.raises(CannotCheck):
        replace(checking("import time; time.sleep(60)"), timeout=0.2)(b"", b"")
    with pytest.raises(Stopped):
        replace(checking("import time; time.sleep(60)"), may_go_on=stop)(b"", b"")


def test_a_certificate_file_in_either_form() -> None:
    der = samples.credential(samples.CHAIR).certificate.der
    for data in (der, pem.armor("CERTIFICATE", der)):
        assert certificate_of_file(data).owner == samples.CHAIR
    for data in (b"", b"garbage", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n", samples.paper()):
        with pytest.raises(Refused) as caught:
            certificate_of_file(data)
        assert caught.value.finding.id == "signing.not_a_certificate"
