"""The schema's history. ``HEAD`` names the newest revision, so that a start needs no Alembic."""

HEAD = "0001"
