"""The tables that proposals are searched in: FTS5 on SQLite, tsvectors with GIN on PostgreSQL.

They are no models, since neither database can describe the other's. Migrations and tests create them from the same
text. Rows hold sets of pieces (`search_words.py`) without positions. `proposal_search` has a row for each proposal;
`proposal_search_said` one for each opinion, answer or addition, numbered by `search_index.py`. What is still to be
indexed anew stands in `proposal_search_progress`: a row for each source, with the last id that is done.
"""

from sqlalchemy import DDL, event

from .models import Proposal

_PROGRESS = (
    "CREATE TABLE proposal_search_progress (source VARCHAR(20) NOT NULL PRIMARY KEY, done BIGINT NOT NULL)"
)
CREATE: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE proposal_search USING fts5("
        "words, detail = none, columnsize = 0, tokenize = \"ascii tokenchars '^+'\")",
        "CREATE VIRTUAL TABLE proposal_search_said USING fts5("
        "words, proposal_id UNINDEXED, detail = none, columnsize = 0, tokenize = 'ascii')",
        _PROGRESS,
    ),
    "postgresql": (
        "CREATE TABLE proposal_search ("
        "proposal_id BIGINT NOT NULL PRIMARY KEY REFERENCES proposal (id) ON DELETE CASCADE, words TSVECTOR NOT NULL)",
        "CREATE INDEX proposal_search_words ON proposal_search USING gin (words) WITH (fastupdate = off)",
        "CREATE TABLE proposal_search_said (id BIGINT NOT NULL PRIMARY KEY, proposal_id BIGINT NOT NULL "
        "REFERENCES proposal (id) ON DELETE CASCADE, words TSVECTOR NOT NULL)",
        "CREATE INDEX proposal_search_said_words ON proposal_search_said USING gin (words) WITH (fastupdate = off)",
        _PROGRESS,
    ),
}
TABLES = ("proposal_search", "proposal_search_said", "proposal_search_progress")
DROP = tuple(f"DROP TABLE IF EXISTS {table}" for table in TABLES)

for _dialect, _statements in CREATE.items():
    for _statement in _statements:
        event.listen(Proposal.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))
for _statement in DROP:
    event.listen(Proposal.__table__, "before_drop", DDL(_statement))
