"""Departments and posts."""

import pytest
from flask import Flask

from demosx.core.errors import InvalidInput
from demosx.people import queries, services
from demosx.people.errors import DepartmentExists


def test_departments_are_listed_by_key(app: Flask) -> None:
    roads = services.add_department("roads", {"ko": "도로과", "en": " "}, " 02 - 120 ")
    parks = services.add_department("parks", {"ko": "  공원   녹지과 "})
    assert (roads.names, roads.telephone) == ({"ko": "도로과"}, "02 - 120")
    assert parks.names == {"ko": "공원 녹지과"}
    assert list(queries.departments()) == [parks, roads]
    services.change_department(roads, {"ko": "도로관리과"}, "", active=False)
    assert list(queries.departments()) == [parks]
    assert list(queries.departments(active_only=False)) == [parks, roads]
    assert queries.department_by_key("roads") is roads


@pytest.mark.parametrize("key", ["", "Parks", "공원", "1parks", "a b", "x" * 61, "parks\n"])
def test_a_key_is_a_word_for_files(app: Flask, key: str) -> None:
    with pytest.raises(InvalidInput):
        services.add_department(key, {"ko": "공원과"})


@pytest.mark.parametrize("names", [{}, {"ko": " "}, {"xx": "Parks"}, {"ko": "가" * 101}])
def test_a_department_has_a_name(app: Flask, names: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        services.add_department("parks", names)


def test_a_key_is_taken_once(app: Flask) -> None:
    services.add_department("parks", {"ko": "공원과"})
    with pytest.raises(DepartmentExists):
        services.add_department("parks", {"ko": "다른 과"})
    assert len(queries.departments()) == 1


def test_posts_of_a_department(app: Flask) -> None:
    parks, roads = (services.add_department(key, {"ko": key}) for key in ("parks", "roads"))
    post = services.add_post(parks, "주무관", "02-120")
    services.add_post(roads, "주무관")
    with pytest.raises(DepartmentExists):
        services.add_post(parks, "주무관")
    other = services.add_post(parks, "팀장")
    with pytest.raises(DepartmentExists):
        services.change_post(other, "주무관", "")
    services.change_post(post, "공원 주무관", "02-121")
    assert [(one.name, one.telephone) for one in queries.posts(parks.id)] == [
        ("공원 주무관", "02-121"),
        ("팀장", ""),
    ]
    assert len(queries.posts()) == 3
    with pytest.raises(InvalidInput):
        services.add_post(parks, " ")
