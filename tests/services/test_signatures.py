"""Signing of issued papers and checking of files: whole or changed, whose, and whether it is the paper issued."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from asn1crypto import pem
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from otbor.domain.findings import Refused
from otbor.domain.rights import Right
from otbor.services import audit, papers, signatures
from otbor.services.office import Office
from otbor.services.papers import Issued as IssuedPaper
from otbor.services.papers.reading import payloads
from otbor.signing import pdf as signing
from otbor.signing.certificates import Credential
from otbor.signing.trial import TrialAuthority, make_test_certificate, make_trial_authority
from otbor.wording.findings import sentence
from otbor.wording.verification import Issued, Outcome, Verdict, outcome_sentence
from tests.services.small_campaign import ALL, Made, finished, look_up, open_copy, text
from tests.signing.samples import DIRECTOR as SIGNER
from tests.signing.samples import Place, paper, stamp_of, with_text_appended

MADE = datetime(2026, 4, 1, 6, tzinfo=UTC)
DIRECTOR, CHAIR = "Орлова Нина Васильевна", "Соколова Ирина Петровна"
PASSWORD = "секрет"  # noqa: S105 - of keys that live as long as a test run


@cache
def authority() -> TrialAuthority:
    return make_trial_authority(MADE)


@cache
def container(owner: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return make_test_certificate(owner, "Лицей № 8", MADE, password=PASSWORD, key=key, authority=authority())


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """A finished campaign whose school trusts the test authority."""
    own = tmp_path / "own"
    (own / "trusted").mkdir(parents=True)
    pem = x509.load_der_x509_certificate(authority().root).public_bytes(Encoding.PEM)
    (own / "trusted" / "корень.pem").write_bytes(pem)
    office, clock = open_copy(finished(), tmp_path / "school.otbor", own)
    yield look_up(office, clock)
    office.database.close()


def key(office: Office, owner: str = DIRECTOR) -> Credential:
    return signatures.open_key(office, container(owner), PASSWORD)


def signed_order(made: Made) -> tuple[IssuedPaper, bytes]:
    issued = ALL["order"](made)
    return issued, signatures.sign(made.office, issued.paper_id, key(made.office), "director").pdf


def test_the_order_is_signed_and_verified(made: Made) -> None:
    issued, signed = signed_order(made)
    assert signed.startswith(issued.pdf)  # the bytes before a signature stay
    first, second = papers.revisions(made.office, issued.paper_id)
    assert (second.number, second.signed_by, second.place) == (1, DIRECTOR, "director")
    assert papers.content(made.office, issued.paper_id, 0) == issued.pdf
    assert papers.content(made.office, issued.paper_id) == signed
    assert first.sha256 != second.sha256
    checked = papers.verify(made.office, signed)
    assert checked.report.good
    assert checked.issued is Issued.EXACTLY
    told = " ".join(checked.sentences)
    assert "Документ цел" in told
    assert DIRECTOR in told
    assert "тот самый документ" in told
    assert "ТЕСТОВЫЙ СЕРТИФИКАТ" in told
    (card,) = papers.find_by_number(made.office, issued.number, kind="order")
    assert card.signed_by == (DIRECTOR,)
    assert card.unsigned == ()
    with made.office.question() as session:
        assert audit.verify(session).broken_at is None


def test_a_check_names_the_paper_and_says_one_word_for_it(made: Made) -> None:
    issued, signed = signed_order(made)
    middle = len(issued.pdf) // 2
    flipped = signed[:middle] + bytes([signed[middle] ^ 1]) + signed[middle + 1 :]
    receipt = next(card for card in papers.issued_papers(made.office, made.campaign) if card.kind == "receipt")
    for pdf, outcome, paper_id in (
        (signed, Outcome.GENUINE, issued.paper_id),
        (issued.pdf, Outcome.OLDER, issued.paper_id),
        (papers.content(made.office, receipt.paper_id), Outcome.GENUINE, receipt.paper_id),
        (flipped, Outcome.CHANGED, issued.paper_id),
        (with_text_appended(signed), Outcome.CHANGED, issued.paper_id),
        (paper(), Outcome.FOREIGN, None),
        (signing.sign_unseen(paper(), key(made.office), made.clock()), Outcome.WHOLE_FOREIGN, None),
        (b"no paper", Outcome.UNREADABLE, None),
    ):
        checked = papers.verify(made.office, pdf)
        assert (checked.outcome, checked.paper_id) == (outcome, paper_id)
        assert checked.well is (outcome in {Outcome.GENUINE, Outcome.OLDER})
        assert outcome_sentence(outcome)


def test_a_signature_of_something_else_is_told_from_a_changed_paper(made: Made) -> None:
    issued = ALL["order"](made)
    signature = signatures.sign_detached(made.office, issued.paper_id, key(made.office)).signature
    assert papers.verify_beside(made.office, issued.pdf, signature).outcome is Outcome.GENUINE
    other = ALL["final"](made)
    checked = papers.verify_beside(made.office, other.pdf, signature)
    assert (checked.outcome, checked.paper_id) == (Outcome.OTHER_SIGNATURE, other.paper_id)


def test_a_signature_made_elsewhere_is_kept_beside_the_revision_it_signs(made: Made) -> None:
    issued, signed = signed_order(made)
    of_unsigned = signatures.sign_file_detached(issued.pdf, key(made.office, CHAIR))
    of_signed = signatures.sign_file_detached(signed, key(made.office, CHAIR))
    assert signatures.keep_detached(made.office, issued.paper_id, pem.armor("CMS", of_unsigned)).revision == 0
    kept = signatures.keep_detached(made.office, issued.paper_id, of_signed)
    assert (kept.revision, kept.signed_by, kept.signature) == (1, CHAIR, of_signed)
    first, second = papers.signatures_beside(made.office, issued.paper_id)
    assert [(one.revision, one.content) for one in (first, second)] == [(0, of_unsigned), (1, of_signed)]
    (one,) = papers.verify(made.office, signed).beside
    assert (one.verdict, [signature.owner for signature in one.signatures]) == (Verdict.WHOLE, [CHAIR])
    assert papers.content(made.office, issued.paper_id) == signed  # the paper itself stays
    with made.office.question() as session:
        assert audit.verify(session).broken_at is None


def test_what_signs_something_else_is_not_kept(made: Made) -> None:
    issued = ALL["order"](made)
    receipt = papers.issued_papers(made.office, made.campaign, kind="receipt")[0]
    good, other = (signatures.sign_file_detached(data, key(made.office)) for data in (issued.pdf, issued.pdf + b" "))
    signatures.keep_detached(made.office, issued.paper_id, good)
    for paper_id, signature, identity in (
        (issued.paper_id, b"junk", "signing.not_a_signature"),
        (issued.paper_id, other, "signing.other_bytes"),
        (issued.paper_id, good, "signing.kept_already"),
        (receipt.paper_id, good, "paper_registry.in_batch"),
    ):
        with pytest.raises(Refused) as refused:
            signatures.keep_detached(made.office, paper_id, signature)
        assert refused.value.finding.id == identity
        assert sentence(refused.value.finding)
    assert len(papers.signatures_beside(made.office, issued.paper_id)) == 1


def test_no_place_named_is_the_one_that_waits(made: Made) -> None:
    issued = ALL["final"](made)
    with pytest.raises(Refused) as refused:
        signatures.sign(made.office, issued.paper_id, key(made.office), "")
    assert refused.value.finding.id == "paper_registry.which_place"
    assert "председатель (chair), секретарь (secretary)" in sentence(refused.value.finding)
    signatures.sign(made.office, issued.paper_id, key(made.office, CHAIR), "chair")
    signatures.sign(made.office, issued.paper_id, key(made.office), "")
    (card,) = papers.find_by_number(made.office, issued.number, kind="final_protocol")
    assert card.unsigned == ()


def test_chair_and_secretary_sign_one_after_the_other(made: Made) -> None:
    issued = ALL["final"](made)
    signatures.sign(made.office, issued.paper_id, key(made.office, CHAIR), "chair")
    last = signatures.sign(made.office, issued.paper_id, key(made.office), "secretary")
    assert last.revision == 2
    report = papers.verify(made.office, last.pdf).report
    assert report.good
    assert [s.owner for s in report.signatures] == [CHAIR, DIRECTOR]
    earlier = papers.content(made.office, issued.paper_id, 1)
    assert papers.verify(made.office, earlier).issued is Issued.OTHER_REVISION


def test_a_place_is_signed_once_and_must_be_there(made: Made) -> None:
    issued, signed = signed_order(made)
    batch = papers.issued_papers(made.office, made.campaign, kind="receipt")[0]
    for paper_id, place, identity in (
        (issued.paper_id, "director", "paper_registry.signed_already"),
        (issued.paper_id, "chair", "paper_registry.no_place"),
        (batch.paper_id, "member", "paper_registry.in_batch"),
        (9999, "director", "paper_registry.unknown"),
    ):
        with pytest.raises(Refused) as refused:
            signatures.sign(made.office, paper_id, key(made.office), place)
        assert refused.value.finding.id == identity
        assert sentence(refused.value.finding)
    assert papers.content(made.office, issued.paper_id) == signed


def test_a_certificate_out_of_its_term_signs_nothing(made: Made) -> None:
    issued, credential = ALL["order"](made), key(made.office)
    made.clock.now = datetime(2028, 1, 1, tzinfo=UTC)
    with pytest.raises(Refused) as refused:
        signatures.sign(made.office, issued.paper_id, credential, "director")
    assert refused.value.finding.id == "signing.expired"
    assert len(papers.revisions(made.office, issued.paper_id)) == 1
    with pytest.raises(Refused):
        key(made.office)


def test_signing_needs_its_right(made: Made) -> None:
    issued, credential = ALL["order"](made), key(made.office)
    made.office.rights = frozenset({Right.ISSUE})
    with pytest.raises(Refused) as refused:
        signatures.sign(made.office, issued.paper_id, credential, "director")
    assert refused.value.finding.id == "office.no_right"


def test_a_batch_is_signed_and_refusals_stop_one_paper_only(made: Made) -> None:
    wanted = [ALL[name](made).paper_id for name in ("order", "public", "refusal")]
    seen: list[tuple[int, int]] = []
    maker = key(made.office)
    outcome = signatures.one_by_one(
        wanted,
        lambda paper: signatures.sign(made.office, paper, maker, "director"),
        lambda done, of: seen.append((done, of)),
    )
    assert outcome.done == 2
    assert set(outcome.refused) == {wanted[1]}
    assert outcome.refused[wanted[1]].finding.id == "paper_registry.no_places"
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_batch_of_receipts_is_signed_as_a_file(made: Made) -> None:
    (batch,) = papers.issued_papers(made.office, made.campaign, kind="receipts")
    signed = signatures.sign(made.office, batch.paper_id, key(made.office), "member2")
    assert papers.verify(made.office, signed.pdf).issued is Issued.EXACTLY
    receipt = papers.issued_papers(made.office, made.campaign, kind="receipt")[1]
    assert receipt.signed_by == (DIRECTOR,)
    looked_at, as_made = (papers.content(made.office, receipt.paper_id, number) for number in (None, 0))
    assert DIRECTOR in text(looked_at)  # the mark of the signature is on the page
    assert DIRECTOR not in text(as_made)
    assert papers.content(made.office, receipt.paper_id) == looked_at
    assert [papers.verify(made.office, pdf).issued for pdf in (looked_at, as_made)] == [
        Issued.EXACTLY,
        Issued.OTHER_REVISION,
    ]


def test_a_paper_with_its_number_and_other_content_is_told_apart(made: Made) -> None:
    issued, signed = signed_order(made)
    appended = papers.verify(made.office, with_text_appended(signed))
    assert appended.report.verdict is Verdict.APPENDED
    assert appended.issued is Issued.OTHER_BYTES
    unsigned = papers.verify(made.office, with_text_appended(issued.pdf))
    assert unsigned.report.verdict is Verdict.UNSIGNED
    assert unsigned.issued is Issued.OTHER_BYTES
    changed = bytearray(signed)
    changed[signed.index(b"/Producer")] ^= 1
    assert papers.verify(made.office, bytes(changed)).report.verdict is not Verdict.WHOLE


def test_who_signs_a_doctored_copy_does_not_make_it_ours(made: Made) -> None:
    """Before the first signature anything may be appended: a signature of one's own on top proves nothing."""
    issued = ALL["order"](made)
    place = Place("forger", 0, (200.0, 100.0, 370.0, 148.0))
    doctored = signing.sign(
        with_text_appended(issued.pdf),
        key(made.office, "Чужой Пётр"),
        place,
        made.clock.now,
        stamp_of(SIGNER),
    )
    checked = papers.verify(made.office, doctored)
    assert checked.report.verdict is Verdict.WHOLE
    assert checked.issued is Issued.OTHER_BYTES


def test_a_paper_signed_further_elsewhere_is_another_revision(made: Made) -> None:
    _, signed = signed_order(made)
    place = Place("visa", 0, (80.0, 100.0, 250.0, 148.0))
    further = signing.sign(signed, key(made.office, CHAIR), place, made.clock.now, stamp_of(SIGNER))
    checked = papers.verify(made.office, further)
    assert checked.report.verdict is Verdict.WHOLE
    assert checked.issued is Issued.OTHER_REVISION


def test_files_that_are_not_ours(made: Made) -> None:
    assert papers.verify(made.office, paper()).issued is Issued.UNKNOWN
    for junk in (b"", b"%PDF-1.7 nothing", b"PK\x03\x04 a workbook"):
        checked = papers.verify(made.office, junk)
        assert checked.issued is Issued.UNKNOWN
        assert checked.sentences
    assert papers.verify(None, paper()).issued is Issued.NOT_ASKED


@pytest.mark.parametrize("size", [0, 14400])
def test_a_sheet_of_any_size_is_looked_at(size: int) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(size, size)
    buffer = BytesIO()
    document.save(buffer)
    document.close()
    assert payloads(buffer.getvalue()) == []
    assert payloads(buffer.getvalue()[:200]) == []


def test_only_the_schools_own_folder_is_trusted(made: Made) -> None:
    _, signed = signed_order(made)
    assert made.office.own is not None
    folder = made.office.own / "trusted"
    (folder / "корень.pem").rename(folder / "заметка.txt")
    assert not papers.verify(made.office, signed).report.good
    (folder / "root.der").write_bytes(authority().root)
    assert papers.verify(made.office, signed).report.good
    (folder / "сломан.cer").write_bytes(b"no certificate")
    with pytest.raises(Refused) as refused:
        papers.verify(made.office, signed)
    assert refused.value.finding.id == "paper_registry.bad_certificate"
    assert sentence(refused.value.finding)
    assert papers.trusted_roots(None) == ()
