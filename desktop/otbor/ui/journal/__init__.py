"""«Журнал»: the table of applications, and what is opened from it."""
