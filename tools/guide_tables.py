#!/usr/bin/env python3
"""Write the tables of `guides/operate/privacy*.md` anew: in which tables of the database personal data sits."""

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from demosx.privacy.guide import table  # noqa: E402
from demosx.testing import application  # noqa: E402

OPEN, CLOSE = "<!-- tables -->\n", "<!-- /tables -->"
MARKS = re.compile(f"{OPEN}.*?{CLOSE}", re.DOTALL)
PAGES = {"ko": "privacy.md", "en": "privacy.en.md"}


def main() -> None:
    """Both languages."""
    with tempfile.TemporaryDirectory() as folder, application(Path(folder)).test_request_context():
        for language, name in PAGES.items():
            page = ROOT / "guides" / "operate" / name
            before, after = MARKS.split(page.read_text(encoding="utf-8"))
            page.write_text(f"{before}{OPEN}{table(language)}\n{CLOSE}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
