"""What signs: a key file, a token or a program. The choice is remembered, a password or a PIN never."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from otbor.services import signatures
from otbor.services.office import Office
from otbor.services.signing_means import CommandMeans, libraries_here, signing_means
from otbor.support.translation import gettext as _
from otbor.ui.issued import saving
from otbor.ui.kit import dates
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.tasks import Steps
from otbor.ui.kit.theme import mark

if TYPE_CHECKING:  # keys and tokens are loaded by the thread that signs
    from otbor.signing.certificates import Maker
    from otbor.signing.token import TokenCertificate

Opening = Callable[[Office, Steps], "AbstractContextManager[Maker]"]  # opens what signs, on the writing thread


class Kind(StrEnum):
    """The three makers of signatures."""

    FILE = "file"
    TOKEN = "token"  # noqa: S105 - a word of the settings
    PROGRAM = "program"


@dataclass(frozen=True)
class MeansHere:
    """What there is on this computer: libraries of tokens by their titles, programs by their names."""

    libraries: Mapping[str, Path]
    programs: Mapping[str, CommandMeans]


def read_means(office: Office) -> MeansHere:
    """From the settings; raises :class:`Refused` for settings that cannot be read."""
    return MeansHere(libraries_here(office), signing_means(office.own).commands)


class MeansForm(QWidget):
    """Asks for one of three; :meth:`opening` hands it over with its secret, :meth:`forget` empties the secrets."""

    tokens_wanted = Signal(object)  # the library (Path) whose tokens are to be looked at
    filled = Signal()  # Enter in the last field

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._here: MeansHere | None = None
        self.kinds = {
            Kind.FILE: QRadioButton(_("Key file (PKCS#12)")),
            Kind.TOKEN: QRadioButton(_("Token (Rutoken, JaCarta)")),
            Kind.PROGRAM: QRadioButton(_("Program of this computer")),
        }
        self.key_file, self.password = QLineEdit(), _secret()
        self.choose_key, self.choose_certificate = QPushButton(_("Choose…")), QPushButton(_("Choose…"))
        self.library, self.look = QComboBox(), QPushButton(_("Look once more"))
        self.certificate, self.pin = QComboBox(), _secret()
        self.program, self.program_certificate, self.program_password = QComboBox(), QLineEdit(), _secret()
        self._secrets = {Kind.FILE: self.password, Kind.TOKEN: self.pin, Kind.PROGRAM: self.program_password}
        self._no_token, self._no_program = _hint(""), _hint("")
        self._pages: list[QWidget] = []
        self._build()
        self._connect()

    @property
    def kind(self) -> Kind:
        """Which of the three is chosen."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    @property
    def first(self) -> QWidget:
        """Where a person begins: what is not filled in yet, else the secret."""
        missing = self.missing()
        return self.secret if missing is None else missing[1]

    @property
    def secret(self) -> QLineEdit:
        """The field of the password or the PIN."""
        return self._secrets[self.kind]

    def show_means(self, here: MeansHere) -> None:
        """Offer what there is on this computer, what was chosen last time first."""
        self._here = here
        for box, texts, name in (
            (self.library, {title: title for title in here.libraries}, "library"),
            (self.program, {name: means.title for name, means in here.programs.items()}, "program"),
        ):
            box.blockSignals(True)  # noqa: FBT003 - Qt's own shape
            box.clear()
            for identity, title in texts.items():
                box.addItem(title, identity)
            box.setCurrentIndex(max(0, box.findData(self._memory.text(f"sign/{name}"))))
            box.blockSignals(False)  # noqa: FBT003
        self._no_token.setVisible(not here.libraries)
        self._no_program.setVisible(not here.programs)
        self._program_chosen()
        self._kind_chosen()

    def show_certificates(self, found: "Sequence[TokenCertificate]") -> None:
        """List what is on the token; the one that signed last is chosen."""
        self.certificate.clear()
        for one in found:
            told = _("{owner}, until {day} ({token})")
            valid = dates.day(one.certificate.valid_to.date())
            title = told.format(owner=one.certificate.owner, day=valid, token=one.token_label)
            self.certificate.addItem(title, one)
        serial = self._memory.text("sign/serial")
        serials = [one.certificate.serial for one in found]
        self.certificate.setCurrentIndex(serials.index(serial) if serial in serials else 0)

    def missing(self) -> tuple[str, QWidget] | None:
        """What is still to be filled in, as a sentence, and where; None when nothing is."""
        if self.kind is Kind.FILE and not self.key_file.text().strip():
            return _("Choose the file with the key."), self.key_file
        if self.kind is Kind.TOKEN and self.certificate.currentIndex() < 0:
            return _("Plug the token in and choose the certificate on it."), self.look
        if self.kind is Kind.PROGRAM and self.program.currentIndex() < 0:
            return self._no_program.text(), self.kinds[Kind.PROGRAM]
        if self.kind is Kind.PROGRAM and not self.program_certificate.text().strip():
            return _("Choose the file with the certificate by which the program signs."), self.program_certificate
        return None

    def opening(self) -> Opening:
        """What opens the chosen maker with the secret that stands in the form now."""
        secret = self.secret.text()
        if self.kind is Kind.FILE:
            key = Path(self.key_file.text().strip())
            return lambda office, _steps: nullcontext(signatures.open_key(office, key.read_bytes(), secret))
        if self.kind is Kind.TOKEN:
            library, chosen = self._library(), self.certificate.currentData()
            return lambda office, _steps: signatures.open_token(office, library, chosen, secret)
        name, certificate = self.program.currentData(), Path(self.program_certificate.text().strip())
        return lambda office, steps: nullcontext(
            signatures.open_command(office, name, certificate.read_bytes(), secret, steps.check)
        )

    def forget(self) -> None:
        """Empty the secrets: each is used once, and a wrong PIN is not tried a second time by mistake."""
        for field in self._secrets.values():
            field.clear()

    def remember(self) -> None:
        """Begin with this choice next time; no secret is in it."""
        chosen = self.certificate.currentData()
        for name, value in (
            ("kind", self.kind.value),
            ("key", self.key_file.text().strip()),
            ("library", self.library.currentData() or ""),
            ("serial", "" if chosen is None else chosen.certificate.serial),
            ("program", self.program.currentData() or ""),
            ("certificate", self.program_certificate.text().strip()),
        ):
            if value:
                self._memory.put(f"sign/{name}", value)

    def _library(self) -> Path:
        if self._here is None:
            raise RuntimeError("no means were shown yet")
        return self._here.libraries[self.library.currentData()]

    def _kind_chosen(self) -> None:
        for kind, page in zip(Kind, self._pages, strict=True):
            page.setVisible(kind is self.kind)
        self.forget()
        if self.kind is Kind.TOKEN:
            self._look()

    def _look(self) -> None:
        """Have the tokens looked at; without a library there is nothing to look with."""
        self.certificate.clear()
        if self._here is not None and self._here.libraries:
            self.tokens_wanted.emit(self._library())

    def _program_chosen(self) -> None:
        name = self.program.currentData()
        asks = self._here is not None and name is not None and bool(self._here.programs[name].secret_env)
        self._program_form.setRowVisible(self.program_password, asks)

    def _ask_file(self, field: QLineEdit, title: str, kinds: str) -> None:
        names = saving.ask_to_open(self, title, kinds)
        if names:
            field.setText(names[0])
            self.focusNextChild()

    def _connect(self) -> None:
        for button in self.kinds.values():
            button.toggled.connect(lambda on: self._kind_chosen() if on else None)
        self.library.currentIndexChanged.connect(lambda _index: self._look())
        self.look.clicked.connect(self._look)
        self.program.currentIndexChanged.connect(lambda _index: self._program_chosen())
        for field in (self.key_file, self.program_certificate):
            field.returnPressed.connect(self.focusNextChild)
        for field in self._secrets.values():
            field.returnPressed.connect(self.filled)

    def _build(self) -> None:
        group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        remembered = self._memory.text("sign/kind")
        for kind, button in self.kinds.items():
            group.addButton(button)
            button.setChecked(kind.value == remembered or (kind is Kind.FILE and remembered not in set(Kind)))
            self._column.addWidget(button)
        keys = _("Keys (*.p12 *.pfx);;All (*)")
        certificates = _("Certificates (*.cer *.crt *.pem *.der);;All (*)")
        key_row = self._with_button(self.key_file, self.choose_key, _("File with the key"), keys)
        certificate_row = self._with_button(
            self.program_certificate, self.choose_certificate, _("Certificate of the program"), certificates
        )
        self.key_file.setText(self._memory.text("sign/key"))
        self.program_certificate.setText(self._memory.text("sign/certificate"))
        self._no_token.setText(
            _(
                "No token's library is found on this computer: install its driver, or name the library in the file "
                "office/signing.toml beside the database."
            )
        )
        self._no_program.setText(_("No program that signs is named in the file office/signing.toml."))
        for box in (self.library, self.certificate, self.program):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self.certificate.setPlaceholderText(_("none is seen"))
        give_icon(self.look, "arrows-clockwise")
        file_form = self._page((_("&File:"), key_row, self.key_file), (_("&Password:"), self.password, self.password))
        token_form = self._page(
            (_("&Token:"), self.library, self.library),
            (_("&Certificate:"), self.certificate, self.certificate),
            ("", self.look, None),
            (_("P&IN:"), self.pin, self.pin),
        )
        self._program_form = self._page(
            (_("&Program:"), self.program, self.program),
            (_("&Certificate:"), certificate_row, self.program_certificate),
            (_("P&assword:"), self.program_password, self.program_password),
        )
        token_form.addRow(self._no_token)
        self._program_form.addRow(self._no_program)
        file_form.addRow(_hint(_("The password is used for this signing only and is kept nowhere.")))
        token_form.addRow(_hint(_("The PIN goes to the token and is kept nowhere. Every wrong one counts.")))

    def _with_button(self, field: QLineEdit, choose: QPushButton, title: str, kinds: str) -> QWidget:
        """A path that is typed or chosen."""
        give_icon(choose, "folder-open")
        choose.setAccessibleName(_("Choose: {what}").format(what=title))
        choose.clicked.connect(lambda: self._ask_file(field, title, kinds))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(field, 1)
        line.addWidget(choose)
        return row

    def _page(self, *rows: tuple[str, QWidget, QWidget | None]) -> QFormLayout:
        """A page of its own: title, what stands there, and the control in it that the title names."""
        page = QWidget()
        self._pages.append(page)
        self._column.addWidget(page)
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for title, widget, control in rows:
            label = QLabel(title)
            if control is not None:
                label.setBuddy(control)
                control.setAccessibleName(title.replace("&", "").rstrip(":"))
            form.addRow(label, widget)
        return form


def _secret() -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    mark(label, "muted")
    return label
