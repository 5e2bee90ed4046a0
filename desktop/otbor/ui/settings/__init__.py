"""«Настройки»: the school, its campaigns, and how the program works for it; one part a subject."""
