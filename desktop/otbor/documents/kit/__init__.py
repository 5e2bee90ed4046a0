"""What the papers share: fonts, lines, tables, signatures, requisites, QR, PDF/A."""
