"""The explanation of points (объяснение балла): a frozen rating's points of one family, step by step."""

from collections.abc import Iterator, Mapping

from otbor.documents import explanation
from otbor.domain.applications import RatingKind
from otbor.domain.explanation import Node
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.domain.scheme import Scheme
from otbor.services import ratings, rules
from otbor.services.corrections import application_row
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts, rating_sheets
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.ratings import appeal_days, meeting_row
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import words
from otbor.storage.models import Application, Campaign, RatingRow, RatingSnapshot, SchemeVersion
from otbor.wording.explanation import node_text
from otbor.wording.scheme import group_rules


@act(Right.ISSUE)
def issue_explanation(office: Office, rating_id: int, application_id: int, group: str) -> Issued:
    """Issue the explanation of an application's points in the group with the code ``group`` of a rating.

    Made of the version of the scheme that the rating was made by and of the choice, values and achievements frozen
    with it. Raises :class:`Refused` for an application that the rating does not hold in that group, and when these
    give other points than the rating keeps: a wrong explanation is worse than none.
    """
    with office.transaction() as work:
        snapshot = rating_sheets.snapshot_row(work, rating_id)
        campaign = rules.campaign_row(work.session, snapshot.campaign_id)
        application = application_row(work, application_id)
        row = _row(snapshot, application, group)
        version = work.session.get_one(SchemeVersion, snapshot.scheme_version_id)
        tree = ratings.explained(work.session, row)
        data = _data(work, campaign, snapshot, row, tree, version)
        subject = f"rating:{snapshot.id}:{application.id}:{group}"
        issued = put_out(work, explanation, Printing(campaign, subject, data, work.today(), application=application))
        work.commit()
    return issued


def _row(snapshot: RatingSnapshot, application: Application, group: str) -> RatingRow:
    for row in snapshot.rows:
        if row.application_id == application.id and row.group.code == group:
            return row
    values = {"number": application.number, "group": group, "rating": snapshot.number}
    raise Refused(Finding("paper_registry.not_in_rating", values=values))


def _data(
    work: Work, campaign: Campaign, snapshot: RatingSnapshot, row: RatingRow, tree: Node, version: SchemeVersion
) -> explanation.Explanation:
    scheme = rules.scheme(version)
    rules_said = group_rules(scheme, row.group.code)
    preliminary = snapshot.kind is RatingKind.PRELIMINARY
    keeper, keeper_post = facts.keeper(work, campaign)
    rated = sum(other.place is not None for other in snapshot.rows if other.group_id == row.group_id)
    return explanation.Explanation(
        campaign=campaign.title,
        final=not preliminary,
        protocol=facts.protocol(meeting_row(work, snapshot.meeting_id)),
        child=facts.child(row.application),
        applicant=row.application.number,
        group=facts.group_title(row.group),
        scheme=_scheme_named(work, scheme, version),
        components=tuple(_component(node, rules_said) for node in tree.children if node.rule == "component"),
        ending=tuple(step for node in tree.children if node.rule != "component" for step in _steps(node, 0)),
        total=row.total,
        place=row.place,
        rated=rated,
        outcome="" if row.place is not None else rating_sheets.reason(row),
        appeal_days=appeal_days(work, campaign) if preliminary else None,
        secretary=keeper,
        secretary_post=keeper_post,
    )


def _scheme_named(work: Work, scheme: Scheme, version: SchemeVersion) -> str:
    """The act and its version; for one after the notice also the act that changed it."""
    say = words(work.office)
    if version.basis_on is None:
        return say("scheme_version", title=scheme.title, version=scheme.version)
    told = {"act": version.basis_act, "dated": version.basis_on, "reason": version.basis_reason}
    return say("scheme_version_changed", title=scheme.title, version=scheme.version, **told)


def _component(node: Node, rules_said: Mapping[str, str]) -> explanation.Component:
    steps = tuple(step for child in node.children for step in _steps(child, 0))
    return explanation.Component(str(node.values["title"]), rules_said[node.values["id"]], steps, node.points)


def _steps(node: Node, depth: int) -> Iterator[explanation.Step]:
    yield explanation.Step(node_text(node), depth)
    for child in node.children:
        yield from _steps(child, depth + 1)
