"""Cities of any size to measure in, made by the import that a real city uses."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import sqlalchemy

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.core.web import Application
from demosx.opendata.planning import Wishes, plan
from demosx.opendata.readers import Table
from demosx.opendata.services import Import, Outcome

PLACES = (
    "나래시장 솔마루역 강변 별빛공원 도서관 초등학교 보건소 버스정류장 골목 체육관 행복주택 하천 육교".split()
)
THINGS = "가로등 의자 횡단보도 보도블록 그늘막 쓰레기통 자전거길 안내판 경사로 화장실 나무 방음벽 수거함 담장".split()
WISHES = [
    "늘려 주세요",
    "고쳐 주세요",
    "옮겨 주세요",
    "밝게 해 주세요",
    "넓혀 주세요",
    "치워 주세요",
    "다시 열어 주세요",
]
RARE = "교통약자"
"""A word that is in one title of a thousand."""
SENTENCES = [
    "아침마다 지나는 길인데 늘 같은 자리에서 불편합니다.", "비가 오면 더 심해집니다.",
    "이웃 여럿이 같은 말을 합니다.", "작년에도 전화를 드렸는데 아직 그대로입니다.",
    "아이와 어르신이 함께 쓰는 곳이라 걱정입니다.", "큰돈이 들 일은 아니라고 생각합니다.",
    "한 번 나와서 보시면 바로 아실 겁니다.", "다른 동네는 벌써 바꾸었더라고요.",
]  # fmt: skip
OPEN_SHARE = 0.02
FIRST = 20


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with TemporaryDirectory(prefix="demosx-bench-") as name:
        yield Path(name)


@contextmanager
def city(at: Path, postgres: str = "") -> Iterator[Application]:
    """An empty city in a folder of its own, on SQLite, or on a fresh database of the PostgreSQL server `postgres`."""
    with fresh_database(at, postgres) as address:
        app = testing.application(at, database={"url": address})
        _prepare(app)
        yield app


@contextmanager
def fresh_database(at: Path, postgres: str = "") -> Iterator[str]:
    """The address of an empty database: a file in this folder, or one on the PostgreSQL server `postgres`."""
    if not postgres:
        yield f"sqlite:///{at / 'city.sqlite'}"
        return
    address = sqlalchemy.make_url(postgres).set(drivername="postgresql+psycopg")
    name = f"demosx_bench_{uuid4().hex[:12]}"
    server = sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield address.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    server.dispose()


def _prepare(app: Application) -> None:
    with app.app_context():
        db.create_all()
        testing.apply_examples()


def write_rows(file: Path, count: int, live_share: float = OPEN_SHARE) -> Path:
    """Write a file of invented proposals, the same ones for the same count: JSON Lines.

    Most are over; `live_share` of them, and with it the first few, were filed in the last weeks.
    """
    chance = random.Random(count)
    today = clock.wall().date()
    with file.open("w", encoding="utf-8") as stream:
        for number in range(count):
            live = chance.random() < live_share or (live_share > 0 and number < FIRST)
            ago = chance.randrange(1, 25) if live else chance.randrange(60, 3000)
            stream.write(
                json.dumps(_row(number, today - timedelta(days=ago), chance), ensure_ascii=False) + "\n"
            )
    return file


def _row(number: int, filed: date, chance: random.Random) -> dict[str, object]:
    start = f"{chance.choice(PLACES)} {chance.choice(THINGS)}을 {chance.choice(WISHES)}"
    title = f"{RARE} {start}" if number % 1000 == 7 else start
    return {
        "id": str(number),
        "title": f"{title} ({number})",
        "text": " ".join(chance.choices(SENTENCES, k=14)),
        "supports": int(chance.paretovariate(0.7)) % 40_000,
        "filed": filed.isoformat(),
        "area": chance.choice(["transport", "welfare"]),
        "district": chance.choice(["narae", "solmaru"]),
    }


def take_in(app: Application, file: Path, archive: bool | None = None) -> Outcome:
    """Import a file into a city; every row must be good."""
    with app.app_context():
        table = Table(file)
        outcome = Import(plan(table, Wishes(source="bench", archive=archive)), _no_bad_row).run(table.rows())
        db.session.remove()
    return outcome


def _no_bad_row(row: object, reasons: list[str]) -> None:
    raise ValueError(f"{row}: {reasons}")


def settle(app: Application) -> None:
    """Let PostgreSQL learn how its tables are filled, as it does by itself in time. SQLite never does."""
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            db.session.execute(sqlalchemy.text("ANALYZE"))
        db.session.commit()
        db.session.remove()
