"""The registry for years of use: chained history, people and absences, agendas, periods, recurrence, search, files."""

import hashlib
import json
import re
import unicodedata
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NEW_TABLES = (
    "absence", "attachment", "agenda_item", "task_words", "task_report", "task_number", "extension", "period",
    "calendar_day",
)  # fmt: skip
_NEW_COLUMNS = (
    # Written out, because Alembic's way to add a foreign key would copy whole tables on SQLite, and dropping the former
    # copy of a table that others point at is refused there.
    ("committee", "history_length", "INTEGER NOT NULL DEFAULT 0"),
    ("committee", "history_head", "VARCHAR NOT NULL DEFAULT ''"),
    ("agency", "abbreviation", "VARCHAR"),
    ("agency", "parent_id", "INTEGER REFERENCES agency (id)"),
    ("agency", "valid_from", "DATE"),
    ("agency", "valid_to", "DATE"),
    ("agency", "successor_id", "INTEGER REFERENCES agency (id)"),
    ("agency", "origin", "VARCHAR NOT NULL DEFAULT 'file'"),
    ("person", "access", "VARCHAR NOT NULL DEFAULT 'agency'"),
    ("person", "place", "INTEGER NOT NULL DEFAULT 0"),
    ("person", "origin", "VARCHAR NOT NULL DEFAULT 'file'"),
    ("history", "seq", "INTEGER NOT NULL DEFAULT 0"),
    ("history", "hash", "VARCHAR NOT NULL DEFAULT ''"),
    ("meeting", "kind", "VARCHAR NOT NULL DEFAULT 'regular'"),
    ("meeting", "state", "VARCHAR NOT NULL DEFAULT 'draft'"),
    ("meeting", "place", "VARCHAR"),
    ("meeting", "version", "INTEGER NOT NULL DEFAULT 1"),
    ("source_document", "identity", "VARCHAR"),
    ("source_document", "stored_file_id", "INTEGER REFERENCES stored_file (id)"),
    ("task", "term_days", "INTEGER"),
    ("task", "term_in_working_days", "BOOLEAN NOT NULL DEFAULT FALSE"),
    ("task", "due_fixed_by", "VARCHAR"),
    ("task", "extensions", "INTEGER NOT NULL DEFAULT 0"),
    ("task", "recurrence_id", "INTEGER REFERENCES recurrence (id)"),
    ("task", "occurrence", "DATE"),
    ("task", "successor_id", "INTEGER REFERENCES task (id)"),
    ("task", "percent", "INTEGER"),
)
_NEW_INDEXES = (
    ("ix_committee_parent_id", "committee", ["parent_id"], False),
    ("ix_history_of", "history", ["entity", "entity_id"], False),
    ("uq_history_seq", "history", ["committee_id", "seq"], True),
    ("ix_source_document_identity", "source_document", ["identity"], False),
    ("ix_task_listed", "task", ["committee_id", "due", "code"], False),
    ("ix_task_lead", "task", ["lead_agency_id", "work_state", "due"], False),
    ("ix_task_state", "task", ["committee_id", "work_state", "due", "completed_on"], False),
    ("ix_task_figures", "task", ["committee_id", "period", "work_state", "due", "completed_on"], False),
    ("ix_task_successor_id", "task", ["successor_id"], False),
    ("ix_task_support_agency_id", "task_support", ["agency_id"], False),
    ("uq_task_occurrence", "task", ["recurrence_id", "occurrence"], True),
)
_IS_OPEN = sa.text("work_state IN ('assigned', 'handed_back', 'in_progress', 'received', 'returned', 'submitted')")
_REFUSAL = "history is append-only"
_BATCH = 1000


def upgrade() -> None:
    _create_tables()
    for table, column, kind in _NEW_COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    op.drop_index("ix_history_entity_id", "history")
    _create_word_index()
    _release_history()
    _chain_history()
    _protect_history()
    for name, table, columns, unique in _NEW_INDEXES:
        op.create_index(name, table, columns, unique=unique)
    op.drop_index("ix_task_lead_agency_id", "task")
    op.drop_index("ix_task_open_due", "task")
    op.create_index(
        "ix_task_open_due", "task", ["committee_id", "due", "code"], sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN
    )
    _describe_what_was_there()
    _rename_periods()
    _number_tasks()
    _index_words()


def downgrade() -> None:
    op.drop_index("ix_task_open_due", "task")
    op.create_index("ix_task_open_due", "task", ["committee_id", "work_state", "due"])
    op.create_index("ix_task_lead_agency_id", "task", ["lead_agency_id"])
    for name, table, _columns, _unique in reversed(_NEW_INDEXES):
        op.drop_index(name, table)
    op.create_index("ix_history_entity_id", "history", ["entity_id"])
    _drop_word_index()
    if op.get_bind().dialect.name == "sqlite":  # its triggers would be checked against columns on their way out
        _release_history()
    for table, column, _kind in reversed(_NEW_COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    if op.get_bind().dialect.name == "sqlite":
        _protect_history()
    for table in (*_NEW_TABLES, "stored_file", "recurrence"):
        op.drop_table(table)


def _rename_periods() -> None:
    """Give the spans that the first release had labels of their own for the codes of the periods that they are."""
    for table in ("task", "source_document"):
        for former, code in (("-3M", "-Q1"), ("-L3M", "-Q4"), ("-L6M", "-H2"), ("-L9M", "")):
            op.execute(
                f"UPDATE {table} SET period = substr(period, 1, 4) || '{code}' WHERE substr(period, 5) = '{former}'"
            )


def _release_history() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE history DISABLE TRIGGER history_append_only")
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER history_no_{act}")


def _protect_history() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE history ENABLE TRIGGER history_append_only")
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER history_no_{act.lower()} BEFORE {act} ON history "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def _chain_history() -> None:
    """Give the rows of the first release their place in the chain, as ``tasks_registry.history`` computes it."""
    bind = op.get_bind()
    history = sa.table(
        "history",
        sa.column("id", sa.Integer),
        sa.column("committee_id", sa.Integer),
        sa.column("at", sa.DateTime(timezone=True)),
        *(sa.column(name, sa.String) for name in ("actor", "action", "entity", "reason", "hash")),
        sa.column("entity_id", sa.Integer),
        sa.column("before", sa.JSON),
        sa.column("after", sa.JSON),
        sa.column("seq", sa.Integer),
    )
    committees = [row[0] for row in bind.execute(sa.text("SELECT id FROM committee ORDER BY id"))]
    for committee in committees:
        head, seq, last = "", 0, 0
        while True:
            rows = bind.execute(
                sa.select(history)
                .where(history.c.committee_id == committee, history.c.id > last)
                .order_by(history.c.id)
                .limit(_BATCH)
            ).all()
            if not rows:
                break
            links = []
            for row in rows:
                seq, last = seq + 1, row.id
                head = _link(head, seq, row)
                links.append({"row": row.id, "place": seq, "digest": head})
            bind.execute(
                sa.update(history)
                .where(history.c.id == sa.bindparam("row"))
                .values(seq=sa.bindparam("place"), hash=sa.bindparam("digest")),
                links,
            )
        bind.execute(
            sa.text("UPDATE committee SET history_length = :length, history_head = :head WHERE id = :id"),
            {"length": seq, "head": head, "id": committee},
        )


def _link(head: str, seq: int, row: sa.Row[tuple[object, ...]]) -> str:
    at: datetime = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    facts = [
        head, row.committee_id, seq, at.astimezone(UTC).isoformat(timespec="microseconds"), row.actor, row.action,
        row.entity, row.entity_id, row.before, row.after, row.reason,
    ]  # fmt: skip
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _describe_what_was_there() -> None:
    op.execute("UPDATE meeting SET state = 'fixed' WHERE day IS NOT NULL")
    op.execute("UPDATE task SET due_fixed_by = 'office' WHERE deadline_text LIKE 'Văn phòng ấn định ngày%'")
    op.execute(
        "INSERT INTO agenda_item (committee_id, meeting_id, position, title, task_id, state) "
        "SELECT committee_id, meeting_id, ROW_NUMBER() OVER (PARTITION BY meeting_id ORDER BY code), title, id, "
        "'planned' "
        "FROM task WHERE meeting_id IS NOT NULL AND work_state <> 'withdrawn'"
    )


def _number_tasks() -> None:
    bind = op.get_bind()
    highest: dict[tuple[int, str], int] = {}
    for committee, code in bind.execute(sa.text("SELECT committee_id, code FROM task")):
        prefix, _, tail = code.rpartition("-")
        if prefix and tail.isdecimal() and int(tail) < 2**31:
            highest[committee, prefix] = max(highest.get((committee, prefix), 0), int(tail))
    for (committee, prefix), last in highest.items():
        bind.execute(
            sa.text("INSERT INTO task_number (committee_id, prefix, last) VALUES (:committee, :prefix, :last)"),
            {"committee": committee, "prefix": prefix, "last": last},
        )


def _create_word_index() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE task_words ADD COLUMN vector tsvector "
            "GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED"
        )
        op.execute("CREATE INDEX ix_task_words_vector ON task_words USING gin (vector)")
        return
    op.execute("CREATE VIRTUAL TABLE task_word_index USING fts5(words, content='task_words', content_rowid='task_id')")
    put = "INSERT INTO task_word_index (rowid, words) VALUES (new.task_id, new.words);"
    take = "INSERT INTO task_word_index (task_word_index, rowid, words) VALUES ('delete', old.task_id, old.words);"
    for act, body in (("insert", put), ("delete", take), ("update", take + put)):
        op.execute(f"CREATE TRIGGER task_words_{act} AFTER {act.upper()} ON task_words BEGIN {body} END")


def _drop_word_index() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER task_words_{act}")
        op.execute("DROP TABLE task_word_index")


def _index_words() -> None:
    bind = op.get_bind()
    cited: dict[int, list[str]] = {}
    for task, number, text in bind.execute(sa.text("SELECT task_id, number, text FROM task_citation ORDER BY id")):
        cited.setdefault(task, []).append(f"{number} {text}")
    rows = bind.execute(sa.text("SELECT id, code, title, text FROM task")).all()
    words = [
        {"task": row.id, "words": _fold(" ".join((row.code, row.title, row.text, *cited.get(row.id, ()))))}
        for row in rows
    ]
    if words:
        bind.execute(sa.text("INSERT INTO task_words (task_id, words) VALUES (:task, :words)"), words)


def _fold(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"\b([hklmstv])y\b", r"\1i", " ".join(re.findall(r"[0-9a-z]+", bare)))


def _create_tables() -> None:
    op.create_table(
        "recurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("phrase", sa.String(), nullable=True),
        sa.Column("cron", sa.String(), nullable=False),
        sa.Column("lead_agency_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("support", sa.JSON(), nullable=False),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("planned_to", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("source_code", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["lead_agency_id"],
            ["agency.id"],
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("committee_id", "code"),
    )
    op.create_index("ix_recurrence_committee_id", "recurrence", ["committee_id"])

    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("committee_id", "day"),
    )
    op.create_index("ix_calendar_day_committee_id", "calendar_day", ["committee_id"])

    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_asked", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_granted", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_extension_committee_id", "extension", ["committee_id"])
    op.create_index("ix_extension_task_id", "extension", ["task_id"])
    op.create_index(
        "uq_extension_pending",
        "extension",
        ["task_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )

    op.create_table(
        "period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("cutoff", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("committee_id", "code"),
    )
    op.create_index("ix_period_committee_id", "period", ["committee_id"])

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("committee_id", "sha256"),
    )
    op.create_index("ix_stored_file_committee_id", "stored_file", ["committee_id"])

    op.create_table(
        "task_number",
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.PrimaryKeyConstraint("committee_id", "prefix"),
    )
    op.create_table(
        "task_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_task_report_committee_id", "task_report", ["committee_id"])
    op.create_index("ix_task_report_task_id", "task_report", ["task_id"])

    op.create_table(
        "task_words",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
        ),
        sa.PrimaryKeyConstraint("task_id"),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("lead_agency_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["carried_from_id"],
            ["agenda_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["lead_agency_id"],
            ["agency.id"],
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "task_id"),
    )
    op.create_index("ix_agenda_item_committee_id", "agenda_item", ["committee_id"])
    op.create_index("ix_agenda_item_meeting_id", "agenda_item", ["meeting_id"])
    op.create_index("ix_agenda_item_task_id", "agenda_item", ["task_id"])

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("attached_by", sa.String(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"],
            ["stored_file.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("entity", "entity_id", "stored_file_id"),
    )
    op.create_index("ix_attachment_committee_id", "attachment", ["committee_id"])
    op.create_index("ix_attachment_entity_id", "attachment", ["entity_id"])

    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_absence_committee_id", "absence", ["committee_id"])
    op.create_index("ix_absence_person_id", "absence", ["person_id"])
