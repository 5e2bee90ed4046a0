"""Rights (полномочия): what an act needs, so that roles can be told apart later; one local user holds them all."""

from enum import StrEnum


class Right(StrEnum):
    """A right that an act declares."""

    PLAN = "plan"  # plan a campaign, publish its notice, form commissions
    REGISTER = "register"  # take in applications and documents
    CORRECT = "correct"  # correct, annul, withdraw
    EXPERTISE = "expertise"  # compare and score documents
    EXAMINE = "examine"  # admission, codes, reserve days, showing of works
    MARK = "mark"  # enter test points, close a sheet
    RATE = "rate"  # ratings, acquaintance, decisions on ties, recommendation
    APPEAL = "appeal"  # take in and decide appeals
    ENROL = "enrol"  # offers, orders, refusals
    ISSUE = "issue"  # issue papers
    SIGN = "sign"  # sign papers
    IMPORT = "import"  # bring in workbooks
