"""Words of an application (заявление) and of what is handed in with it."""

from enum import StrEnum


class Channel(StrEnum):
    """How an application came (способ подачи, п. 11)."""

    IN_PERSON = "in_person"  # лично, с оригиналом документа, удостоверяющего личность
    EPGU = "epgu"  # через портал госуслуг
    EMAIL = "email"  # электронный документ, иным способом
    POST = "post"  # почтой


class ApplicationStatus(StrEnum):
    """What became of a registered application; its number stays in the journal whatever it is."""

    REGISTERED = "registered"
    ANNULLED = "annulled"  # записано по ошибке, с причиной
    WITHDRAWN = "withdrawn"  # отозвано заявителем


class CopyKind(StrEnum):
    """In what form a document was handed in (п. 11)."""

    SHOWN_WITH_ORIGINAL = "shown_with_original"  # копия с предъявлением оригинала: сличает член приёмной комиссии
    CERTIFIED = "certified"  # надлежащим образом заверенная копия
    ORIGINAL = "original"
    ELECTRONIC = "electronic"


class Attendance(StrEnum):
    """What became of an admission to a test (допуск к испытанию)."""

    EXPECTED = "expected"
    CAME = "came"
    DID_NOT_COME = "did_not_come"
    RESERVE_DAY = "reserve_day"


class HowTold(StrEnum):
    """How a family got acquainted with a rating (ознакомление, пп. 23, 27)."""

    SIGNED = "signed"  # под подпись
    BY_LETTER = "by_letter"  # направлено письмом, по электронной почте
    DID_NOT_COME = "did_not_come"  # не явились: сроки идут с последнего дня ознакомления


class AppealAbout(StrEnum):
    """What points of stage 2 an appeal is about (п. 24); the ids of the regulation profile."""

    TEST = "test_points"  # баллы вступительного испытания
    DOCUMENTS = "document_points"  # баллы экспертизы документов


class AppealOutcome(StrEnum):
    """What the conflict commission decided (п. 25)."""

    REJECTED = "rejected"  # отклонить
    TECHNICAL_ERROR = "technical_error"  # удовлетворить: техническая ошибка
    MARKING_ERROR = "marking_error"  # удовлетворить: ошибка оценивания
    NOT_CONSIDERED = "not_considered"  # не рассматривается: срок пропущен


class RatingKind(StrEnum):
    """Which rating a snapshot holds (п. 22, п. 26)."""

    PRELIMINARY = "preliminary"
    FINAL = "final"


class OfferStatus(StrEnum):
    """What became of a freed seat's offer to the next in the reserve."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RUN_OUT = "run_out"
