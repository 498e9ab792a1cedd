"""Versions of reports: their files and facts, and what is told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TOLD = "IN (SELECT id FROM message WHERE kind IN ('report', 'report-changed'))"


def upgrade() -> None:
    _create_tables()
    # Written out for the reason given in revision 0003: SQLite would copy the table.
    op.execute("ALTER TABLE reminder ADD COLUMN report_notice_id INTEGER REFERENCES report_notice (id)")
    op.create_index("ix_reminder_report_notice_id", "reminder", ["report_notice_id"])


def downgrade() -> None:
    # The former program knows neither these messages nor the links in them. What only points at one of them is kept.
    for table, pointer in (("answer", "message_id"), ("message", "stands_in_for_id")):
        op.execute(f"UPDATE {table} SET {pointer} = NULL WHERE {pointer} {_TOLD}")
    for table in ("link_visit", "attempt", "reminder"):
        op.execute(f"DELETE FROM {table} WHERE message_id {_TOLD}")
    op.execute("DELETE FROM message WHERE kind IN ('report', 'report-changed')")
    op.drop_index("ix_reminder_report_notice_id", "reminder")
    op.execute("ALTER TABLE reminder DROP COLUMN report_notice_id")
    for table in ("report_notice", "report_file", "report_version"):
        op.drop_table(table)


def _create_tables() -> None:
    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("lead_day", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("printed", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("task_codes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"]),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("committee_id", "kind", "subject", "lead_day"),
        sa.UniqueConstraint("committee_id", "kind", "subject", "number"),
    )
    op.create_index("ix_report_version_committee_id", "report_version", ["committee_id"])
    op.create_index("ix_report_version_meeting_id", "report_version", ["meeting_id"])

    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"]),
        sa.ForeignKeyConstraint(["stored_file_id"], ["stored_file.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["report_version.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("version_id", "name"),
    )
    op.create_index("ix_report_file_committee_id", "report_file", ["committee_id"])

    op.create_table(
        "report_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["report_version.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_report_notice_committee_id", "report_notice", ["committee_id"])
    op.create_index("ix_report_notice_version_id", "report_notice", ["version_id"])
