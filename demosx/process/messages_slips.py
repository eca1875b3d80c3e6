"""The sentences about slips of the pen: what cannot be read as TOML, and files of another sort."""

from .sentences import Sentences, both

SLIPS: Sentences = {
    "strange_sign": both(
        "{signs}: 모양만 비슷한 다른 글자입니다.", "This only looks like what is meant: {signs}."
    ),
    "invisible_sign": both(
        "보이지 않는 글자가 있습니다({signs}).", "There is an invisible character here ({signs})."
    ),
    "open_quote": both("따옴표의 짝이 맞지 않습니다: `{given}`.", "The quotes do not pair: `{given}`."),
    "quote_in_quotes": both(
        "`{key}`: 따옴표 안에 같은 따옴표가 또 있습니다.",
        "`{key}`: there are quotes of the same sort inside the quotes.",
    ),
    "no_quotes": both("따옴표가 없습니다: `{given}`.", "The quotes are missing: `{given}`."),
    "no_brackets": both(
        "`{key}`: 여러 개를 쓸 때는 대괄호로 묶습니다.", "`{key}`: several values stand in square brackets."
    ),
    "no_value": both("`{key}`: 등호 뒤에 값이 없습니다.", "`{key}`: there is nothing behind the `=`."),
    "no_equals": both("`{key}` 뒤에 등호(`=`)가 없습니다.", "There is no `=` behind `{key}`."),
    "wrong_equals": both("`{key}` 뒤에 `{given}` 기호가 있습니다.", "Behind `{key}` stands `{given}`."),
    "left_over": both("`{given}`: 여기에 올 수 없습니다.", "`{given}` does not belong here."),
    "sign_behind": both("값 뒤에 `{given}` 기호가 있습니다.", "Behind the value stands `{given}`."),
    "comment_sign": both("설명 앞에 `{given}` 기호가 있습니다.", "`{given}` does not begin a remark."),
    "number_form": both("`{given}`: 숫자를 쓰는 방법이 다릅니다.", "`{given}`: numbers are written in another way."),
    "number_long": both("`{given}`: 너무 긴 숫자입니다.", "`{given}` is too long a number."),
    "day_form": both("`{given}`: 날짜를 쓰는 방법이 다릅니다.", "`{given}`: days are written in another way."),
    "no_such_day": both("`{given}`: 달력에 없는 날입니다.", "`{given}`: the calendar has no such day."),
    "true_false": both(
        "`{given}`: 예/아니요를 쓰는 방법이 다릅니다.", "`{given}`: yes and no are written in another way."
    ),
    "missing_comma": both(
        "`{before}`, `{after}` 사이에 쉼표가 없습니다.",
        "A comma is missing between `{before}` and `{after}`.",
    ),
    "trailing_comma": both("닫는 중괄호 앞에 쉼표가 있습니다.", "There is a comma before the closing `}}`."),
    "open_bracket": both("괄호가 닫히지 않았습니다: `{given}`.", "The bracket `{given}` is not closed."),
    "wrong_bracket": both("`{given}`: 다른 괄호를 써야 합니다.", "`{given}` is the wrong bracket."),
    "table_over_lines": both(
        "중괄호로 묶은 것이 여러 줄에 걸쳐 있습니다.", "What stands in `{{ }}` runs over several lines."
    ),
    "backslash": both(
        "따옴표 안에 `\\` 하나만 쓸 수 없습니다: {given}.",
        "A single `\\` means something else in quotes: {given}.",
    ),
    "key_twice": both("`{key}`: 이미 {line}번째 줄에 있습니다.", "`{key}` is there already, on line {line}."),
    "table_twice": both(
        "`[{table}]`: 이미 {line}번째 줄에 있습니다.", "`[{table}]` is there already, on line {line}."
    ),
    "header_brackets": both(
        "`{given}`: 대괄호의 수가 맞지 않습니다.", "`{given}` has the wrong number of brackets."
    ),
    "header_signs": both(
        "`{given}`: 대괄호 안의 이름이 맞지 않습니다.", "`{given}`: the name in the brackets is not right."
    ),
    "no_opening": both("`{key}`: 여는 괄호가 없습니다.", "`{key}`: the opening bracket is missing."),
    "header_name": both("`{given}`: 이름이 빠졌습니다.", "`{given}`: a name is missing."),
    "loose_text": both(
        "`{given}`: 항목도 설명도 아닌 줄입니다.", "`{given}`: this line is neither a key nor a remark."
    ),
    "syntax": both("TOML 문법에 맞지 않습니다({why}).", "This is not TOML ({why})."),
}  # fmt: skip

FILES: Sentences = {
    "empty_file": both("빈 파일입니다.", "This file is empty."),
    "other_format": both(
        "TOML이 아니라 {format} 파일인 것 같습니다.", "This looks like {format}, not like TOML."
    ),
    "too_large": both("파일이 너무 큽니다({most}MB까지).", "This file is too large (at most {most} MB)."),
    "too_deep": both("괄호나 점이 {most}겹을 넘습니다.", "Brackets or dots go deeper than {most} levels."),
    "no_text": both("글만 담긴 파일이 아닙니다: {what}.", "This is {what}, not a plain text file."),
    "encoding": both(
        "UTF-8로 저장한 파일이 아닙니다({encoding}).", "This file is not saved as UTF-8 ({encoding})."
    ),
    "no_file": both("그런 파일이 없습니다.", "There is no such file."),
    "folder": both("파일이 아니라 폴더입니다.", "This is a folder, not a file."),
    "not_readable": both("파일을 읽을 수 없습니다({why}).", "This file cannot be read ({why})."),
}  # fmt: skip
