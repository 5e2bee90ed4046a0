"""Keys and certificates of ГОСТ made by OpenSSL with its engine, as a school's signing program would."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from otbor.signing.certificates import Certificate, read_certificate
from otbor.signing.command import CheckingCommand, CommandMaker, SigningCommand

DIRECTOR, CHAIR = "Константинов Пётр Олегович", "Ёлкина Анна Ильинична"

_ENGINES = sorted(Path("/usr/lib").glob("*/engines-3/gost.so"))
_CONFIG = """
openssl_conf = start
[start]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
dynamic_path = {engine}
default_algorithms = ALL
[req]
distinguished_name = name
[name]
"""
_AUTHORITY = """
[ca]
default_ca = here
[here]
dir = {folder}
database = $dir/index
serial = $dir/serial
new_certs_dir = $dir
policy = policy
default_startdate = 260401060000Z
default_enddate = 491231000000Z
[policy]
commonName = supplied
surname = optional
givenName = optional
organizationName = optional
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
[other]
keyUsage = critical,keyEncipherment
"""


@dataclass(frozen=True)
class GostDesk:
    """A folder with a root and the keys under it, each by its name."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        """What makes OpenSSL know ГОСТ."""
        return {"OPENSSL_CONF": str(self.folder / "gost.cnf"), "PATH": "/usr/bin:/bin"}

    @property
    def root(self) -> bytes:
        """The root's certificate (DER)."""
        return self.certificate("root").der

    def certificate(self, name: str) -> Certificate:
        """The certificate of a key."""
        pem = x509.load_pem_x509_certificate((self.folder / f"{name}.pem").read_bytes())
        return read_certificate(pem.public_bytes(Encoding.DER))

    def openssl(self, *arguments: str) -> None:
        """Run OpenSSL; a failure is a failure of the test."""
        done = subprocess.run(["openssl", *arguments], env=self.env, capture_output=True, check=False, cwd=self.folder)
        assert done.returncode == 0, done.stderr.decode()

    def issue(self, name: str, owner: str, bits: int = 256, extensions: str = "leaf") -> None:
        """A key of ``bits`` and its certificate under the root (its own for the root itself)."""
        digest = f"-md_gost12_{bits}"
        self.openssl("genpkey", "-algorithm", f"gost2012_{bits}", "-pkeyopt", "paramset:A", "-out", f"{name}.key")
        self.openssl(*f"req -new -utf8 {digest} -key {name}.key -out {name}.csr -subj".split(), f"/CN={owner}")
        signer = (
            ["-selfsign", "-keyfile", f"{name}.key"]
            if name == "root"
            else ["-keyfile", "root.key", "-cert", "root.pem"]
        )
        self.openssl(
            *f"ca -batch -utf8 -notext -config ca.cnf -md md_gost12_256 -extensions {extensions}".split(),
            *signer,
            *f"-in {name}.csr -out {name}.pem".split(),
        )

    def argv(self, name: str, bits: int = 256) -> tuple[str, ...]:
        """The arguments that sign by a key; the root goes into the signature."""
        return (
            *f"openssl cms -sign -binary -cades -md md_gost12_{bits} -outform DER -in {{in}} -out {{out}}".split(),
            *("-signer", str(self.folder / f"{name}.pem")),
            *("-inkey", str(self.folder / f"{name}.key"), "-certfile", str(self.folder / "root.pem")),
        )

    def maker(self, name: str, bits: int = 256, *, computed: bool = False) -> CommandMaker:
        """The key behind the port of signing; what it made is ``computed`` in Python or, faster, checked by OpenSSL."""
        command = SigningCommand(self.argv(name, bits), env=self.env, timeout=60)
        return CommandMaker(self.certificate(name), command, gost_check=None if computed else self.checker())

    def checker(self) -> CheckingCommand:
        """OpenSSL as the program that checks; it ends with 4 where a signature does not hold."""
        line = "openssl cms -verify -binary -noverify -inform DER -in {sig} -content {in} -out {dir}/content"
        return CheckingCommand(tuple(line.split()), refutes=(4,), env=self.env)


def gost_desk(folder: Path) -> GostDesk:
    """A desk in ``folder`` with a root, a director, a chair, a key of 512 bits; skips where ГОСТ is unknown."""
    if not _ENGINES or shutil.which("openssl") is None:
        pytest.skip("OpenSSL has no engine of ГОСТ here (libengine-gost-openssl)")
    desk = GostDesk(folder)
    (folder / "gost.cnf").write_text(_CONFIG.format(engine=_ENGINES[0]))
    (folder / "ca.cnf").write_text(_AUTHORITY.format(folder=folder))
    (folder / "index").write_text("")
    (folder / "serial").write_text("10AB")
    desk.issue("root", "Тестовый корень ГОСТ", extensions="root")
    desk.issue("director", DIRECTOR)
    desk.issue("chair", CHAIR)
    desk.issue("long", "Длинный Ключ", 512)
    desk.issue("cipher", "Шифровальщик", extensions="other")
    return desk
