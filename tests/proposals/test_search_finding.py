"""What is found and where, in which order, and that nothing hidden is."""

import unicodedata
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from demosx.core.db import db, transaction
from demosx.journey.travel import moment
from demosx.opinions import moderation
from demosx.opinions.models import Opinion
from demosx.opinions.services import delete, edit, say
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import search, search_rebuild, services
from demosx.proposals.additions import add
from demosx.proposals.models import Proposal
from demosx.proposals.queries import Filters, Sort, listed, listing
from demosx.proposals.search import Level
from demosx.proposals.writing_holdings import HOLDINGS
from demosx.proposals.writing_models import Addition
from demosx.stages.answer.models import Answer

Make = Callable[..., Proposal]


@pytest.fixture
def author(app: Flask, make_account: Callable[..., Account]) -> Account:
    return make_account("별이")


@pytest.fixture
def propose(author: Account) -> Make:
    def make(title: str, body: str = "글", **more: str) -> Proposal:
        made = services.propose(title, body, actor=actor_of(author.id), **more)
        db.session.commit()
        return made

    return make


def found(q: str, sure: bool = True) -> list[str]:
    """The titles that a search lists, the best first; with `sure` only those that have what was asked for."""
    hits = search.find(q, search.Within([Proposal.listed])).hits
    titles = dict(db.session.execute(db.select(Proposal.id, Proposal.title)).all())
    return [titles[hit.id] for hit in hits if not sure or hit.level > Level.NEARLY_IN_TITLE]


def test_words_are_found_in_texts_and_places_behind_titles(propose: Make) -> None:
    propose("제안 하나", "우리 동네 도서관은 늘 붐빕니다. " + "다른 이야기입니다. " * 20)
    propose("제안 둘", "다른 이야기입니다. " * 20 + "옆 동네 도서관도 그렇습니다.")
    propose("도서관을 늦게까지", "글")
    propose("도서관", "글")
    propose("제안 셋", "글", place="솔마루 도서관 앞")
    assert found("도서관")[:4] == ["도서관", "도서관을 늦게까지", "제안 셋", "제안 하나"]
    assert found("도서관")[4] == "제안 둘"


@pytest.mark.parametrize(
    "q",
    [
        "도서관에서", "도서관을", "도서관까지", "도서관 주차장", "도서관주차장", "주차장 도서관에",
        "도서관 주차장을 넓혀주세요",
        unicodedata.normalize("NFD", "도서관"),
        "도서관 좀 넓혀 주세요",
    ],
)  # fmt: skip
def test_endings_and_spaces_do_not_matter(propose: Make, q: str) -> None:
    propose("도서관 주차장 넓혀 주세요")
    assert found(q) == ["도서관 주차장 넓혀 주세요"]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("쓰레기 통", "쓰레기통"),
        ("쓰레기통", "쓰레기 통"),
        ("무상 교육", "무상교육"),
        ("무상교육", "무상 교육"),
    ],
)
def test_spaces_may_be_anywhere(propose: Make, written: str, asked: str) -> None:
    propose("제안", f"{written} 때문에 씁니다.")
    assert found(asked) == ["제안"]


@pytest.mark.parametrize("q", ["미세먼즈", "미새먼지", "미서먼지", "미먼세지", "미세세먼지"])
def test_slips_of_the_finger_are_forgiven(propose: Make, q: str) -> None:
    propose("미세먼지를 줄입시다")
    propose("버스를 늘립시다")
    assert found(q, sure=False) == ["미세먼지를 줄입시다"]
    assert search.find(q, search.Within([Proposal.listed])).nearly


def test_all_but_one_of_the_words_is_nearly_it(propose: Make) -> None:
    propose("초등학교 신호등")
    result = search.find("초등학교 앞 신호등", search.Within([Proposal.listed]))
    assert result.nearly and [hit.level for hit in result.hits] == [Level.NEARLY_IN_TITLE]


def test_one_syllable_is_a_word_of_its_own_before_it_is_a_part(propose: Make) -> None:
    propose("집단 상담")
    propose("집을 고쳐 주세요")
    propose("제안", "살 집이 없습니다.")
    assert found("집") == ["집을 고쳐 주세요", "제안", "집단 상담"]


def test_receipt_numbers_are_found_as_people_write_them(propose: Make) -> None:
    made = propose("강")
    year, number = made.number.split("-")
    for typed in (made.number, f"{year}-{int(number)}", f"접수번호 {year}－{int(number)}"):
        assert found(typed)[0] == "강"


def test_words_of_other_scripts_are_found_by_their_beginnings(propose: Make) -> None:
    propose("Night bus", "The Buses stop at ten; CCTV is there. Приложение")
    assert found("ＮＩＧＨＴ") == found("buse") == found("cctv") == found("прило") == ["Night bus"]


def test_opinions_are_found_only_while_everybody_may_read_them(
    propose: Make, author: Account, make_account: Callable[..., Account]
) -> None:
    proposal, actor = propose("버스"), actor_of(author.id)
    operator = actor_of(make_account("운영", roles=["operator"]).id)
    opinion = say(proposal, "수달이 삽니다", actor=actor)
    db.session.commit()
    assert found("수달") == ["버스"] and search.find("수달", search.Within()).hits[0].level is Level.SAID
    with transaction():
        edit(db.session.get_one(Opinion, opinion.id), "고니가 삽니다", actor=actor)
    assert (found("수달"), found("고니")) == ([], ["버스"])
    with transaction():
        moderation.hide(db.session.get_one(Opinion, opinion.id), "욕설", actor=operator)
    assert found("고니") == []
    with transaction():
        moderation.show(db.session.get_one(Opinion, opinion.id), actor=operator)
    assert found("고니") == ["버스"]
    with transaction():
        delete(db.session.get_one(Opinion, opinion.id), actor=actor)
    assert found("고니") == []


def test_answers_and_additions_are_found_if_they_are_public(propose: Make) -> None:
    proposal = propose("버스")
    common = {"proposal_id": proposal.id, "duty_name": "answer", "verdict": "accept", "by_role": "head",
              "answered_at": proposal.filed_at}  # fmt: skip
    with transaction():
        db.session.add(Answer(text="수달을 지키겠습니다", public=True, **common))
        db.session.add(Answer(text="고니는 모릅니다", public=False, **common))
        db.session.add(Addition(proposal_id=proposal.id, text="두루미도 봤습니다", at=proposal.filed_at))
    assert (found("수달"), found("고니"), found("두루미")) == (["버스"], [], ["버스"])
    with transaction():
        db.session.delete(db.session.scalars(db.select(Addition)).one())
    assert found("두루미") == []


def test_nothing_out_of_sight_is_found(propose: Make, author: Account) -> None:
    proposal = propose("수달 보호", "강가의 수달")
    say(proposal, "수달이 좋아요", actor=actor_of(author.id))
    db.session.commit()
    for audience in ("staff", "link"):
        proposal.audience = audience
        db.session.commit()
        assert found("수달", sure=False) == []
        assert not listing(Filters(q="수달"), Sort.RELEVANCE).page.items
    proposal.audience = "everyone"
    services.hide(proposal, "개인정보", actor_of(author.id))
    db.session.commit()
    assert found("수달", sure=False) == found(proposal.number) == []
    services.show(proposal, actor_of(author.id))
    db.session.commit()
    assert found("수달") == ["수달 보호"]


def test_what_is_rolled_back_is_not_found(propose: Make) -> None:
    proposal = propose("버스")
    proposal.title = "수달"
    db.session.flush()
    assert found("수달") == ["수달"]
    db.session.rollback()
    assert (found("수달"), found("버스")) == ([], ["버스"])


def test_searching_narrows_sorts_and_pages(propose: Make) -> None:
    made = [propose(f"버스 {number}", area="transport" if number % 2 else "welfare") for number in range(9)]
    narrowed = Filters(q="버스", area="transport")
    assert {one.area for one in listed(narrowed, Sort.RELEVANCE).items} == {"transport"}
    made[3].supports = made[3].supports_elsewhere = 90
    db.session.commit()
    assert listed(Filters(q="버스"), Sort.SUPPORT).items[0].id == made[3].id
    seen, cursor = [], None
    for _page in range(5):
        page = listed(Filters(q="버스"), Sort.RELEVANCE, cursor, size=2)
        seen += [one.id for one in page.items]
        cursor = page.next
    assert len(seen) == len(set(seen)) == 9 and cursor is None and seen[0] == made[3].id
    back = listed(Filters(q="버스"), Sort.RELEVANCE, page.previous, size=2)
    assert [one.id for one in back.items] == seen[6:8]


@pytest.mark.parametrize("sort", [Sort.SUPPORT, Sort.NEW])
def test_what_was_found_pages_in_every_order_forth_and_back(propose: Make, sort: Sort) -> None:
    made = [propose(f"버스 {number}") for number in range(5)]
    propose("수달")
    for number, one in enumerate(made):
        one.supports = one.supports_elsewhere = 10 * (number % 2)
    db.session.commit()
    first = listed(Filters(q="버스"), sort, size=2)
    second = listed(Filters(q="버스"), sort, first.next, size=2)
    third = listed(Filters(q="버스"), sort, second.next, size=2)
    pages = [[one.id for one in page.items] for page in (first, second, third)]
    order = sorted(made, key=lambda one: (one.supports if sort is Sort.SUPPORT else 0, one.id), reverse=True)
    assert [*pages[0], *pages[1], *pages[2]] == [one.id for one in order] and third.next is None
    assert [one.id for one in listed(Filters(q="버스"), sort, third.previous, size=2).items] == pages[1]


def test_a_search_in_an_area_or_a_district_follows_where_a_proposal_goes(propose: Make) -> None:
    one, other = propose("버스 하나", area="transport", district="narae"), propose("버스 둘", area="welfare")

    def titles(**narrowed: str) -> list[str]:
        return sorted(hit.title for hit in listed(Filters(q="버스", **narrowed), Sort.RELEVANCE).items)

    assert titles(area="transport") == titles(district="narae") == ["버스 하나"]
    one.area, other.area, one.district = "welfare", "transport", None
    db.session.commit()
    assert (titles(area="transport"), titles(area="welfare"), titles(district="narae")) == (
        ["버스 둘"], ["버스 하나"], [],
    )  # fmt: skip


def test_a_search_among_those_under_way_leaves_out_all_others(propose: Make) -> None:
    one, other = propose("버스 하나"), propose("버스 둘")
    with moment(other, actor_of(other.proposer_id or 0)) as journey:
        journey.press(next(rule.key for rule in journey.process.rules if "proposer" in rule.by), {})
    db.session.commit()
    open_ones = listed(Filters(q="버스", state="open"), Sort.RELEVANCE).items
    at_stage = listed(Filters(q="버스", stage=one.stage), Sort.RELEVANCE).items
    assert [hit.id for hit in open_ones] == [hit.id for hit in at_stage] == [one.id]
    assert [hit.id for hit in listed(Filters(q="버스", state="ended"), Sort.RELEVANCE).items] == [other.id]


def test_of_what_is_everywhere_the_newest_are_put_in_order(
    propose: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", 3)
    made = [propose(f"버스 {number}") for number in range(5)]
    result = search.find("버스", search.Within([Proposal.listed]))
    assert result.more and {hit.id for hit in result.hits} == {one.id for one in made[2:]}


def test_the_page_says_where_marks_and_escapes(client: FlaskClient, propose: Make, author: Account) -> None:
    proposal = propose("<b>수달</b> 보호", "앞 글. " * 60 + "<script>수달</script> 뒤 글.")
    say(proposal, "<i>고니</i>", actor=actor_of(author.id))
    db.session.commit()
    page = client.get("/proposals?q=수달&area=").text
    assert "&lt;b&gt;<mark>수달</mark>&lt;/b&gt; 보호" in page
    assert "&lt;script<mark>수달</mark>&lt;/script" in page and "<script>수달" not in page
    assert 'rel="bookmark"' in page
    said = client.get("/proposals?q=고니").text
    assert "의견에서" in said and "&lt;i<mark>고니</mark>&lt;/i" in said
    assert "비슷한 말도" in client.get("/proposals?q=수댈").text


def test_a_page_without_hits_says_what_to_do(client: FlaskClient) -> None:
    page = client.get("/proposals?q=낙타 <길>").text
    assert "찾지 못했습니다" in page and "title=%EB%82%99%ED%83%80+%3C%EA%B8%B8%3E" in page


def test_the_index_is_made_anew_where_it_stopped(
    propose: Make, author: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_rebuild, "BATCH", 2)
    made = [propose(f"버스 {number}") for number in range(5)]
    say(made[0], "수달", actor=actor_of(author.id))
    db.session.commit()
    for name in ("proposal_search", "proposal_search_said"):
        db.session.execute(text(f"DELETE FROM {name}"))
    db.session.commit()
    assert found("버스") == []
    assert search_rebuild.begin()
    work = search_rebuild.work()
    next(work)
    work.close()
    assert len(found("버스")) == 2
    assert not search_rebuild.begin()
    assert search_rebuild.go_on() > 0
    assert (len(found("버스")), found("수달")) == (5, ["버스 0"])
    assert search_rebuild.go_on() == 0


def test_additions_of_whoever_leaves_with_the_texts_are_not_found(propose: Make, author: Account) -> None:
    proposal = propose("버스")
    add(proposal, "무지개코끼리를 봤습니다", actor=actor_of(author.id))
    db.session.commit()
    assert found("무지개코끼리") == ["버스"]
    additions = next(one for one in HOLDINGS if one.name == "additions")
    with transaction():
        additions.forget(author.id, True)
    assert found("무지개코끼리") == []
    assert db.session.scalar(text("SELECT count(*) FROM proposal_search_said")) == 0


@pytest.mark.parametrize(
    ("q", "marked"),
    [
        ("은행나무가", "<mark>은행나무</mark>"),
        ("쓰레기수거", "<mark>쓰레기</mark>를 밤에 <mark>수거</mark>"),
        ("주차장지하", "<mark>지하</mark> <mark>주차장</mark>"),
    ],
)
def test_what_is_similar_is_marked_and_nothing_unrelated_stands_beside_it(
    propose: Make, client: FlaskClient, q: str, marked: str
) -> None:
    propose("은행나무 열매를 치워 주세요")
    propose("쓰레기를 밤에 수거해 주세요")
    propose("지하 주차장에 빛을")
    propose("장례식장 음식", "쓰레기봉투를 수거합니다. 은행 나무. 지하에 주차장이 있습니다. " * 3)
    page = client.get("/proposals", query_string={"q": q}).text
    assert marked in page and "장례식장" not in page


def test_what_has_most_of_what_was_typed_stands_first_among_the_similar(propose: Make) -> None:
    propose("쓰레기를 밤에 수거해 주세요")
    propose("쓰레길 수거")
    assert found("쓰레기수거", sure=False)[0] == "쓰레기를 밤에 수거해 주세요"


@pytest.mark.parametrize(
    ("q", "other"), [("bus", "버스"), ("길냥이", "길고양이"), ("길냥이를 도와주세요", "길고양이 도와주세요")]
)
def test_other_words_are_offered_for_what_was_not_found(client: FlaskClient, q: str, other: str) -> None:
    page = client.get("/proposals", query_string={"q": q}).text
    assert f'href="/proposals?q={quote(other, safe="").replace("%20", "+")}"' in page
    assert "다른 말로 찾기" not in client.get("/proposals?q=%3Cb%3E").text
