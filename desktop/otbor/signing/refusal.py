"""The refusal of a key, a token or a program: apart, so that who only starts programs loads no cryptography."""

from otbor.domain.findings import Refused


class MakerRefused(Refused):
    """The key, the token or the program itself says no: the next paper of a batch would fare no better.

    A batch ends there: each further try might spend a try of the PIN, or wait for a program that hangs.
    """
