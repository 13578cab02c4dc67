"""Minutes, decisions and actions, whole: lines of every kind, votes, corrections, several owners, digests."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _new_votes_and_attendance()
    _attendance()
    _settings()
    _decisions()
    _minutes()
    _new_minutes()
    _actions()
    _new_actions()


def _settings() -> None:
    settings = (
        ("takes_votes", sa.Boolean(), sa.false()),
        ("chair_sees_minutes", sa.Boolean(), sa.false()),
        ("sends_digests", sa.Boolean(), sa.true()),
        ("digest_weekday", sa.Integer(), "1"),
    )
    with op.batch_alter_table("forum") as forum:
        for name in ("quorum_least", "quorum_percent", "quorum_each_side"):
            forum.add_column(sa.Column(name, sa.Integer()))
        for name, kind, value in settings:
            forum.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table("forum") as forum:
        for name, _, _ in settings:
            forum.alter_column(name, server_default=None)


def _attendance() -> None:
    with op.batch_alter_table("attendance") as attendance:
        for name in ("arrived_at_item_id", "left_at_item_id"):
            attendance.add_column(sa.Column(name, sa.Integer()))
            attendance.create_index(f"ix_attendance_{name}", [name])
            attendance.create_foreign_key(f"fk_attendance_{name}", "agenda_item", [name], ["id"])
    with op.batch_alter_table("attendance_list") as attended:
        attended.add_column(sa.Column("counted_in_room", sa.Integer()))
        attended.add_column(sa.Column("counted_online", sa.Integer()))


def _decisions() -> None:
    with op.batch_alter_table("decision") as decision:
        decision.add_column(sa.Column("ended_by_id", sa.Integer()))
        decision.add_column(sa.Column("quorum", sa.JSON()))
        decision.create_index("ix_decision_ended_by_id", ["ended_by_id"])
        decision.create_foreign_key("fk_decision_ended_by_id", "decision", ["ended_by_id"], ["id"])
    with op.batch_alter_table("recommendation") as recommendation:
        recommendation.add_column(sa.Column("due_as_said", sa.Text(), nullable=False, server_default=""))
        recommendation.add_column(sa.Column("asked_at", sa.DateTime()))
        recommendation.add_column(sa.Column("first_answered_on", sa.Date()))
    op.execute("UPDATE recommendation SET first_answered_on = answered_on")
    with op.batch_alter_table("recommendation") as recommendation:
        recommendation.alter_column("due_as_said", server_default=None)
    _give_secrets("recommendation")


def _minutes() -> None:
    with op.batch_alter_table("minutes") as minutes:
        minutes.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="0"))
        minutes.add_column(sa.Column("approval_item_id", sa.Integer()))
        minutes.add_column(sa.Column("approved_as", sa.String(length=40)))
        minutes.add_column(sa.Column("approved_at", sa.DateTime()))
        minutes.create_index("ix_minutes_approval_item_id", ["approval_item_id"])
        minutes.create_foreign_key("fk_minutes_approval_item_id", "agenda_item", ["approval_item_id"], ["id"])
    with op.batch_alter_table("minutes") as minutes:
        minutes.alter_column("edition", server_default=None)
    # What was approved before was approved as it had been circulated.
    op.execute(
        "UPDATE minutes SET approved_as = 'as a correct record', approved_at ="
        " (SELECT max(published_at) FROM minutes_version WHERE minutes_id = minutes.id AND state = 'approved')"
        " WHERE state = 'approved'"
    )
    with op.batch_alter_table("entry") as entry:
        entry.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
        entry.add_column(sa.Column("recommendation_id", sa.Integer()))
        entry.add_column(sa.Column("vote_id", sa.Integer()))
        entry.add_column(sa.Column("is_meant", sa.Boolean(), nullable=False, server_default=sa.false()))
        entry.create_unique_constraint("uq_entry_recommendation_id", ["recommendation_id"])
        entry.create_unique_constraint("uq_entry_vote_id", ["vote_id"])
        entry.create_foreign_key("fk_entry_vote_id", "vote", ["vote_id"], ["id"])
        entry.create_foreign_key(
            "fk_entry_recommendation_id", "recommendation", ["recommendation_id"], ["id"]
        )
    with op.batch_alter_table("entry") as entry:
        entry.alter_column("position", server_default=None)
        entry.alter_column("is_meant", server_default=None)
    with op.batch_alter_table("minutes_version") as version:
        version.add_column(sa.Column("because", sa.Text(), nullable=False, server_default=""))
        version.add_column(sa.Column("withheld_at", sa.DateTime()))
        version.add_column(sa.Column("withheld_because", sa.Text()))
        version.add_column(sa.Column("withheld_by_id", sa.Integer()))
        version.create_index("ix_minutes_version_withheld_by_id", ["withheld_by_id"])
        version.create_foreign_key("fk_minutes_version_withheld_by_id", "person", ["withheld_by_id"], ["id"])
    with op.batch_alter_table("minutes_version") as version:
        version.alter_column("because", server_default=None)
    _give_secrets("minutes_version")


def _actions() -> None:
    with op.batch_alter_table("action") as action:
        for name in ("owners_as_said", "waits_for"):
            action.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name, whose in (
            ("due_meeting_id", "meeting"),
            ("waits_for_id", "action"),
            ("heard_at_item_id", "agenda_item"),
            ("done_by_paper_id", "paper"),
        ):
            action.add_column(sa.Column(name, sa.Integer()))
            action.create_index(f"ix_action_{name}", [name])
            action.create_foreign_key(f"fk_action_{name}", whose, [name], ["id"])
    with op.batch_alter_table("action") as action:
        action.alter_column("owners_as_said", server_default=None)
        action.alter_column("waits_for", server_default=None)
    op.execute(
        "UPDATE action SET waits_for = (SELECT text FROM report WHERE report.id ="
        " (SELECT max(id) FROM report WHERE action_id = action.id AND said = 'held up'))"
        " WHERE state = 'blocked' AND EXISTS"
        " (SELECT 1 FROM report WHERE action_id = action.id AND said = 'held up')"
    )
    with op.batch_alter_table("report") as report:
        report.add_column(sa.Column("due_as_said", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("report") as report:
        report.alter_column("due_as_said", server_default=None)
    # A team known by its name alone may own an action: the rule that somebody must is written anew.
    with op.batch_alter_table("action_owner") as owner:
        owner.add_column(sa.Column("team", sa.Text(), nullable=False, server_default=""))
        owner.drop_constraint("ck_action_owner_somebody", type_="check")
    with op.batch_alter_table("action_owner") as owner:
        owner.alter_column("team", server_default=None)
        owner.create_check_constraint(
            op.f("ck_action_owner_somebody"),
            "is_all_members OR organisation_id IS NOT NULL OR person_id IS NOT NULL OR team <> ''",
        )
        owner.create_index(
            "owned_by_all_members",
            ["action_id"],
            sqlite_where=sa.text("is_all_members IS 1"),
            postgresql_where=sa.text("is_all_members IS true"),
        )


def _give_secrets(name: str) -> None:
    """Let each row have a secret of its own, from which links to it are signed."""
    with op.batch_alter_table(name) as table:
        table.add_column(sa.Column("link_secret", sa.Text()))
    rows = sa.table(name, sa.column("id", sa.Integer()), sa.column("link_secret", sa.Text()))
    connection = op.get_bind()
    for (number,) in connection.execute(sa.select(rows.c.id)).all():
        connection.execute(
            sa.update(rows).where(rows.c.id == number).values(link_secret=secrets.token_hex(16))
        )
    with op.batch_alter_table(name) as table:
        table.alter_column("link_secret", existing_type=sa.Text(), nullable=False)


def _new_votes_and_attendance() -> None:
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer()),
        sa.Column("decision_id", sa.Integer()),
        sa.Column("motion", sa.Text(), nullable=False),
        sa.Column("for_voluntary", sa.Integer(), nullable=False),
        sa.Column("for_commissioners", sa.Integer(), nullable=False),
        sa.Column("for_lay", sa.Integer(), nullable=False),
        sa.Column("against_voluntary", sa.Integer(), nullable=False),
        sa.Column("against_commissioners", sa.Integer(), nullable=False),
        sa.Column("against_lay", sa.Integer(), nullable=False),
        sa.Column("abstained_voluntary", sa.Integer(), nullable=False),
        sa.Column("abstained_commissioners", sa.Integer(), nullable=False),
        sa.Column("abstained_lay", sa.Integer(), nullable=False),
        sa.Column("is_carried", sa.Boolean(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer()),
        sa.Column("seconded_by_id", sa.Integer()),
        sa.Column("reservations", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_vote_decision_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_vote_item_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_vote_meeting_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name="fk_vote_proposed_by_id"),
        sa.ForeignKeyConstraint(["seconded_by_id"], ["person.id"], name="fk_vote_seconded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_vote"),
        sa.UniqueConstraint("decision_id", name="uq_vote_decision_id"),
    )
    op.create_index("ix_vote_item_id", "vote", ["item_id"])
    op.create_index("ix_vote_meeting_id", "vote", ["meeting_id"])
    op.create_index("ix_vote_proposed_by_id", "vote", ["proposed_by_id"])
    op.create_index("ix_vote_seconded_by_id", "vote", ["seconded_by_id"])
    op.create_table(
        "stepped_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("is_for_interest", sa.Boolean(), nullable=False),
        sa.Column("out_at", sa.DateTime()),
        sa.Column("back_at", sa.DateTime()),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["attendance_id"], ["attendance.id"], name="fk_stepped_out_attendance_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_stepped_out_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stepped_out"),
        sa.UniqueConstraint("reference", name="uq_stepped_out_reference"),
    )
    op.create_index("ix_stepped_out_attendance_id", "stepped_out", ["attendance_id"])
    op.create_index("ix_stepped_out_item_id", "stepped_out", ["item_id"])


def _new_minutes() -> None:
    op.create_table(
        "minutes_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("link_secret", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime()),
        sa.Column("agreed_digest", sa.Text()),
        sa.Column("agreed_content", sa.JSON()),
        sa.Column("agreed_by_id", sa.Integer()),
        sa.Column("is_in_place", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["person.id"], name="fk_minutes_review_agreed_by_id"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name="fk_minutes_review_asked_by_id"),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name="fk_minutes_review_minutes_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_minutes_review_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_review"),
        sa.UniqueConstraint("reference", name="uq_minutes_review_reference"),
    )
    op.create_index("ix_minutes_review_agreed_by_id", "minutes_review", ["agreed_by_id"])
    op.create_index("ix_minutes_review_asked_by_id", "minutes_review", ["asked_by_id"])
    op.create_index("ix_minutes_review_minutes_id", "minutes_review", ["minutes_id"])
    op.create_index("ix_minutes_review_person_id", "minutes_review", ["person_id"])
    op.create_table(
        "minutes_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("seen_to_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_minutes_remark_entry_id"),
        sa.ForeignKeyConstraint(["review_id"], ["minutes_review.id"], name="fk_minutes_remark_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_remark"),
        sa.UniqueConstraint("reference", name="uq_minutes_remark_reference"),
    )
    op.create_index("ix_minutes_remark_entry_id", "minutes_remark", ["entry_id"])
    op.create_index("ix_minutes_remark_review_id", "minutes_remark", ["review_id"])
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer()),
        sa.Column("entry_id", sa.Integer()),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("sent_key", sa.Text()),
        sa.Column("answer", sa.String(length=40)),
        sa.Column("answer_because", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("answered_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name="fk_correction_answered_by_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_correction_by_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_correction_entry_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_correction_item_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_correction_organisation_id"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["minutes_version.id"], name="fk_correction_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.UniqueConstraint("reference", name="uq_correction_reference"),
        sa.UniqueConstraint("sent_key", name="uq_correction_sent_key"),
    )
    op.create_index("ix_correction_answered_by_id", "correction", ["answered_by_id"])
    op.create_index("ix_correction_by_id", "correction", ["by_id"])
    op.create_index("ix_correction_entry_id", "correction", ["entry_id"])
    op.create_index("ix_correction_item_id", "correction", ["item_id"])
    op.create_index("ix_correction_organisation_id", "correction", ["organisation_id"])
    op.create_index("ix_correction_version_id", "correction", ["version_id"])
    op.create_table(
        "rival_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime()),
        sa.Column("settled_by_id", sa.Integer()),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.Column("sent_key", sa.Text()),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_rival_text_by_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_rival_text_entry_id"),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name="fk_rival_text_settled_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rival_text"),
        sa.UniqueConstraint("entry_id", "sent_key", name="uq_rival_text_entry_id_sent_key"),
        sa.UniqueConstraint("reference", name="uq_rival_text_reference"),
    )
    op.create_index("ix_rival_text_by_id", "rival_text", ["by_id"])
    op.create_index("ix_rival_text_entry_id", "rival_text", ["entry_id"])
    op.create_index("ix_rival_text_settled_by_id", "rival_text", ["settled_by_id"])


def _new_actions() -> None:
    op.create_table(
        "action_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("person_id", sa.Integer()),
        sa.Column("ticked_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.CheckConstraint("(organisation_id IS NULL) <> (person_id IS NULL)", name="ck_action_tick_of_one"),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name="fk_action_tick_action_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_action_tick_by_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_action_tick_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_action_tick_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_action_tick"),
        sa.UniqueConstraint("action_id", "organisation_id", name="uq_action_tick_action_id_organisation_id"),
        sa.UniqueConstraint("action_id", "person_id", name="uq_action_tick_action_id_person_id"),
    )
    op.create_index("ix_action_tick_by_id", "action_tick", ["by_id"])
    op.create_index("ix_action_tick_organisation_id", "action_tick", ["organisation_id"])
    op.create_index("ix_action_tick_person_id", "action_tick", ["person_id"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Integer()),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.Column("withdrawn_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name="fk_evidence_action_id"),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name="fk_evidence_added_by_id"),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_evidence_paper_id"),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name="fk_evidence_withdrawn_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint("reference", name="uq_evidence_reference"),
    )
    op.create_index("ix_evidence_action_id", "evidence", ["action_id"])
    op.create_index("ix_evidence_added_by_id", "evidence", ["added_by_id"])
    op.create_index("ix_evidence_paper_id", "evidence", ["paper_id"])
    op.create_index("ix_evidence_withdrawn_by_id", "evidence", ["withdrawn_by_id"])
    op.create_table(
        "digest_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name="ck_digest_day_a_day_of_the_week"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_digest_day_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_digest_day"),
        sa.UniqueConstraint("person_id", name="uq_digest_day_person_id"),
    )
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("link_secret", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_digest_forum_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_digest_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_digest"),
        sa.UniqueConstraint("person_id", "week_on", name="uq_digest_person_id_week_on"),
        sa.UniqueConstraint("reference", name="uq_digest_reference"),
    )
    op.create_index("ix_digest_forum_id", "digest", ["forum_id"])
    op.create_table(
        "digest_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=40)),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("contact_told_at", sa.DateTime()),
        sa.Column("contact_told_id", sa.Integer()),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name="fk_digest_line_action_id"),
        sa.ForeignKeyConstraint(["contact_told_id"], ["person.id"], name="fk_digest_line_contact_told_id"),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name="fk_digest_line_digest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_digest_line"),
        sa.UniqueConstraint("digest_id", "action_id", name="uq_digest_line_digest_id_action_id"),
    )
    op.create_index("ix_digest_line_action_id", "digest_line", ["action_id"])
    op.create_index("ix_digest_line_contact_told_id", "digest_line", ["contact_told_id"])
