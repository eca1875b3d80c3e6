"""Making a site folder: what goes into it, and taking everything away again if something fails."""

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.engine import make_url

from ..config import FILE, SECRETS_FILE
from ..core import clock
from ..core.push_keys import new_key
from ..core.resources import shipped
from ..core.security import new_secret
from ..core.settings import Site, named
from ..core.terminal import N_, _
from . import templates
from .cannot import CannotDo

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
Named = tuple[str, str, str]  # key, Korean, English
AREAS: tuple[Named, ...] = (
    ("transport", "교통", "Transport"),
    ("welfare", "복지", "Welfare"),
    ("environment", "환경", "Environment"),
    ("culture", "문화", "Culture"),
    ("safety", "안전", "Safety"),
    ("housing", "주거", "Housing"),
    ("economy", "일자리·경제", "Jobs and economy"),
    ("children", "아이·교육", "Children and education"),
)
GROUPS: tuple[Named, ...] = (
    ("teens", "청소년", "Teenagers"),
    ("youth", "청년", "Young adults"),
    ("older", "어르신", "Older people"),
    ("disabled", "장애가 있는 분", "People with disabilities"),
    ("migrants", "이주민", "Migrants"),
    ("carers", "아이나 가족을 돌보는 분", "Carers"),
    ("single", "혼자 사는 분", "People who live alone"),
)
TIME_ZONE = "Asia/Seoul"
SQLITE = "sqlite:///data/demosx.sqlite"
SCHEMA_FILE = f"processes/{templates.SCHEMA}"
OCCUPIED = N_("There is something in the way: %(files)s. Choose another folder, or move it first.")
SITE_THERE = N_(
    "There is a site in %(folder)s already, and it stays as it is. To look it over: demosx check. "
    "To bring it up to this version: demosx upgrade."
)


class FolderTaken(CannotDo):
    """Something is where the site would go. Nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a new site will be. `names` by language; the first of `languages` is the site's own."""

    folder: Path
    names: Mapping[str, str]
    languages: tuple[str, ...]
    database: str = SQLITE
    template: str = templates.USUAL
    url: str = "http://127.0.0.1:8000"
    demo: bool = False
    population: int = 0
    areas: tuple[Named, ...] = AREAS
    districts: tuple[Named, ...] = ()
    groups: tuple[Named, ...] = GROUPS
    office: Mapping[str, str] = field(default_factory=lambda: {"ko": "", "en": ""})
    telephone: str = ""
    map: Mapping[str, Any] | None = None
    secret: str = field(default_factory=new_secret, repr=False)
    push_key: str = field(default_factory=new_key, repr=False)

    def settings(self) -> str:
        """The text of demosx.toml, with its comments in the site's language first."""
        loader = FileSystemLoader(shipped("site_template"))
        environment = Environment(loader=loader, undefined=StrictUndefined)  # noqa: S701 — this is not HTML
        environment.filters["toml"] = _toml
        return environment.get_template(FILE).render(
            first=self.languages[0], names=self.names, languages=self.languages, timezone=TIME_ZONE, country="KR",
            population=self.population, url=self.url, demo=self.demo, database=self.database, areas=self.areas,
            districts=self.districts, groups=self.groups, office=self.office, telephone=self.telephone,
            map=self.map,
        )  # fmt: skip

    def terms(self) -> dict[str, str]:
        """The terms of use to begin with, one for each language, in force from today."""
        loader = FileSystemLoader(shipped("site_template/terms"))
        environment = Environment(loader=loader, undefined=StrictUndefined)  # noqa: S701 — this is Markdown
        day = clock.wall().astimezone(ZoneInfo(TIME_ZONE)).date().isoformat()
        return {
            f"terms/terms-{day}.{code}.md": environment.get_template(f"terms.{code}.md").render(
                name=named(dict(self.names), code), office=self.office.get(code, ""), telephone=self.telephone
            )
            for code in self.languages
        }

    def site(self) -> Site:
        """The same, typed, before anything is written. Raises pydantic's ValidationError."""
        return Site.model_validate(
            {**tomllib.loads(self.settings()), "folder": self.folder, "secret_key": self.secret}
        )

    def has_password(self, name: str) -> bool:
        """Whether a file tells the database's password."""
        return name == FILE and make_url(self.database).password is not None

    def rules(self) -> dict[str, str]:
        """The process files that the site begins with, by their paths in the folder; the chosen one first. Raises
        NoTemplate."""
        chosen = templates.files(self.template)
        return {name: text for name, text in chosen.items() if name.startswith("processes/")}

    def files(self) -> dict[str, str]:
        """Every file of the new site, by its path in the folder."""
        return {
            FILE: self.settings(),
            **templates.files(self.template),
            **self.rules(),
            **self.terms(),
            "theme/README.md": shipped("site_template/theme/README.md").read_text(encoding="utf-8"),
            SECRETS_FILE: f'secret_key = {_toml(self.secret)}\npush_key = {_toml(self.push_key)}\nsmtp_password = ""\n',
        }


def check_free(plan: Plan) -> None:
    """Raise FolderTaken if anything would be overwritten."""
    if (plan.folder / FILE).exists():
        raise FolderTaken(_(SITE_THERE, folder=plan.folder))
    made_later = (SCHEMA_FILE, "data/demosx.sqlite")
    taken = [name for name in [*plan.files(), *made_later] if (plan.folder / name).exists()]
    if taken:
        raise FolderTaken(_(OCCUPIED, files=", ".join(str(plan.folder / name) for name in taken)))


@contextmanager
def made(plan: Plan, schema: str) -> Iterator[None]:
    """Write the folder, with the schema of its process files. If the block fails, all that was made is taken away, and
    what was there before stays."""
    new: list[Path] = []
    try:
        for name, text in {**plan.files(), SCHEMA_FILE: schema}.items():
            _write(plan.folder / name, text, new, private=name.startswith("data/") or plan.has_password(name))
        _ensure(plan.folder / "data" / "mail", new, private=True)
        yield
    except BaseException:
        for path in reversed(new):
            _take_away(path)
        raise


def _write(file: Path, text: str, new: list[Path], private: bool) -> None:
    _ensure(file.parent, new, private)
    new.append(file)
    file.touch(PRIVATE_FILE if private else 0o644, exist_ok=False)
    file.write_text(text, encoding="utf-8")


def _ensure(folder: Path, new: list[Path], private: bool) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir()
        new.append(path)
    if private and folder in missing:
        folder.chmod(PRIVATE_FOLDER)


def _take_away(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
