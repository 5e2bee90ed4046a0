"""Papers (документы отбора): data in, bytes of a PDF/A-2b out; one module a paper, ``kit`` is what they share."""
