"""Links in people's texts: it is seen where they lead, and none leads where nobody should be led."""

import re

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from demosx.core.settings import site
from demosx.core.text import rich

HREF = re.compile(r'href="([^"]*)"')


def shown(text: str) -> str:
    """What a reader sees, with the targets of links in angle brackets."""
    html = str(rich(text)).removeprefix("<p>").removesuffix("</p>\n")
    return re.sub(r'<a href="([^"]*)" rel="nofollow ugc noopener">(.*?)</a>', r"⟨\1⟩\2⟨⟩", html)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("https://seoul.go.kr에서 봤어요", "⟨https://seoul.go.kr⟩https://seoul.go.kr⟨⟩에서 봤어요"),
        ("(https://a.kr/b_(c)).", "(⟨https://a.kr/b_(c)⟩https://a.kr/b_(c)⟨⟩)."),
        ("https://ko.a.org/wiki/서울", "⟨https://ko.a.org/wiki/서울⟩https://ko.a.org/wiki/서울⟨⟩"),
        ("https://a.kr/%EA%B0%80", "⟨https://a.kr/%EA%B0%80⟩https://a.kr/가⟨⟩"),
        ("https://한국.kr/x", "⟨https://xn--3e0b707e.kr/x⟩https://한국.kr/x⟨⟩"),
        ("[여기](https://evil.example/a)", "⟨https://evil.example/a⟩여기⟨⟩ (evil.example)"),
        ("[https://seoul.go.kr](https://evil.example)", "⟨https://evil.example⟩https://seoul.go.kr⟨⟩ (evil.example)"),
        ("[seoul.go.kr](https://www.seoul.go.kr/x)", "⟨https://www.seoul.go.kr/x⟩seoul.go.kr⟨⟩"),
        ("[메일](mailto:a@b.kr)", "⟨mailto:a@b.kr⟩메일⟨⟩ (a@b.kr)"),
        ("[제안](/proposals/1)", "⟨/proposals/1⟩제안⟨⟩"),
    ],
)  # fmt: skip
def test_links_say_where_they_lead(typed: str, seen: str) -> None:
    assert shown(typed) == seen


@pytest.mark.parametrize(
    "typed", ["https://аpple.com", "<https://аpple.com>", "[apple.com](https://аpple.com)"]
)
def test_a_host_that_looks_like_another_is_written_in_punycode(typed: str) -> None:
    seen = shown(typed)
    assert "⟨https://xn--pple-43d.com⟩" in seen
    assert "xn--pple-43d.com" in re.sub("⟨.*?⟩", "", seen)


@pytest.mark.parametrize(
    "typed",
    [
        "https://seoul.go.kr@evil.example/", "[a](https://seoul.go.kr@evil.example/)", "<https://u:p@evil.example>",
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "<javascript:alert(1)>", "[a](data:text/html,x)",
        "[a](vbscript:x)", "[a](//evil.example)", "[a](\\\\evil.example)", "[a](file:///etc)",
        "http://[bad", "http://a:99999999/", "https://", "http://[::1", "ftp://a.kr/", "[a](tel:1)", "http:// a.kr",
        "[a](relative/path)", "https://xn--a/",
    ],
)  # fmt: skip
def test_no_link_leads_where_nobody_should_be_led(typed: str) -> None:
    assert "href" not in str(rich(typed))


def test_what_looks_like_an_address_in_code_or_in_a_link_stays_as_it_is() -> None:
    assert shown("`https://a.kr`") == "<code>https://a.kr</code>"
    assert shown("[x https://b.kr](https://a.kr)") == "⟨https://a.kr⟩x https://b.kr⟨⟩ (a.kr)"
    assert shown("mailhttps://a.kr") == "mailhttps://a.kr"


def test_no_link_leads_to_where_asking_alone_changes_something(app: Flask) -> None:
    with app.test_request_context():
        writing = [
            str(rule) for rule in app.url_map.iter_rules()
            if getattr(app.view_functions[rule.endpoint], "writes", False) and "GET" in (rule.methods or ())
        ]  # fmt: skip
        assert writing
        for rule in writing:
            path = re.sub(r"<int:[^>]*>", "1", rule)
            path = re.sub(r"<[^>]*>", "kakao", path)
            for address in (path, f"{path}?state=x", f"{site().address}{path}"):
                assert "href" not in str(rich(f"[a]({address})")), address
        assert shown("[a](/how)") == "⟨/how⟩a⟨⟩"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([
    "https://", "http://", "seoul.go.kr", "аpple.com", "@", "/", "[", "](", ")", "<", ">", "(", "에서", " ", "\n",
    "%EA%B0%80",
    "\\", "javascript:", "//", "?", "#", "*", "`", "\u202e", "\u3002", "xn--", ":80", "&", '"', "'", "mailto:",
]), max_size=14).map("".join))  # fmt: skip
def test_whatever_is_typed_links_lead_only_where_they_may(typed: str) -> None:
    for href in HREF.findall(str(rich(typed))):
        assert href.startswith(("https://", "http://", "mailto:", "/")) and not href.startswith("//")
        host = href.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]
        assert "@" not in host and "\\" not in host
        assert host.isascii()


@pytest.mark.parametrize(
    "piece", ["https://", "https://a(", "(https://a.kr) ", "https://a.kr에 ", "[a](https://b.kr)"]
)
def test_the_longest_text_full_of_beginnings_is_read_to_its_end(piece: str) -> None:
    assert str(rich((piece * 20_000)[:20_000] + " 끝")).rstrip().endswith("끝</p>")
