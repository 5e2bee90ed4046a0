"""Import of a school's workbook (импорт): each sheet by its own act at its own stage, a dry run first."""

from otbor.services.imports.achievements import import_achievements, preview_achievements
from otbor.services.imports.appeals import Hearing, import_appeals, preview_appeals
from otbor.services.imports.applications import import_applications, preview_applications
from otbor.services.imports.frame import Imported, Preview, Workbook, open_workbook
from otbor.services.imports.points import import_test_points, preview_test_points

__all__ = [
    "Hearing",
    "Imported",
    "Preview",
    "Workbook",
    "import_achievements",
    "import_appeals",
    "import_applications",
    "import_test_points",
    "open_workbook",
    "preview_achievements",
    "preview_appeals",
    "preview_applications",
    "preview_test_points",
]
