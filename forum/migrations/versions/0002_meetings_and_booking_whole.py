"""Meetings and booking, whole: places in balance, invitations, apologies, substitutes, guests, replies, feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIMES = (
    ("(starts_at IS NULL) = (ends_at IS NULL)", "times_together"),
    ("ends_at > starts_at", "ends_after_start"),
    ("places >= 0 AND places_online >= 0", "places"),
)
BALANCE = (
    ("most_voluntary >= 0 AND most_commissioners >= 0", "most_in_the_room"),
    ("most_voluntary_online >= 0 AND most_commissioners_online >= 0", "most_online"),
    (
        "kept_voluntary >= 0 AND kept_commissioners >= 0 AND kept_voluntary + kept_commissioners <= places",
        "kept_in_the_room",
    ),
    (
        "kept_voluntary_online >= 0 AND kept_commissioners_online >= 0"
        " AND kept_voluntary_online + kept_commissioners_online <= places_online",
        "kept_online",
    ),
)


def upgrade() -> None:
    _new_tables()
    _attendance()
    _booking()
    _settings()
    _meeting()
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("about", sa.Text()))
        letter.add_column(sa.Column("batch", sa.Text()))
        letter.create_index("ix_letter_about", ["about"])
        letter.create_index("ix_letter_batch", ["batch"])


def _attendance() -> None:
    with op.batch_alter_table("attendance") as attendance:
        attendance.add_column(sa.Column("guest_from", sa.Text(), nullable=False, server_default=""))
        attendance.add_column(sa.Column("arrived_at", sa.DateTime()))
        attendance.add_column(sa.Column("left_at", sa.DateTime()))
        attendance.add_column(sa.Column("substitute_for_id", sa.Integer()))
        attendance.add_column(sa.Column("because", sa.Text(), nullable=False, server_default=""))
        attendance.add_column(sa.Column("sent_key", sa.Text()))
        attendance.add_column(sa.Column("marked_at", sa.DateTime()))
    with op.batch_alter_table("attendance") as attendance:
        attendance.alter_column("guest_from", server_default=None)
        attendance.alter_column("because", server_default=None)
        attendance.create_index("ix_attendance_substitute_for_id", ["substitute_for_id"])
        attendance.create_unique_constraint("uq_attendance_meeting_id_sent_key", ["meeting_id", "sent_key"])
        attendance.create_foreign_key(
            "fk_attendance_substitute_for_id", "person", ["substitute_for_id"], ["id"]
        )
    op.create_table(
        "attendance_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("circulated_at", sa.DateTime(), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("door_secret", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_list_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_list")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_attendance_list_meeting_id")),
    )
    # Lists that stand in minutes which went out before are as firm as those of minutes that go out from now on.
    op.execute(
        "INSERT INTO attendance_list (meeting_id, circulated_at, approved_at)"
        " SELECT minutes.meeting_id, min(version.published_at),"
        " max(CASE WHEN version.state = 'approved' THEN version.published_at END)"
        " FROM minutes JOIN minutes_version AS version ON version.minutes_id = minutes.id"
        " GROUP BY minutes.meeting_id"
    )


def _booking() -> None:
    """Each booking gets a secret of its own, for the links in the letters to come."""
    with op.batch_alter_table("booking") as booking:
        booking.add_column(sa.Column("guest", sa.String(40)))
        booking.add_column(sa.Column("guest_from", sa.Text(), nullable=False, server_default=""))
        booking.add_column(sa.Column("substitute_for_id", sa.Integer()))
        booking.add_column(sa.Column("link_secret", sa.Text()))
        booking.add_column(sa.Column("asked_again_at", sa.DateTime()))
        booking.add_column(sa.Column("kept_at", sa.DateTime()))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    secret = "lower(hex(randomblob(16)))" if is_sqlite else "replace(gen_random_uuid()::text, '-', '')"
    op.execute(f"UPDATE booking SET link_secret = {secret}")
    with op.batch_alter_table("booking") as booking:
        booking.alter_column("guest_from", server_default=None)
        booking.alter_column("link_secret", nullable=False)
        booking.create_index("ix_booking_substitute_for_id", ["substitute_for_id"])
        booking.create_index(
            "bookings_in_line", ["meeting_id", "state", "id", "joining", "representative_id"]
        )
        booking.drop_index("ix_booking_meeting_id")
        booking.create_foreign_key("fk_booking_substitute_for_id", "person", ["substitute_for_id"], ["id"])
        booking.create_check_constraint(
            op.f("ck_booking_guests_represent_nobody"), "guest IS NULL OR representative_id IS NULL"
        )
    op.alter_column("needs", "text", new_column_name="access")
    _add_filled("needs", sa.Column("diet", sa.Text(), nullable=False, server_default=""))


def _settings() -> None:
    _add_filled(
        "forum",
        sa.Column("kept_released_days", sa.Integer(), nullable=False, server_default="5"),
        sa.Column("first_reminder_days", sa.Integer(), nullable=False, server_default="7"),
        sa.Column("second_reminder_days", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("asks_how_it_was", sa.Boolean(), nullable=False, server_default=sa.true()),
    )


def _meeting() -> None:
    kept = ("kept_voluntary", "kept_commissioners", "kept_voluntary_online", "kept_commissioners_online")
    most = ("most_voluntary", "most_commissioners", "most_voluntary_online", "most_commissioners_online")
    with op.batch_alter_table("meeting") as meeting:
        meeting.add_column(sa.Column("dial_in", sa.Text()))
        for name in most:
            meeting.add_column(sa.Column(name, sa.Integer()))
        for name in kept:
            meeting.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        meeting.add_column(sa.Column("kept_until_on", sa.Date()))
        meeting.add_column(sa.Column("booking_opens_at", sa.DateTime()))
    # SQLite makes the table anew here, and would forget the checks that it had.
    had = tuple(sa.CheckConstraint(check, name=op.f(f"ck_meeting_{name}")) for check, name in TIMES)
    with op.batch_alter_table("meeting", table_args=had) as meeting:
        for name in kept:
            meeting.alter_column(name, server_default=None)
        for check, name in BALANCE:
            meeting.create_check_constraint(op.f(f"ck_meeting_{name}"), check)
    with op.batch_alter_table("venue") as venue:
        venue.add_column(sa.Column("is_step_free", sa.Boolean()))
        venue.add_column(sa.Column("has_hearing_loop", sa.Boolean()))
    _add_filled(
        "venue",
        sa.Column("parking", sa.Text(), nullable=False, server_default=""),
        sa.Column("nearest_stop", sa.Text(), nullable=False, server_default=""),
    )


def _add_filled(table: str, *columns: sa.Column) -> None:
    """Add columns that rows from before fill with a value, and that new rows must fill themselves."""
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.add_column(column)
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.alter_column(column.name, server_default=None)


def _new_tables() -> None:
    op.create_table(
        "new_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("link_secret", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_new_address_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_address")),
        sa.UniqueConstraint("reference", name=op.f("uq_new_address_reference")),
    )
    with op.batch_alter_table("new_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_new_address_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_new_address_person_id"), ["person_id"], unique=False)

    op.create_table(
        "remembered_needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("diet", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_remembered_needs_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_needs")),
        sa.UniqueConstraint("person_id", name=op.f("uq_remembered_needs_person_id")),
    )
    op.create_table(
        "apologies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR organisation_id IS NOT NULL", name=op.f("ck_apologies_of_somebody")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_apologies_meeting_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_apologies_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_apologies_person_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["person.id"], name=op.f("fk_apologies_substitute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apologies")),
        sa.UniqueConstraint("reference", name=op.f("uq_apologies_reference")),
    )
    with op.batch_alter_table("apologies", schema=None) as batch_op:
        batch_op.create_index(
            "apologies_once",
            ["meeting_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_apologies_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_apologies_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_apologies_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_apologies_substitute_id"), ["substitute_id"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("was_worth_it", sa.String(length=40), nullable=True),
        sa.Column("was_heard", sa.String(length=40), nullable=True),
        sa.Column("papers_in_time", sa.String(length=40), nullable=True),
        sa.Column("what_next", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_feedback_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "feedback_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("link_secret", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("has_answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_feedback_request_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feedback_request_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_request")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_feedback_request_meeting_id_person_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_feedback_request_reference")),
    )
    with op.batch_alter_table("feedback_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_request_person_id"), ["person_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("link_secret", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_invitation_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["representative.id"], name=op.f("fk_invitation_representative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_invitation_meeting_id_person_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_invitation_reference")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitation_representative_id"), ["representative_id"], unique=False
        )

    op.create_table(
        "place_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("guest_from", sa.Text(), nullable=False),
        sa.Column("joining", sa.String(length=40), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("diet", sa.Text(), nullable=False),
        sa.Column("link_secret", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("delete_at", sa.DateTime(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_place_request_booking_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_place_request_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_place_request_reference")),
    )
    with op.batch_alter_table("place_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_request_booking_id"), ["booking_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_request_delete_at"), ["delete_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_request_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("message_digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("from_address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("stamped_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("delete_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_reply_booking_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_reply_forum_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_reply_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("message_digest", name=op.f("uq_reply_message_digest")),
        sa.UniqueConstraint("reference", name=op.f("uq_reply_reference")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_booking_id"), ["booking_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_delete_at"), ["delete_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_forum_id"), ["forum_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_received_at"), ["received_at"], unique=False)
