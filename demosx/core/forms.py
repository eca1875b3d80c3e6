"""What every form has: the reader's language, cleaned text, and no NUL."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import FileField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from .text import clean, one_line
from .web import BIGGEST


class Form(FlaskForm):  # type: ignore[misc]
    """Base of all forms. Refuses NUL in any field, which no database keeps; gives back what was typed."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where a form is read from: a file only by a field for files, and no JSON, so that all else is text."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent, by the names of the fields; None where nothing was."""
            read = super().wrap_formdata(form, formdata)
            if isinstance(read, CombinedMultiDict):
                files = MultiDict(
                    (name, sent) for name, sent in request.files.items(multi=True) if _takes_files(form, name)
                )
                return CombinedMultiDict((files, request.form))
            return request.form if request.is_json and read is not None else read

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every field is right; the fields hold what is wrong with them, as text."""
        valid: bool = super().validate(extra_validators=extra_validators)
        for field in self:
            if isinstance(field.errors, list | tuple):
                field.errors = [
                    str(error) if not isinstance(error, dict | list) else error for error in field.errors
                ]
            if any(isinstance(value, str) and "\0" in value for value in field.raw_data or ()):
                field.errors = [
                    *field.errors,
                    _("This cannot be stored. Please remove invisible characters."),
                ]
                valid = False
        return valid

    def text(self, name: str) -> str:
        """What was typed into the field `name`; empty where it was left out."""
        value = self[name].data
        return value if isinstance(value, str) else ""


def _takes_files(form: Any, name: str) -> bool:
    return isinstance(form._fields.get(name), FileField)


class LineField(StringField):
    """One line of text: cleaned, without spaces around, runs of space as one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the first value, cleaned."""
        self.data = one_line(valuelist[0]) if valuelist else ""


class TextField(TextAreaField):
    """Text of several lines: cleaned, otherwise as typed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the first value, cleaned."""
        self.data = clean(valuelist[0]) if valuelist else ""


class NumberField(IntegerField):
    """A whole number that a database can hold."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the first value, as a number. Raises ValueError, which the form makes its error, for any other."""
        super().process_formdata(valuelist)
        if self.data is not None and abs(self.data) > BIGGEST:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))


class Needed(DataRequired):
    """The field is not empty, also after cleaning."""

    def __init__(self) -> None:
        super().__init__(message=_l("Please fill this in."))


def at_most(longest: int) -> Length:
    """The text has at most `longest` characters."""
    return Length(max=longest, message=_l("Please use at most %(max)d characters."))
