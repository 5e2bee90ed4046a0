"""«otbor sign» and «otbor verify --signature»: papers of a database and plain files, by all means, told plainly."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from otbor.app import edge, signing
from otbor.app.cli import application
from otbor.domain.findings import Refused
from otbor.domain.rights import Right
from otbor.services import papers, signatures
from otbor.services.office import Office
from otbor.storage.database import Database
from otbor.wording.verification import Verdict
from tests.services.small_campaign import ALL, Made, finished, look_up, open_copy
from tests.signing import samples
from tests.signing.token_desk import PIN, restarted, token_desk


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """A finished campaign in a folder of its own, which trusts the root of the samples; the keys are in their term."""
    monkeypatch.setattr("otbor.services.signatures.system_clock", lambda: samples.NOW)
    monkeypatch.setattr("otbor.services.papers.checking.system_clock", lambda: samples.NOW)
    (tmp_path / "trusted").mkdir()
    (tmp_path / "trusted" / "root.der").write_bytes(samples.authority().root)
    (tmp_path / "ключ.p12").write_bytes(samples.container(samples.DIRECTOR))
    monkeypatch.setenv(signing.SECRET, samples.PASSWORD)
    monkeypatch.setattr("otbor.app.signing.Office", office_of_samples)
    monkeypatch.setattr("otbor.app.verification.Office", office_of_samples)
    office, clock = open_copy(finished(), tmp_path / "school.otbor", tmp_path)
    made = look_up(office, clock)
    yield made
    office.database.close()


def office_of_samples(database: Database, operator: str, own: Path) -> Office:
    """An office in the days when the keys of the samples are in force."""
    return Office(database, operator, own=own, clock=lambda: samples.NOW)


def run(*arguments: object) -> int:
    return edge.run(lambda: application()([str(a) for a in arguments], prog_name="otbor", standalone_mode=False))


def heard(capfd: pytest.CaptureFixture[str]) -> str:
    out, err = capfd.readouterr()
    return out + err


def folder(made: Made) -> Path:
    assert made.office.own is not None
    return made.office.own


def by_key(made: Made) -> list[object]:
    return ["--key", folder(made) / "ключ.p12"]


def of_base(made: Made, *numbers: str) -> list[object]:
    return ["--database", folder(made) / "school.otbor", *(part for n in numbers for part in ("--paper", n))]


def test_a_paper_of_the_database_is_signed_and_put_out(school: Made, capfd: pytest.CaptureFixture[str]) -> None:
    issued = ALL["order"](school)
    (folder(school) / "out").mkdir()
    out = ["--kind", "order", "--out", folder(school) / "out"]
    assert run("sign", *of_base(school, issued.number), *by_key(school), *out) == 0
    (file,) = (folder(school) / "out").iterdir()
    assert file.suffix == ".pdf"
    assert file.read_bytes() == papers.content(school.office, issued.paper_id)
    assert "1" in heard(capfd)
    assert run("verify", file, "--database", folder(school) / "school.otbor") == 0
    said = heard(capfd)
    assert samples.DIRECTOR in said
    assert "тот самый документ" in said
    assert run("sign", *of_base(school, issued.number), *by_key(school), "--kind", "order") == edge.REFUSED
    assert "уже подписан" in heard(capfd)
    assert run("sign", *of_base(school, issued.number), *by_key(school), *out) == edge.REFUSED
    assert "уже есть" in heard(capfd)


def test_a_signature_beside_a_paper_is_kept_and_checked(school: Made, capfd: pytest.CaptureFixture[str]) -> None:
    issued, out = ALL["order"](school), folder(school) / "out"
    out.mkdir()
    base = [*of_base(school, issued.number), "--kind", "order"]
    assert run("sign", *base, *by_key(school), "--detached", "--out", out) == 0
    (kept,) = papers.signatures_beside(school.office, issued.paper_id)
    assert (kept.revision, kept.signed_by) == (0, samples.DIRECTOR)
    (pdf,), (sig,) = out.glob("*.pdf"), out.glob("*.pdf.sig")
    assert (pdf.read_bytes(), sig.read_bytes()) == (issued.pdf, kept.content)
    heard(capfd)
    assert run("verify", pdf, "--signature", sig, "--trusted", folder(school) / "trusted" / "root.der") == 0
    said = heard(capfd)
    assert "относится к этому файлу" in said
    assert samples.DIRECTOR in said
    assert run("verify", pdf, "--database", folder(school) / "school.otbor") == 0
    said = heard(capfd)
    assert "хранится отсоединённая подпись" in said
    assert "тот самый документ" in said
    pdf.write_bytes(issued.pdf + b" ")
    assert run("verify", pdf, "--signature", sig, *of_base(school)) == edge.REFUSED
    assert "НЕ ПОДХОДИТ" in heard(capfd)
    assert run("verify", pdf, "--signature", pdf) == edge.REFUSED
    assert "не читается" in heard(capfd)


def test_a_signature_made_elsewhere_is_kept_beside_what_it_signs(
    school: Made, capfd: pytest.CaptureFixture[str]
) -> None:
    issued, sig = ALL["order"](school), folder(school) / "приказ.sig"
    chair = signatures.open_key(school.office, samples.container(samples.CHAIR), samples.PASSWORD)
    made = signatures.sign_file_detached(issued.pdf, chair)
    cases = (
        (b"junk", "Это не отсоединённая подпись"),
        (signatures.sign_file_detached(b"another", chair), "сделана не с документа"),
        (pem.armor("CMS", made), "Подписан"),
        (made, "уже хранится"),
    )
    for content, told in cases:
        sig.write_bytes(content)
        code = run("sign", *of_base(school, issued.number), "--kind", "order", "--add", sig)
        assert (code, told in heard(capfd)) == (0 if told == "Подписан" else edge.REFUSED, True)
    (kept,) = papers.signatures_beside(school.office, issued.paper_id)
    assert (kept.signed_by, kept.content) == (samples.CHAIR, made)
    school.office.rights = frozenset({Right.ISSUE})
    with pytest.raises(Refused) as refused:
        signatures.keep_detached(school.office, issued.paper_id, made)
    assert refused.value.finding.id == "office.no_right"


def test_plain_files_are_signed_inside_and_beside(school: Made, capfd: pytest.CaptureFixture[str]) -> None:
    pdf, other = folder(school) / "план.pdf", folder(school) / "список.docx"
    pdf.write_bytes(samples.paper())
    other.write_bytes(b"PK a list")
    assert run("sign", pdf, *by_key(school)) == 0
    (signed,) = folder(school).glob("план (*).pdf")
    assert signed.read_bytes().startswith(samples.paper())
    assert page_picture(signed.read_bytes()) == page_picture(samples.paper())  # no mark covers anything
    root = folder(school) / "trusted" / "root.der"
    assert run("verify", signed, "--trusted", root) == 0
    assert run("sign", signed, *by_key(school), "--out", folder(school) / "trusted") == 0
    assert "Документ цел" in heard(capfd)
    assert run("sign", pdf, other, *by_key(school), "--detached") == 0
    assert run("verify", other, "--signature", f"{other}.sig", "--trusted", root) == 0
    heard(capfd)
    assert run("sign", other, *by_key(school)) == edge.REFUSED
    assert "не читается как документ PDF" in heard(capfd)
    assert run("sign", pdf, *by_key(school)) == edge.REFUSED
    assert "уже есть" in heard(capfd)


def page_picture(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    picture: bytes = document[0].render().to_pil().tobytes()
    document.close()
    return picture


def test_all_of_a_kind_are_signed_with_refusals_told_by_name(school: Made, capfd: pytest.CaptureFixture[str]) -> None:
    issued = [papers.issue_test_sheet(school.office, test) for test in school.tests.values()]
    base = ["--database", folder(school) / "school.otbor", "--kind", "test_sheet"]
    assert run("sign", *base, *by_key(school), "--place", "director") == edge.REFUSED
    assert heard(capfd).count("нет места для подписи «director»") == len(issued)
    assert run("sign", *base, *by_key(school)) == 0  # each has one place
    for one in issued:
        assert papers.verify(school.office, papers.content(school.office, one.paper_id)).report.verdict is Verdict.WHOLE
    heard(capfd)
    assert run("sign", *base, *by_key(school)) == edge.REFUSED
    assert "которые ждут подписи, нет" in heard(capfd)
    papers.issue_recommendation(school.office, school.final)
    assert run("sign", *base[:2], "--kind", "recommendation", *by_key(school)) == edge.REFUSED
    assert "ждёт нескольких подписей" in heard(capfd)


@pytest.mark.parametrize(
    ("means", "told"),
    [
        ([], "названо одно"),
        (["--key", "нет.p12"], "нет.p12"),
        (["--key", "ключ.p12", "--token", "rutoken"], "названо одно"),
        (["--token", "гостокен"], "В настройках нет ключевого носителя «гостокен»"),
        (["--token", "нет.so"], "Библиотека ключевого носителя не найдена"),
        (["--program", "cryptopro_csptest"], "Не назван сертификат"),
        (["--program", "vipnet", "--certificate", "trusted/root.der"], "нет программы подписи «vipnet»"),
    ],
)
def test_wrong_means_are_named(
    school: Made, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, means: list[str], told: str
) -> None:
    monkeypatch.chdir(folder(school))
    Path("план.pdf").write_bytes(samples.paper())
    assert run("sign", "план.pdf", *means) == edge.REFUSED
    assert told in heard(capfd)


def test_a_wrong_password_and_a_number_nobody_knows(
    school: Made, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = ALL["order"](school)
    assert run("sign", *of_base(school, "777"), *by_key(school)) == edge.REFUSED
    assert "с номером 777 база не выдавала" in heard(capfd)
    papers.issue_recommendation(school.office, school.final)
    papers.issue_test_sheet(school.office, next(iter(school.tests.values())))
    assert run("sign", *of_base(school, "1"), *by_key(school)) == edge.REFUSED
    assert "есть у документов разных видов" in heard(capfd)
    monkeypatch.setenv(signing.SECRET, "не тот")
    assert run("sign", *of_base(school, issued.number), "--kind", "order", *by_key(school)) == edge.REFUSED
    assert "пароль не подошёл" in heard(capfd)
    assert len(papers.revisions(school.office, issued.paper_id)) == 1


def test_a_token_signs_and_is_chosen_by_its_certificate(
    school: Made,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    desk = token_desk(tmp_path_factory.mktemp("tokens"))
    desk.token("school")
    for number, owner in enumerate((samples.DIRECTOR, samples.CHAIR), 1):
        desk.put("school", number, samples.credential(owner))
    restarted(desk)
    file = folder(school) / "план.pdf"
    file.write_bytes(samples.paper())
    monkeypatch.setenv(signing.SECRET, PIN)
    assert run("sign", file, "--token", desk.library, "--detached") == edge.REFUSED
    assert "несколько сертификатов" in heard(capfd)
    assert run("sign", file, "--token", desk.library, "--serial", "00") == edge.REFUSED
    assert "нет сертификата с номером 00" in heard(capfd)
    serial = samples.credential(samples.CHAIR).certificate.serial
    assert run("sign", file, "--token", desk.library, "--serial", serial.lower(), "--detached") == 0
    report = signatures.verify_detached(None, file.read_bytes(), Path(f"{file}.sig").read_bytes())
    assert [one.owner for one in report.signatures] == [samples.CHAIR]
    monkeypatch.setenv(signing.SECRET, "000")
    assert run("sign", file, "--token", desk.library, "--serial", serial) == edge.REFUSED
    assert "PIN-код" in heard(capfd)


def test_a_program_of_the_schools_settings_signs_a_file(school: Made, capfd: pytest.CaptureFixture[str]) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    own, chair = folder(school), samples.credential(samples.CHAIR)
    (own / "office").mkdir()
    (own / "key.pem").write_bytes(chair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (own / "chair.pem").write_bytes(pem.armor("CERTIFICATE", chair.certificate.der))
    signing_by = ["openssl", "cms", "-sign", "-binary", "-cades", "-md", "sha256", "-outform", "DER"]
    files = ["-in", "{in}", "-out", "{out}", "-signer", "{certificate}", "-inkey", (own / "key.pem").as_posix()]
    settings = f'[commands.openssl]\ntitle = "OpenSSL"\ntested = true\nargv = {json.dumps(signing_by + files)}\n'
    (own / "office" / "signing.toml").write_text(settings, "utf-8")
    file = own / "список.docx"
    file.write_bytes(b"PK a list")
    means = ["--program", "openssl", "--certificate", own / "chair.pem", "--database", own / "school.otbor"]
    assert run("sign", file, *means, "--detached") == 0
    root = own / "trusted" / "root.der"
    heard(capfd)
    assert run("verify", file, "--signature", f"{file}.sig", "--trusted", root) == 0
    assert samples.CHAIR in heard(capfd)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.pdf", "--paper", "1"],
        ["--paper", "1"],
        ["--database", "b.otbor"],
        ["--database", "b.otbor", "--add", "a"],
    ],
)
def test_what_to_sign_must_be_said(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run("sign", *arguments) == edge.REFUSED
    assert "Не сказано, что подписывать" in heard(capfd)
