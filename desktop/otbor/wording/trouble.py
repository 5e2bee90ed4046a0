"""Errors of the operating system as findings that a person can mend."""

import errno

from otbor.domain.findings import Finding

_ERRNO = {
    errno.ENOSPC: "file.disk_full",
    errno.EROFS: "file.read_only",
    errno.EACCES: "file.no_access",
    errno.EPERM: "file.no_access",
    errno.ENOENT: "file.missing",
    errno.EEXIST: "file.exists",
    errno.ENOTDIR: "file.not_a_folder",
    errno.EISDIR: "file.is_a_folder",
    errno.EIO: "file.disk_failed",
}


def finding_of(error: OSError) -> Finding | None:
    """What an error of the operating system says to a person, None when it is nothing that a person can mend."""
    name = _ERRNO.get(error.errno or 0)
    return None if name is None else Finding(name, values={"path": error.filename or ""})
