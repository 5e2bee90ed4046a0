"""Many issued papers, for tests of speed."""

from sqlalchemy import insert, select

from otbor.storage.models import IssuedPaper
from tests.services.desk import Desk


def many(desk: Desk, count: int) -> None:
    """Write so many papers past the acts, each in the file of the batch."""
    with desk.office.database.writing() as session:
        one = session.scalars(select(IssuedPaper).where(IssuedPaper.kind == "receipt").limit(1)).one()
        values = {c.name: getattr(one, c.name) for c in IssuedPaper.__table__.columns if c.name not in {"id", "uid"}}
        rows = [values | {"number": f"x{n}", "application_id": None, "subject": f"x:{n}"} for n in range(count)]
        session.execute(insert(IssuedPaper), rows)
        session.commit()
