"""The page that explains how it works: the rules drawn, with how many proposals are where."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from demosx import testing
from demosx.core.db import db
from demosx.square.queries import in_each_stage
from tests.counting import queries
from tests.small_city import NOW, SmallCity

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCity]:
    """The small city, in which some proposals are hidden and one is seen by staff alone."""
    app = testing.application(tmp_path_factory.mktemp("how"))
    with app.app_context():
        db.create_all()
        with testing.at("2019-01-02 09:00"):
            testing.apply_examples()
    yield SmallCity(app)
    with app.app_context():
        db.engine.dispose()


def get(city: SmallCity, address: str = "/how", lang: str = "ko") -> str:
    with testing.at(NOW):
        answer = city.app.test_client().get(address, headers={"Accept-Language": lang})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def pictures(page: str) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r"<svg[^>]*process-map.*?</svg>", page, re.S)]


def counts(picture: ET.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text") if text.get("class") == "map-count"]


def test_each_process_is_drawn_for_a_page_and_for_a_telephone(city: SmallCity) -> None:
    for lang, name in (("ko", "시민제안"), ("en", "Citizen proposal")):
        drawn = pictures(get(city, lang=lang))
        widths = [picture.get("viewBox", "").split()[2] for picture in drawn]
        assert widths == ["595.3", "317", "595.3", "317"]
        assert drawn[0].findtext(f"{SVG}title") == name


def test_ids_are_unique_and_nothing_is_styled_in_place(city: SmallCity) -> None:
    page = get(city)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert not re.search(r"<style|\sstyle=", page)


def test_the_numbers_of_today_are_those_that_everybody_may_know(city: SmallCity) -> None:
    with city.app.app_context():
        assert in_each_stage() == {
            ("citizen", "support"): 1, ("citizen", "agenda"): 1, ("citizen", "forum"): 2,
            ("citizen", "department_reply"): 1, ("citizen", "execution"): 1,
        }  # fmt: skip
    citizen, narrow, agency, _narrow = pictures(get(city))
    assert counts(citizen) == counts(narrow) == ["1건", "1건", "0건", "2건", "0건", "1건", "1건"]
    assert counts(agency) == ["0건"] * 4


def test_the_same_stands_in_a_list(city: SmallCity) -> None:
    page = get(city)
    told = page[page.index("process-told") :]
    for words in (
        "공감 50명 이상이면",
        "할 일: 부서 답변",
        "담당부서가 20일 안에",
        "시민토론 <span",
        ">2건</span>",
        "어느 단계에서나",
    ):
        assert words in told
    assert "1번째 판" in page and "/how/rules" in page


def test_counting_reads_an_index_and_asks_once(city: SmallCity) -> None:
    with city.app.app_context(), queries() as sent:
        in_each_stage()
    assert len(sent) == 1
    with city.app.app_context():
        plan = [row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {sent[0]}"))]
    assert any("ix_proposal_now" in step for step in plan) and not any("B-TREE" in step for step in plan)


def test_a_file_that_prints_on_one_page(city: SmallCity) -> None:
    with testing.at(NOW):
        answer = city.app.test_client().get("/how/citizen.svg", headers={"Accept-Language": "ko"})
        assert city.app.test_client().get("/how/nothing.svg").status_code == 404
    root = ET.fromstring(answer.get_data(as_text=True))
    assert (root.get("height"), counts(root)) == ("297mm", [])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="citizen.svg"'
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")


def test_the_site_s_names_come_before_the_file_s(tmp_path_factory: pytest.TempPathFactory) -> None:
    roles = {"planning_panel": {"name": {"ko": "시민위원회"}}}
    app = testing.application(tmp_path_factory.mktemp("names"), roles=roles)
    with app.app_context():
        db.create_all()
        testing.apply_examples()
    page = app.test_client().get("/how", headers={"Accept-Language": "ko"}).get_data(as_text=True)
    assert "시민위원회가 90일 안에 결정" in page and "기획단이 90일" not in page
    with app.app_context():
        db.engine.dispose()
