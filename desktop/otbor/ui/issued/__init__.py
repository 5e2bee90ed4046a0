"""«Документы»: the register of issued papers."""
