"""«Настройки»: the school, its campaigns, scheme and commissions."""
