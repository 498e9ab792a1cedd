"""Reminders that can be explained: notices, answers, wishes, addresses, Zalo, going live."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW_TABLES = (
    "link_visit", "answer", "zalo_code", "wish", "import_release", "contact_point", "zalo_event", "notice_cursor",
    "channel_state", "arming", "zalo_token",
)  # fmt: skip
_NEW_COLUMNS = (
    # Written out, because Alembic's way to add a foreign key would copy whole tables on SQLite, and dropping the former
    # copy of a table that others point at is refused there.
    ("attempt", "remote_id", "VARCHAR"),
    ("message", "address", "VARCHAR"),
    ("message", "stands_in_for_id", "INTEGER REFERENCES message (id)"),
    ("message", "approved_by", "VARCHAR"),
    ("message", "approved_at", "TIMESTAMP WITH TIME ZONE"),
    ("reminder", "meeting_id", "INTEGER REFERENCES meeting (id)"),
    ("reminder", "notice_id", "INTEGER REFERENCES notice (id)"),
)
_NEW_INDEXES = (
    ("ix_attempt_remote_id", "attempt", ["remote_id"]),
    ("ix_message_stands_in_for_id", "message", ["stands_in_for_id"]),
    ("ix_message_told", "message", ["committee_id", "person_id", "created_at"]),
    ("ix_reminder_meeting_id", "reminder", ["meeting_id"]),
    ("ix_reminder_notice_id", "reminder", ["notice_id"]),
    ("ix_reminder_task", "reminder", ["task_id", "person_id"]),
)


def upgrade() -> None:
    _create_tables()
    # First, because SQLite copies the table: a column of the copy that is part of a constraint could not be dropped.
    op.drop_index("ix_reminder_task_id", "reminder")
    with op.batch_alter_table("reminder") as reminder:
        reminder.alter_column("task_id", existing_type=sa.Integer(), nullable=True)
    for table, column, kind in _NEW_COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {_for_engine(kind)}")
    op.drop_index("ix_message_ready", "message")
    op.create_index("ix_message_ready", "message", ["committee_id", "state", "channel", "next_attempt_at"])
    for name, table, columns in _NEW_INDEXES:
        op.create_index(name, table, columns)
    _take_the_past_as_told()


def downgrade() -> None:
    op.execute("DELETE FROM reminder WHERE task_id IS NULL")
    op.execute("UPDATE message SET state = 'withdrawn' WHERE state = 'held'")
    op.execute("UPDATE message SET state = 'dead' WHERE state = 'uncertain'")
    for name, table, _columns in reversed(_NEW_INDEXES):
        op.drop_index(name, table)
    op.drop_index("ix_message_ready", "message")
    op.create_index("ix_message_ready", "message", ["committee_id", "state", "next_attempt_at"])
    for table, column, _kind in reversed(_NEW_COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    with op.batch_alter_table("reminder") as reminder:
        reminder.alter_column("task_id", existing_type=sa.Integer(), nullable=False)
    op.create_index("ix_reminder_task_id", "reminder", ["task_id"])
    for table in (*_NEW_TABLES, "notice"):
        op.drop_table(table)


def _for_engine(kind: str) -> str:
    return "DATETIME" if kind.startswith("TIMESTAMP") and op.get_bind().dialect.name == "sqlite" else kind


def _take_the_past_as_told() -> None:
    """Neither announce what happened before there were notices, nor hold back tasks that people hear of already."""
    op.execute("INSERT INTO notice_cursor (committee_id, seq) SELECT id, history_length FROM committee")
    op.execute(
        "INSERT INTO import_release (committee_id, document_id, by, at) "
        "SELECT committee_id, id, 'Đôn Đốc', CURRENT_TIMESTAMP FROM source_document"
    )


def _create_tables() -> None:
    op.create_table(
        "zalo_token",
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("access_token", sa.String(), nullable=False),
        sa.Column("refresh_token", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("profile"),
    )
    op.create_table(
        "arming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("armed", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_arming_committee_id", "arming", ["committee_id"])

    op.create_table(
        "channel_state",
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_operator", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quota_left", sa.Integer(), nullable=True),
        sa.Column("quota_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.PrimaryKeyConstraint("committee_id", "channel"),
    )
    op.create_table(
        "notice_cursor",
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.PrimaryKeyConstraint("committee_id"),
    )
    op.create_table(
        "zalo_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("committee_id", "identity"),
    )
    op.create_index("ix_zalo_event_committee_id", "zalo_event", ["committee_id"])

    op.create_table(
        "contact_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_interaction_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["agency.id"],
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("committee_id", "kind", "address"),
    )
    op.create_index("ix_contact_point_agency_id", "contact_point", ["agency_id"])
    op.create_index("ix_contact_point_committee_id", "contact_point", ["committee_id"])
    op.create_index("ix_contact_point_person_id", "contact_point", ["person_id"])

    op.create_table(
        "import_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["source_document.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("committee_id", "document_id"),
    )
    op.create_index("ix_import_release_committee_id", "import_release", ["committee_id"])

    op.create_table(
        "wish",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=True),
        sa.Column("single", sa.Boolean(), nullable=True),
        sa.Column("digest_hour", sa.String(), nullable=True),
        sa.Column("muted_until", sa.Date(), nullable=True),
        sa.Column("unsubscribed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_index("ix_wish_committee_id", "wish", ["committee_id"])

    op.create_table(
        "zalo_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_zalo_code_committee_id", "zalo_code", ["committee_id"])
    op.create_index("ix_zalo_code_digest", "zalo_code", ["digest"])
    op.create_index("ix_zalo_code_person_id", "zalo_code", ["person_id"])

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("due_asked", sa.Date(), nullable=True),
        sa.Column("task_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_id"),
    )
    op.create_index("ix_answer_committee_id", "answer", ["committee_id"])
    op.create_index("ix_answer_person_id", "answer", ["person_id"])
    op.create_index("ix_answer_task_id", "answer", ["task_id"])
    op.create_index("ix_answer_waiting", "answer", ["committee_id", "state", "at"])

    op.create_table(
        "link_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_link_visit_committee_id", "link_visit", ["committee_id"])
    op.create_index("ix_link_visit_task_id", "link_visit", ["task_id"])
    op.create_index("ix_link_visit_token", "link_visit", ["token_id", "at"])

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_notice_committee_id", "notice", ["committee_id"])
    op.create_index("ix_notice_person", "notice", ["committee_id", "person_id", "at"])
    op.create_index("ix_notice_person_id", "notice", ["person_id"])
    op.create_index("ix_notice_task_id", "notice", ["task_id"])
    waiting = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_notice_waiting", "notice", ["committee_id", "seq"], sqlite_where=waiting, postgresql_where=waiting
    )
