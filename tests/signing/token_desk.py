"""Tokens kept in a folder by SoftHSM, with the same keys as in the tests of files."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from otbor.signing.certificates import Credential

PIN = "482-915"
_LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so")


@dataclass(frozen=True)
class TokenDesk:
    """A folder with tokens, and the library that reads them."""

    folder: Path
    library: Path

    def run(self, *arguments: str) -> None:
        """Run a tool of SoftHSM or OpenSC; a failure is a failure of the test."""
        done = subprocess.run(arguments, capture_output=True, check=False, cwd=self.folder)
        assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")

    def token(self, label: str) -> None:
        """A fresh token."""
        self.run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "administrator")

    def put(self, label: str, number: int, credential: Credential, *, key: bool = True) -> None:
        """A certificate on a token, with its ``key``; both bear ``number``."""
        if key:
            pem = credential.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            (self.folder / "key.pem").write_bytes(pem)
            line = f"softhsm2-util --import key.pem --label key{number} --id {number:02} --pin {PIN} --token".split()
            self.run(*line, label)
        self.certificate(label, number, credential.certificate.der)

    def certificate(self, label: str, number: int, der: bytes) -> None:
        """A certificate alone."""
        (self.folder / "certificate.der").write_bytes(der)
        line = f"--write-object certificate.der --type cert --id {number:02} --login --pin {PIN}".split()
        self.run("pkcs11-tool", "--module", str(self.library), "--token-label", label, *line)


def token_desk(folder: Path) -> TokenDesk:
    """An empty desk; skips where SoftHSM or the tools of OpenSC are absent."""
    library = next((Path(path) for path in _LIBRARIES if Path(path).is_file()), None)
    if library is None or shutil.which("softhsm2-util") is None or shutil.which("pkcs11-tool") is None:
        pytest.skip("no SoftHSM or OpenSC here (softhsm2, opensc)")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")  # the library reads it when it is started
    return TokenDesk(folder, library)


def restarted(desk: TokenDesk) -> TokenDesk:
    """The desk once all is on it: a library sees only the tokens that were there when it was started."""
    pkcs11.lib(str(desk.library)).reinitialize()
    return desk
