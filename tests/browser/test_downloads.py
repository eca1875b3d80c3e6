"""A page whose form answers with a file stays as it is, and its form can be sent again."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from demosx import testing
from tests.browser.conftest import Window
from tests.browser.serving import Place

pytestmark = pytest.mark.browser


def saved(page: Page, button: str) -> Path:
    """Press a button; the file that comes."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return Path(waiting.value.path())


def test_both_forms_of_ones_data_can_be_had_one_after_the_other(town: Place, window: Window) -> None:
    with town.app.app_context():
        testing.account("모두 받는 주민")
    page = window(town, "모두 받는 주민")
    page.goto("/account/data")
    assert "<h1>" in saved(page, "읽고 인쇄").read_text(encoding="utf-8")
    data = json.loads(saved(page, "JSON").read_text(encoding="utf-8"))
    assert data["format"] == "demosx.person"
    assert saved(page, "JSON").exists(), "and the same one again"
