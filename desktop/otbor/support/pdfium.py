"""The one lock of PDFium: the library may be called by one thread at a time, in the whole process."""

from threading import RLock

PDFIUM = RLock()  # held from opening what it opens to closing it, or call by call by who keeps a document open
