"""`demosx people why`: the same reasons on the command line."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask

from demosx import testing
from demosx.oversight.commands import why
from demosx.people.models import Account


def test_why(app: Flask, make_account: Callable[..., Account], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMOSX_LANGUAGE", "en")
    lead, kim = make_account("총괄하는이", roles=["lead"]), make_account("별이")
    proposal = testing.proposal(kim)

    def ask(who: Account, *words: str) -> tuple[int, str]:
        result = CliRunner().invoke(why, [who.email or "", *words], obj=lambda: app)
        return result.exit_code, result.output

    assert ask(lead, "proposal:hide", proposal.number)[0] == 0
    code, said = ask(kim, "proposal:hide", proposal.number)
    assert code == 1 and said.endswith("No.\n") and "- It takes one of these roles" in said
    assert ask(kim, "proposal:fly")[0] == 2
    assert ask(kim, "proposal:hide", "2000-1")[0] == 2
