"""Errors of the operating system as findings that a person can mend, and faults of the program as a sentence."""

import errno

from otbor.domain.findings import Finding
from otbor.support import faults
from otbor.support.translation import gettext as _

_ERRNO = {
    errno.ENOSPC: "file.disk_full",
    errno.EDQUOT: "file.quota_full",
    errno.EROFS: "file.read_only",
    errno.EACCES: "file.no_access",
    errno.EPERM: "file.no_access",
    errno.ENOENT: "file.missing",
    errno.EEXIST: "file.exists",
    errno.ENOTDIR: "file.not_a_folder",
    errno.EISDIR: "file.is_a_folder",
    errno.EIO: "file.disk_failed",
    errno.ENODEV: "file.disk_gone",
    errno.ENXIO: "file.disk_gone",
    errno.ESTALE: "file.network_lost",
    errno.EHOSTDOWN: "file.network_lost",
    errno.EHOSTUNREACH: "file.network_lost",
    errno.ENETDOWN: "file.network_lost",
    errno.ENETUNREACH: "file.network_lost",
    errno.ENOTCONN: "file.network_lost",
    errno.ETIMEDOUT: "file.network_lost",
}


def finding_of(error: OSError) -> Finding | None:
    """What an error of the operating system says to a person, None when it is nothing that a person can mend."""
    name = _ERRNO.get(error.errno or 0)
    return None if name is None else Finding(name, values={"path": error.filename or ""})


def fault_told(fault: BaseException) -> str:
    """Keep ``fault`` in a log; the sentence that says where, or what to write down where no log can be kept."""
    log = faults.keep(fault)
    if log is None:
        told = _(
            "The program has failed, and no log of it could be written: write down «{fault}». What was not finished is "
            "not written."
        )
        return told.format(fault=f"{type(fault).__name__}: {fault}")
    told = _("The program has failed: {log} holds the details. What was not finished is not written.")
    return told.format(log=log)
