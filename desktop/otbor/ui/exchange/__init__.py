"""«Обмен»: a workbook brought in, step by step."""
