"""The database: typed models, opening, migrations."""
