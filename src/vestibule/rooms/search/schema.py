"""Where the words of messages lie: FTS5 in SQLite, GIN in PostgreSQL. Made by a migration, unknown to Django."""

# Words are folded before they get here, so that the tokenizer has nothing left to decide.
SQLITE = (
    "CREATE VIRTUAL TABLE rooms_search USING fts5(tags, words, columnsize = 0, prefix = '3',"
    " tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\")"
)
# No foreign key: Django, which empties tables, does not know of this one. An entry without its message finds nothing.
# Without the pending list of GIN: the index is written in the background, and must be quick to ask.
POSTGRESQL = (
    "CREATE TABLE rooms_search (message_id bigint PRIMARY KEY, words tsvector NOT NULL);"
    "CREATE INDEX rooms_search_words ON rooms_search USING gin (words) WITH (fastupdate = off)"
)
