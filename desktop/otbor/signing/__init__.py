"""Electronic signatures inside PDF (PAdES) and beside files (CAdES): certificates, keys, signing, verification.

Import :mod:`~otbor.signing.command` and :mod:`~otbor.signing.refusal` freely, the others where they are used:
pyHanko takes 0.4 s to load.
"""

import logging

# what pyHanko thinks of a paper is said by our findings and reports, not by its log
for _chatty in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_chatty).setLevel(logging.CRITICAL + 1)
