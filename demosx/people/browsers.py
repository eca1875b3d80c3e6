"""What the list of sessions calls a browser: its family and its system, from what it says of itself."""

# The first word that occurs decides: most browsers also name those that they descend from.
FAMILIES = (
    ("KAKAOTALK", "KakaoTalk"), ("NAVER(", "Naver"), ("Whale/", "Whale"), ("SamsungBrowser/", "Samsung Internet"),
    ("Edg", "Edge"), ("OPR/", "Opera"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def called(user_agent: str) -> str:
    """Such as "Chrome · Android"; empty for what is not known. Nothing of the text itself is kept."""
    parts = [next((name for word, name in known if word in user_agent), "") for known in (FAMILIES, SYSTEMS)]
    return " · ".join(part for part in parts if part)
