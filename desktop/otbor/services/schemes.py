"""Versions of a campaign's scheme (порядок начисления баллов): checked when saved, locked by the notice (п. 10).

After the notice a change needs an act with its date and reason. Ratings made before stay as they are; the next one is
made by the newest version and names both.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain import campaign as domain
from otbor.domain.campaign import Act
from otbor.domain.findings import Finding, Refused, Severity, refuse_if_forbidden
from otbor.domain.participants import Kind
from otbor.domain.regulation import Regulation
from otbor.domain.rights import Right
from otbor.domain.scheme import Scheme, identity
from otbor.domain.scheme.checks import check
from otbor.domain.scheme.lawful import Standing, check_lawful
from otbor.domain.scheme.reading import read_scheme
from otbor.domain.scheme.storing import stored
from otbor.services import ledger, rules
from otbor.services.library import library
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import Application, Campaign, EntranceTest, RatingSnapshot, SchemeVersion
from otbor.wording.scheme import component_sentence, describe

_TOLD = 20  # numbers of applications that a sentence names


@dataclass(frozen=True)
class ChangeBasis:
    """Why a published scheme is changed: the act («приказ № 45-у»), its date, the reason."""

    act: str
    dated: date
    reason: str


@dataclass(frozen=True)
class SchemeChanged:
    """A new version: its row id, its number in the campaign, warnings, changed rows."""

    version_id: int
    number: int
    warnings: tuple[Finding, ...]
    changes: Changes


@act(Right.PLAN)
def change_scheme(
    office: Office,
    campaign_id: int,
    text: str,
    basis: ChangeBasis | None = None,
    name: str = "",
    seen: int | None = None,
) -> SchemeChanged:
    """Make ``text`` (TOML) the newest version of the campaign's scheme; earlier versions and ratings stay as they are.

    ``name`` is the file it comes from, the one before by default; ``seen`` the number of the version that was edited.
    Raises :class:`Refused` with every forbidding finding of the checks, when nothing changes, when points already given
    do not fit the tests of the new version, after the notice without a whole basis or with the old version's name, and
    ``office.stale`` when there is a newer version than the one seen.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        findings = list(rules.in_order(work, campaign, Act.CHANGE_SCHEME))
        before = campaign.schemes[-1]
        if seen is not None and seen != before.number:
            raise Refused(Finding("office.stale"))
        name = name or before.name
        scheme = read_scheme(text, name, rules.subjects(office), library(office.own))
        findings += rules.regulation(campaign).citing(check(scheme, name, rules.subjects(office)))
        findings += misfits(scheme, name, [g.code for g in campaign.groups], [t.name for t in campaign.tests])
        findings += lawful(rules.regulation(campaign), scheme, name, rules.school_value(campaign.school_card))
        findings += _change(work, campaign, scheme, basis)
        refuse_if_forbidden(findings)
        for test in campaign.tests:
            _set_limits(work, scheme, test)
        version = version_row(work, before.number + 1, name, text, scheme)
        if campaign.notice_published_on is not None and basis is not None:
            version.locked_at = work.now
            version.basis_act, version.basis_on, version.basis_reason = _whole(basis)
        campaign.schemes.append(version)
        work.session.flush()
        payload = {"campaign": campaign.code, "number": version.number, "scheme": version.sha256}
        work.record("change_scheme", payload | _told(version))
        warnings = tuple(f for f in findings if f.severity is Severity.WARNS)
        outcome = SchemeChanged(version.id, version.number, warnings, work.changes())
        work.commit()
    return outcome


def misfits(scheme: Scheme, name: str, groups: Iterable[str], tests: Iterable[str]) -> list[Finding]:
    """What of the scheme and the campaign does not fit: unknown groups and tests."""
    known = {group.code for group in scheme.groups}
    lacking = [
        Finding("campaign_data.group_not_in_scheme", values={"group": code, "scheme": name})
        for code in groups
        if code not in known
    ]
    lacking += [
        Finding("campaign_data.test_not_in_scheme", values={"test": test, "scheme": name})
        for test in tests
        if scheme.test(test) is None
    ]
    return lacking


def lawful(regulation: Regulation, scheme: Scheme, name: str, school: domain.School) -> list[Finding]:
    """What the campaign's Порядок has against the scheme for this school."""
    standing = Standing(school.on_founders_list, school.cadet, school.sport)
    return check_lawful(scheme, regulation, name, standing)


def announced(scheme: Scheme, items: Mapping[str, str]) -> dict[str, str]:
    """Items of the notice (п. 10) with what the scheme says: of achievements in «portfolio», the rest in «procedure».

    A sentence that the school's text has already is not said twice.
    """
    portfolio = [component_sentence(component, scheme) for component in scheme.portfolios()]
    rest = [line for line in describe(scheme)[1 + len(scheme.groups) :] if line not in portfolio]
    told = {"portfolio": portfolio, "procedure": rest}
    return {
        name: "\n".join([text, *(line for line in told.get(name, ()) if line not in text)])
        for name, text in items.items()
    }


def version_row(work: Work, number: int, name: str, text: str, scheme: Scheme) -> SchemeVersion:
    """A version of a scheme to be stored: its text, and the whole ``scheme`` that was read from it."""
    return SchemeVersion(
        number=number,
        name=name,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        content=stored(scheme),
        made_at=work.now,
        made_by=work.office.operator,
    )


def label(version: SchemeVersion) -> str:
    """«№ 2 (2026.2)»: number in the campaign and the scheme's own name of the version."""
    return f"№ {version.number} ({rules.scheme(version).version})"


@dataclass(frozen=True)
class VersionChange:
    """Another version of the scheme than that of the rating before, or of the notice; ``acts``: why, oldest first."""

    before: str
    after: str
    acts: tuple[ChangeBasis, ...]


def version_change(
    session: Session, campaign: Campaign, version: SchemeVersion, rating: int | None = None
) -> VersionChange | None:
    """How ``version`` differs from the one before it; None where it is the same.

    ``rating``: number of the rating that was made by it; without it that rating is still to be made.
    """
    earlier = (
        select(SchemeVersion)
        .join(RatingSnapshot, RatingSnapshot.scheme_version_id == SchemeVersion.id)
        .where(RatingSnapshot.campaign_id == campaign.id)
        .order_by(RatingSnapshot.number.desc())
    )
    if rating is not None:
        earlier = earlier.where(RatingSnapshot.number < rating)
    last = session.scalars(earlier).first()
    before = last or next((row for row in campaign.schemes if row.locked_at is not None), version)
    if before.id == version.id:
        return None
    acts = (
        ChangeBasis(row.basis_act, row.basis_on, row.basis_reason)
        for row in campaign.schemes
        if row.basis_on is not None and before.number < row.number <= version.number
    )
    return VersionChange(label(before), label(version), tuple(acts))


def changed_since(work: Work, campaign: Campaign, version: SchemeVersion) -> list[Finding]:
    """A warning that names both versions when ``version`` is not the one of the last rating, or of the notice."""
    change = version_change(work.session, campaign, version)
    if change is None:
        return []
    newest = change.acts[-1]
    values = {
        "before": change.before,
        "after": change.after,
        "act": newest.act,
        "dated": newest.dated,
        "reason": newest.reason,
    }
    return [Finding("scheme_version.changed", Severity.WARNS, values)]


def _change(work: Work, campaign: Campaign, scheme: Scheme, basis: ChangeBasis | None) -> list[Finding]:
    """What forbids the change itself."""
    before = rules.scheme(campaign.schemes[-1])
    if identity(before) == identity(scheme):
        return [Finding("scheme_version.same", values={"version": scheme.version})]
    findings = [finding for test in campaign.tests for finding in _outside(work, scheme, test)]
    if campaign.notice_published_on is None:
        return findings
    values = {"published": campaign.notice_published_on}
    if basis is None or not all(_whole(basis)):
        findings.append(Finding("scheme_version.no_basis", values=values, paragraph="10"))
    elif basis.dated > work.today():
        findings.append(Finding("scheme_version.basis_later", values={"dated": basis.dated}))
    if before.version == scheme.version:
        findings.append(Finding("scheme_version.same_name", values={"version": scheme.version}))
    return findings


def _whole(basis: ChangeBasis) -> tuple[str, date, str]:
    return basis.act.strip(), basis.dated, basis.reason.strip()


def _told(version: SchemeVersion) -> dict[str, str]:
    if version.basis_on is None:
        return {}
    return {"act": version.basis_act, "dated": version.basis_on.isoformat(), "reason": version.basis_reason}


def _outside(work: Work, scheme: Scheme, test: EntranceTest) -> list[Finding]:
    """Points of a test, given already, that the new version does not allow."""
    limits = scheme.test(test.name)
    if limits is None:
        return []
    rows = work.session.execute(
        select(Application.id, Application.number).where(Application.campaign_id == test.campaign_id)
    )
    numbers = dict(rows.all())
    given = ledger.in_force(work.session, numbers)
    wrong = [
        numbers[identity]
        for identity, values in given.items()
        if (value := values.get((Kind.TEST, test.name)))
        and value.number is not None
        and not limits.allows(value.number)
    ]
    told = {"test": test.name, "count": len(wrong), "numbers": sorted(wrong)[:_TOLD], "maximum": limits.maximum}
    return [Finding("scheme_version.points_outside", values=told)] if wrong else []


def _set_limits(work: Work, scheme: Scheme, test: EntranceTest) -> None:
    """The points that a test allows are the newest version's."""
    limits = scheme.test(test.name)
    if limits is not None and (test.maximum, test.step) != (limits.maximum, limits.step):
        test.maximum, test.step = limits.maximum, limits.step
        work.record("change_test", {"test": test.name, "maximum": format(limits.maximum, "f")})
