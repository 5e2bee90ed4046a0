"""Numbers without holes (сквозная нумерация): a counter row, raised inside the transaction of the act that needs it."""

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from otbor.storage.models import Counter


def next_number(session: Session, register: str, series: str = "") -> int:
    """The next number of ``register`` and ``series``, from 1; given back by a rollback, so there are no holes."""
    raised = (
        update(Counter)
        .where(Counter.register == register, Counter.series == series)
        .values(last=Counter.last + 1)
        .returning(Counter.last)
        .execution_options(synchronize_session=False)
    )
    number = session.execute(raised).scalar_one_or_none()
    if number is None:
        session.execute(insert(Counter).values(register=register, series=series, last=1))
        return 1
    return number
