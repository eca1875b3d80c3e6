"""The contacts that people leave where nobody asks for their account: which of them are those of one account.

Only what the account has proved to be its own: whoever leaves takes nothing away that is somebody else's.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func

from ..people import queries as people
from ..people.names import email_key
from .queries import number_of
from .texting import telephone


@dataclass(frozen=True)
class Contacts:
    """By what somebody is reached: their e-mail as it is looked up, and their number with the country's code."""

    email: str = ""
    number: str = ""

    def may_be(self, column: Any) -> ColumnElement[bool]:
        """A condition that finds at least those of a column that are theirs, however they were written."""
        digits = self.number.removeprefix("+")
        written = {bare(one) for one in (self.email, self.number, digits, f"0{digits[2:]}") if one.strip("0")}
        return bare_column(column).in_(sorted(written))

    def include(self, written: str) -> bool:
        """Whether what somebody has written is one of them."""
        return bool(written) and (
            email_key(written) == self.email or (bool(self.number) and telephone(written) == self.number)
        )


def contacts_of(account_id: int) -> Contacts:
    """The confirmed address and the confirmed number of an account."""
    account, number = people.account(account_id), number_of(account_id)
    email = account.email_key if account is not None and account.confirmed_at is not None else None
    confirmed = number is not None and number.confirmed_at is not None
    return Contacts(email or "", number.number if number is not None and confirmed else "")


def bare(written: str) -> str:
    """A contact without what people write into a number as they like; `bare_column` is the same of a column."""
    return written.lower() if "@" in written else written.replace(" ", "").replace("-", "").lower()


def bare_column(column: Any) -> ColumnElement[str]:
    """The same of what stands in a column."""
    number = func.replace(func.replace(column, " ", ""), "-", "")
    return func.lower(case((column.contains("@"), column), else_=number))
