"""The table that titles are searched in: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

It is no model, since neither database can describe the other's. Migrations and tests create it from the same text.
"""

from sqlalchemy import DDL, event

from .models import Proposal

CREATE: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE proposal_search USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE proposal_search ("
        "proposal_id BIGINT NOT NULL PRIMARY KEY REFERENCES proposal (id) ON DELETE CASCADE, words TSVECTOR NOT NULL)",
        "CREATE INDEX proposal_search_words ON proposal_search USING gin (words)",
    ),
}
DROP = "DROP TABLE IF EXISTS proposal_search"

for _dialect, _statements in CREATE.items():
    for _statement in _statements:
        event.listen(Proposal.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))
event.listen(Proposal.__table__, "before_drop", DDL(DROP))
