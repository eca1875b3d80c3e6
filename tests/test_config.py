"""The site folder: what its file may say, what overrides it, and how mistakes are told."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from demosx.commands.site_folder import Plan
from demosx.config import FILE, NoSite, SiteErrors, find_site, load_site, variables_known
from demosx.core.settings import Site

SMALL = 'name = { ko = "한들시", en = "Handeul" }\n'
LANGUAGES = ("ko", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site folder with the least that works."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secrets.toml").write_text(
        'secret_key = "long"\nsmtp_password = "p"\n', encoding="utf-8"
    )
    (tmp_path / FILE).write_text(SMALL, encoding="utf-8")
    return tmp_path


def problems_of(
    folder: Path, text: str, environment: dict[str, str] | None = None
) -> list[tuple[str, int, str]]:
    """Every problem of a file with this text: file, line and English sentence with its hint."""
    (folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(SiteErrors) as caught:
        load_site(folder, environment or {})
    return [
        (p.file, p.line, f"{p.message['en']} {p.hint.get('en', '')}".strip()) for p in caught.value.problems
    ]


def test_the_least_there_can_be(folder: Path) -> None:
    site = load_site(folder, {})
    assert (site.name["ko"], site.secret_key, site.smtp_password) == ("한들시", "long", "p")
    assert site.folder == folder
    assert site.database.url == "sqlite:///data/demosx.sqlite"


def test_the_environment_goes_before_the_file(folder: Path) -> None:
    (folder / FILE).write_text(SMALL + 'url = "http://a.kr"\n[server]\nworkers = 3\n', encoding="utf-8")
    site = load_site(folder, {
        "DEMOSX_URL": "https://city.kr",
        "DEMOSX_SERVER_WORKERS": "5",
        "DEMOSX_DEMO": "true",
        "DEMOSX_PLUGINS": "lottery, maps",
        "DEMOSX_MAIL_SMTP_HOST": "mail.city.kr",
        "DEMOSX_SECRET_KEY": "from outside",
        "DEMOSX_SMTP_PASSWORD": "hidden",
    })  # fmt: skip
    assert (site.address, site.server.workers, site.demo) == ("https://city.kr", 5, True)
    assert (site.plugins, site.mail.smtp.host) == (("lottery", "maps"), "mail.city.kr")
    assert (site.secret_key, site.smtp_password) == ("from outside", "hidden")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@db/city", "postgresql+psycopg://u:p@db/city"),
        ("postgresql://db/city", "postgresql+psycopg://db/city"),
        ("postgresql+psycopg://db/city", "postgresql+psycopg://db/city"),
        ("sqlite:////srv/city.sqlite", "sqlite:////srv/city.sqlite"),
    ],
)
def test_database_addresses_get_our_driver(folder: Path, given: str, used: str) -> None:
    assert load_site(folder, {"DEMOSX_DATABASE_URL": given}).database.url == used


def test_everything_that_is_wrong_is_said_at_once(folder: Path) -> None:
    text = (
        'name = { ko = "한들시" }\n'
        'languages = ["ko", "fr"]\n'
        'timezone = "Asia/Seol"\n'
        'contry = "KR"\n'
        'population = "many"\n'
        'url = "city.kr"\n'
        'demo = "perhaps"\n'
        'secret_key = "x"\n'
        "\n"
        "[mail]\n"
        'transport = "pigeon"\n'
        'theme = "x"\n'
        "[mail.smtp]\n"
        "port = 99999\n"
        "[calendar]\n"
        'add = ["2019-13-01"]\n'
        "[roles.mayor]\n"
        "permisions = []\n"
    )
    assert problems_of(folder, text) == [
        (FILE, 2, "`languages.2` must be one of these: 'ko', 'en'."),
        (FILE, 3, "`timezone`: no time zone is called “Asia/Seol”; an example is Asia/Seoul."),
        (FILE, 4, "There is no setting `contry`. Did you mean `country`?"),
        (FILE, 5, "`population` must be a whole number, such as 3."),
        (FILE, 6, "`url` must be an address that begins with http:// or https://."),
        (FILE, 7, "`demo` must be true or false."),
        (FILE, 8, "`secret_key` does not belong in this file. "
                  "Keep it in data/secrets.toml, which only this site reads."),
        (FILE, 11, "`mail.transport` must be one of these: 'file', 'console', 'smtp'."),
        (FILE, 12, "There is no setting `mail.theme`. `theme` belongs at the top, above the first table in brackets."),
        (FILE, 14, "`mail.smtp.port` must be at most 65535."),
        (FILE, 16, "`calendar.add.1` must be a day, such as 2019-12-14."),
        (FILE, 18, "There is no setting `roles.mayor.permisions`. Did you mean `permissions`?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (FILE, 1, "`name` is missing.")),
        (
            SMALL + "languages = []\n",
            (FILE, 2, '`languages` must name at least one language, such as ["ko", "en"].'),
        ),
        (SMALL + "folder = '/'\n", (FILE, 2, "There is no setting `folder`.")),
        (
            SMALL + "plugins = 'a'\n",
            (FILE, 2, '`plugins` must be a list in square brackets, such as ["a", "b"].'),
        ),
        (SMALL + "office = 3\n", (FILE, 2, '`office` must be a table, such as { ko = "…", en = "…" }.')),
        (SMALL + "theme = 3\n", (FILE, 2, "`theme` must be text in quotation marks.")),
        (
            SMALL + "country = 'DE-XX'\n",
            (FILE, 2, "`country`: no public holidays are known for “DE-XX”; examples are KR and DE-BY."),
        ),
        (
            SMALL + "country = 'Korea'\n",
            (FILE, 2, "`country` is not written as it must be; an example is KR."),
        ),
        (SMALL + "[server]\nproxies = -1\n", (FILE, 3, "`server.proxies` must be at least 0.")),
        (
            SMALL + "[database]\nurl = 'mysql://db'\n",
            (FILE, 3, "`database.url` must begin with sqlite:/// or postgresql://."),
        ),
        (
            SMALL + "[database]\nurl = 'here'\n",
            (FILE, 3, "`database.url` must begin with sqlite:/// or postgresql://."),
        ),
    ],
)
def test_one_mistake(folder: Path, text: str, expected: tuple[str, int, str]) -> None:
    assert problems_of(folder, text) == [expected]


def test_a_variable_that_is_wrong_is_named(folder: Path) -> None:
    environment = {"DEMOSX_SERVER_WORKERS": "x", "DEMOSX_DATABSE_URL": "sqlite:///x", "DEMOSX_MY_PLUGIN": "1"}
    assert problems_of(folder, SMALL, environment) == [
        (
            "DEMOSX_DATABSE_URL",
            0,
            "No setting is called so in the environment. Did you mean `DEMOSX_DATABASE_URL`?",
        ),
        ("DEMOSX_SERVER_WORKERS", 0, "`server.workers` must be a whole number, such as 3."),
    ]


def test_a_file_that_is_not_toml_says_where(folder: Path) -> None:
    [(file, line, text)] = problems_of(folder, SMALL + '\ntheme = "a\nplugins = []\n')
    assert (file, line) == (FILE, 3)
    assert text.endswith("Look for a missing quotation mark, bracket or equals sign here or just above.")


def test_a_file_that_ends_too_early_says_so(folder: Path) -> None:
    [(file, line, _text)] = problems_of(folder, SMALL + "plugins = [\n'a',\n")
    assert (file, line) == (FILE, 4)


def test_a_file_in_another_encoding_says_where(folder: Path) -> None:
    (folder / FILE).write_bytes(b"demo = true\n" + SMALL.encode("cp949"))
    with pytest.raises(SiteErrors) as caught:
        load_site(folder, {})
    [problem] = caught.value.problems
    assert (problem.line, problem.code) == (2, "encoding")


def test_without_a_secret_there_is_no_site(folder: Path) -> None:
    (folder / "data" / "secrets.toml").unlink()
    [(file, line, text)] = problems_of(folder, SMALL)
    assert (file, line) == ("data/secrets.toml", 1)
    assert text.startswith("`secret_key` is missing")
    assert load_site(folder, {"DEMOSX_SECRET_KEY": "k"}).secret_key == "k"


def test_an_unknown_secret_is_a_mistake(folder: Path) -> None:
    (folder / "data" / "secrets.toml").write_text('secret_key = "x"\nsmtp_pasword = "y"\n', encoding="utf-8")
    assert problems_of(folder, SMALL) == [
        (
            "data/secrets.toml",
            2,
            "There is no secret `smtp_pasword`; there are: secret_key, smtp_password, client_secrets, push_key.",
        ),
    ]


def test_problems_are_told_in_the_language_of_the_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / FILE).write_text("", encoding="utf-8")
    for language, expected in {
        "ko_KR.UTF-8": "demosx.toml:1: 오류: ",
        "en_US.UTF-8": "demosx.toml:1: error: ",
    }.items():
        monkeypatch.setenv("DEMOSX_LANGUAGE", language)
        with pytest.raises(SiteErrors) as caught:
            load_site(folder, {})
        assert str(caught.value).startswith(expected)


def test_secrets_are_not_shown() -> None:
    site = Site(name={"ko": "한들시"}, secret_key="hush", smtp_password="also")
    assert "hush" not in repr(site) and "also" not in repr(site)


def test_finding_the_site(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    monkeypatch.chdir(folder)
    assert find_site(None, {}) == folder
    monkeypatch.chdir(other)
    assert find_site(None, {"DEMOSX_SITE": str(folder)}) == folder
    assert find_site(str(folder), {"DEMOSX_SITE": str(other)}) == folder
    assert find_site("..", {}) / FILE
    with pytest.raises(NoSite, match=str(other)):
        find_site(None, {})


def leaves(kind: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every setting, by its tables; of roles, areas and districts only the table."""
    for name, info in kind.model_fields.items():
        if info.exclude:
            continue
        annotation = info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from leaves(annotation, (*place, name))
        elif name in ("roles", "openid", "others"):
            yield from leaves(get_args(annotation)[1], (*place, name, "*"))
        else:
            yield (*place, name)


@pytest.mark.parametrize("first", LANGUAGES)
def test_a_new_sites_file_names_and_explains_every_setting(tmp_path: Path, first: str) -> None:
    text = Plan(folder=tmp_path, names={first: "X"}, languages=(first,)).settings()
    table: tuple[str, ...] = ()
    named: dict[tuple[str, ...], bool] = {}
    explained = False
    for line in text.splitlines():
        bare = line.removeprefix("#")
        if bare.startswith("["):
            table = tuple(
                "*" if table_ in ("official", "city", "lodge") else table_
                for table_ in bare.strip("[]").split(".")
            )
            named[table] = explained
        elif "=" in bare and not line.startswith("# "):
            named[(*table, bare.split("=")[0].strip())] = explained
        explained = line.startswith("# ") or (explained and bool(line))
    wanted = {place if place[0] not in ("areas", "districts") else place[:1] for place in leaves(Site)}
    assert wanted - named.keys() == set()
    assert [place for place in wanted if not named[place]] == []


@pytest.mark.parametrize("first", LANGUAGES)
def test_a_new_sites_file_says_what_the_defaults_are(tmp_path: Path, first: str) -> None:
    """Taking away every # changes nothing but the role, the providers and the district that are examples."""
    plan = Plan(folder=tmp_path, names={first: "X"}, languages=LANGUAGES)
    uncommented = "\n".join(
        line.removeprefix("#") if not line.startswith("# ") else line for line in plan.settings().splitlines()
    )
    as_written = Site.model_validate(tomllib.loads(plan.settings()))
    shown = tomllib.loads(uncommented)
    del shown["sign_in"]["openid"], shown["sign_in"]["others"]
    as_shown = Site.model_validate({**shown, "roles": {}, "districts": {}})
    assert as_shown.model_copy(update={"calendar": as_written.calendar}) == as_written
    assert as_shown.calendar.roll is True


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    name = 'a" }\nsecret_key = "x" # \\ 한글 {{ 7*7 }} \x00\x7f'
    plan = Plan(folder=tmp_path, names={"ko": name}, languages=("ko",))
    assert plan.site().name["ko"] == name


def test_every_single_value_can_come_from_the_environment() -> None:
    known = variables_known()
    assert known["DEMOSX_DATABASE_URL"] == ("database", "url")
    assert known["DEMOSX_MAIL_SMTP_TIMEOUT"] == ("mail", "smtp", "timeout")
    assert "DEMOSX_FOLDER" not in known
    assert len(set(known.values())) == len(known)
