"""Import of a school's workbook (импорт): each sheet by its own act at its own stage, a dry run first."""

from otbor.services.imports.achievements import import_achievements, preview_achievements
from otbor.services.imports.alike import Alike, Side
from otbor.services.imports.appeals import Hearing, import_appeals, preview_appeals
from otbor.services.imports.applications import import_applications, preview_applications
from otbor.services.imports.columns import Column, Draft, Field, SheetDraft, cells_of, draft_of, fields_of, taken_for
from otbor.services.imports.frame import Answer, Choices, Imported, Preview, Workbook, open_workbook
from otbor.services.imports.left_rows import Left, export_left
from otbor.services.imports.points import import_test_points, preview_test_points
from otbor.services.imports.whole import (
    TOGETHER,
    BroughtIn,
    CameIn,
    Checked,
    CheckedRow,
    Fate,
    check_sheets,
    import_sheets,
)

__all__ = [
    "TOGETHER",
    "Alike",
    "Answer",
    "BroughtIn",
    "CameIn",
    "Checked",
    "CheckedRow",
    "Choices",
    "Column",
    "Draft",
    "Fate",
    "Field",
    "Hearing",
    "Imported",
    "Left",
    "Preview",
    "SheetDraft",
    "Side",
    "Workbook",
    "cells_of",
    "check_sheets",
    "draft_of",
    "export_left",
    "fields_of",
    "import_achievements",
    "import_appeals",
    "import_applications",
    "import_sheets",
    "import_test_points",
    "open_workbook",
    "preview_achievements",
    "preview_appeals",
    "preview_applications",
    "preview_test_points",
    "taken_for",
]
