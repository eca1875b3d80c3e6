"""What every file of the default theme keeps to: small, nothing inline or from elsewhere, words that can be read."""

import re
import zlib
from pathlib import Path

import pytest

from demosx.themes import DEFAULT

TEMPLATES = sorted((DEFAULT / "templates").rglob("*.html"))
STYLES = sorted((DEFAULT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((DEFAULT / "static" / "js").glob("*.js"))
PAIRS = [
    ("accent-ink", "accent"), ("accent-ink", "accent-deep"), ("accent", "surface"), ("accent", "paper"),
    ("accent-deep", "accent-soft"), ("ink", "paper"), ("ink-soft", "paper"), ("ink-soft", "stone"),
    ("ink-soft", "accent-soft"), ("danger", "danger-soft"), ("danger", "paper"), ("warning", "warning-soft"),
    ("warning", "surface"), ("info", "info-soft"), ("success", "success-soft"), ("plum", "plum-soft"),
]  # fmt: skip


def colours() -> dict[str, str]:
    """The colours of tokens.css that are written as numbers."""
    text = (DEFAULT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", text))


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2, from 0 (black) to 1 (white)."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours after WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def sizes(files: list[Path]) -> tuple[int, list[int]]:
    """The bytes of the files that every page loads, as they are sent, and of each that only a few pages load."""
    frame = (DEFAULT / "templates/ui/frame_head.html").read_text(encoding="utf-8")
    sent = {file.name: len(zlib.compress(file.read_bytes())) for file in files}
    everywhere = {name for name in sent if f"/{name}'" in frame}
    assert everywhere
    return sum(sent[name] for name in everywhere), sorted(sent[name] for name in sent.keys() - everywhere)


def test_styles_and_scripts_stay_small() -> None:
    styles, of_a_few = sizes(STYLES)
    assert styles < 14 * 1024
    assert styles + sum(of_a_few[-2:]) < 17 * 1024  # what one page loads at most
    scripts, of_a_few = sizes(SCRIPTS)
    assert scripts < 5 * 1024
    assert scripts + sum(of_a_few[-3:]) < 15 * 1024


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(DEFAULT)))
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|action)=\"(?:https?:)?//", text)


@pytest.mark.parametrize("file", [*STYLES, *SCRIPTS], ids=lambda file: file.name)
def test_styles_and_scripts_load_nothing_from_elsewhere(file: Path) -> None:
    assert not re.search(
        r"@import|(?:url|fetch)\(\s*[\"'`]?(?:https?:|//)|innerHTML", file.read_text(encoding="utf-8")
    )


@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(words: str, ground: str) -> None:
    known = colours()
    assert contrast(known[words], known[ground]) >= 4.5


def test_edges_of_fields_stand_out_from_the_page() -> None:
    known = colours()
    assert contrast(known["edge"], known["surface"]) >= 3
    assert contrast(known["edge"], known["paper"]) >= 3


def test_every_token_that_a_style_reads_has_a_value() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in STYLES)
    assert set(re.findall(r"var\(--([a-z-]+)\)", text)) <= set(re.findall(r"--([a-z-]+):", text))


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(
        re.findall(r'^  "([a-z]+)":', (DEFAULT / "templates/ui/icons.html").read_text(encoding="utf-8"), re.M)
    )
    named = {
        name
        for file in TEMPLATES
        for name in re.findall(r'icon\("([a-z]+)"\)', file.read_text(encoding="utf-8"))
    }
    assert named and named <= drawn


def test_every_macro_file_says_at_its_top_what_it_offers() -> None:
    for file in (DEFAULT / "templates" / "ui").glob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert text.startswith("{#"), file.name
        opening = text[: text.index("#}")]
        for name in re.findall(r"macro ([a-z]\w*)\(", text):
            assert f"{name}(" in opening or name == "one", f"{file.name} does not document {name}"


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_no_dot_ends_a_line(style: Path) -> None:
    """What separates belongs to what comes next: behind what came before it would hang at the end of a line."""
    text = style.read_text(encoding="utf-8")
    assert not re.search(r'::after\s*{[^}]*content:\s*"·"', text)
