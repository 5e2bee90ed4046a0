"""«Обзор»: the campaign as a road map."""
