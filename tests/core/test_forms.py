"""What every form has."""

import pytest
from flask import Flask
from wtforms import PasswordField
from wtforms.validators import NumberRange, Optional

from demosx.core.forms import Form, LineField, Needed, NumberField, TextField, at_most


class Letter(Form):
    subject = LineField("Subject", [Needed(), at_most(10)])
    text = TextField("Text", [at_most(50)])
    secret = PasswordField("Secret")
    copies = NumberField("Copies", [Optional(), NumberRange(1, 9)])


def filled(app: Flask, **typed: str) -> Letter:
    with app.test_request_context("/", method="POST", data=typed):
        form = Letter(meta={"csrf": False})
        form.validate()
        return form


def test_lines_and_texts_are_cleaned(app: Flask) -> None:
    form = filled(app, subject="  \u1112\u1161\u11ab  강\u202e ", text=" 하나\r\n\r\n둘\u200b ")
    assert (form.subject.data, form.text.data) == ("한 강", "하나\n\n둘")
    assert form.errors == {}


@pytest.mark.parametrize("subject", ["", "   ", "\u200b", "\t\n"])
def test_what_is_blank_after_cleaning_is_missing(app: Flask, subject: str) -> None:
    assert list(filled(app, subject=subject).errors) == ["subject"]


def test_too_long_keeps_what_was_typed(app: Flask) -> None:
    form = filled(app, subject="열한 글자가 넘는 제목입니다")
    assert list(form.errors) == ["subject"]
    assert form.subject.data == "열한 글자가 넘는 제목입니다"


@pytest.mark.parametrize("name", ["subject", "text", "secret"])
def test_nul_is_refused_in_every_field(app: Flask, name: str) -> None:
    assert list(filled(app, **({"subject": "제목"} | {name: "a\0b"})).errors) == [name]


@pytest.mark.parametrize(("language", "said"), [("en", "Please fill this in."), ("ko", "입력해 주세요.")])
def test_errors_speak_the_readers_language(app: Flask, language: str, said: str) -> None:
    with app.test_request_context("/", method="POST", headers={"Accept-Language": language}):
        form = Letter(meta={"csrf": False})
        form.validate()
        assert [str(error) for error in form.subject.errors] == [said]


@pytest.mark.parametrize("copies", ["9" * 400, "-" + "9" * 400, str(2**63), "9" * 5000, "x", "10"])
def test_a_number_that_cannot_be_is_a_mistake_and_no_accident(app: Flask, copies: str) -> None:
    assert list(filled(app, subject="제목", copies=copies).errors) == ["copies"]
