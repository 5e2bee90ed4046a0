"""Alembic's entry: runs in the transaction that ``storage.schema`` has opened."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from otbor.storage.models import Base
from otbor.storage.models.base import Exact, Instant


def plain(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database: a migration never imports the models."""
    if kind == "type" and isinstance(thing, Instant):
        return "sa.DateTime()"
    if kind == "type" and isinstance(thing, Exact):
        return "sa.String(40)"
    return False


def same_type(_context: Any, _column: Any, _metadata: Any, inspected: Any, declared: Any) -> bool | None:
    """Compare our own column types by what they are in the database."""
    if isinstance(declared, Instant):
        return not isinstance(inspected, sa.DateTime)
    if isinstance(declared, Exact):
        return not isinstance(inspected, sa.String)
    return None


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain,
    compare_type=same_type,
)
with context.begin_transaction():
    context.run_migrations()
