"""What a browser is called in the list of sessions."""

import pytest

from demosx.people.browsers import called

CHROME = "Mozilla/5.0 (Linux; Android 14; SM-S921N) {}Chrome/126.0.0.0 Mobile Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {} Mobile/15E148"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36{}"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (CHROME.format(""), "Chrome · Android"),
        (CHROME.format("SamsungBrowser/25.0 "), "Samsung Internet · Android"),
        (CHROME.format("") + " KAKAOTALK 10.8.0", "KakaoTalk · Android"),
        (CHROME.format("") + " NAVER(inapp; search; 1000; 12.8.3)", "Naver · Android"),
        (PHONE.format("Version/17.5") + " Safari/604.1", "Safari · iPhone"),
        (PHONE.format("CriOS/126.0") + " Safari/604.1", "Chrome · iPhone"),
        (PHONE.format("FxiOS/127.0") + " Safari/605.1.15", "Firefox · iPhone"),
        (PHONE.format("") + " KAKAOTALK 10.8.5", "KakaoTalk · iPhone"),
        (DESK.format(""), "Chrome · Windows"),
        (DESK.format(" Edg/126.0.0.0"), "Edge · Windows"),
        (DESK.format(" Whale/3.26.244.21"), "Whale · Windows"),
        (DESK.format(" OPR/111.0.0.0"), "Opera · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15", "Safari · Mac"),
        ("curl/8.5.0", ""),
        ("<script>alert(1)</script>" * 50, ""),
        ("", ""),
    ],
)  # fmt: skip
def test_family_and_system(user_agent: str, name: str) -> None:
    assert called(user_agent) == name
