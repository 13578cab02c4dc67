"""Agendas, whole: calls, backed proposals, papers, the chair's word, documents, interests, fair competition."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _new_tables()
    _settings()
    _items()
    _presenters()
    _proposals()
    with op.batch_alter_table("agenda_version") as version:
        version.add_column(sa.Column("changes_since", sa.Integer()))
        version.add_column(sa.Column("withheld_at", sa.DateTime()))
        version.add_column(sa.Column("withheld_because", sa.Text()))
        version.add_column(sa.Column("withheld_by_id", sa.Integer()))
        version.create_index("ix_agenda_version_withheld_by_id", ["withheld_by_id"])
        version.create_foreign_key("fk_agenda_version_withheld_by_id", "person", ["withheld_by_id"], ["id"])


def _settings() -> None:
    settings = (
        ("call_is_announced", sa.Boolean(), sa.true()),
        ("paper_limit_megabytes", sa.Integer(), "25"),
        ("chair_agrees_agendas", sa.Boolean(), sa.false()),
        ("officers_may_stand_in", sa.Boolean(), sa.true()),
        ("asks_for_interests", sa.Boolean(), sa.true()),
        ("interests_are_public", sa.Boolean(), sa.false()),
    )
    with op.batch_alter_table("forum") as forum:
        for name, kind, value in settings:
            forum.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table("forum") as forum:
        for name, _, _ in settings:
            forum.alter_column(name, server_default=None)


def _items() -> None:
    filled = ("section", "no_paper_because", "withdrawn_because")
    with op.batch_alter_table("agenda_item") as item:
        for name in filled:
            item.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        item.add_column(sa.Column("part", sa.String(length=40)))
        item.add_column(sa.Column("takes_up", sa.Text()))
        item.add_column(sa.Column("continues_id", sa.Integer()))
        item.add_column(sa.Column("regime", sa.String(length=40)))
        item.add_column(sa.Column("consultation_from_on", sa.Date()))
        item.add_column(sa.Column("consultation_until_on", sa.Date()))
        item.add_column(sa.Column("merged_into_id", sa.Integer()))
        item.add_column(sa.Column("taken_as", sa.Integer()))
        item.add_column(sa.Column("not_reached_because", sa.Text()))
        item.add_column(sa.Column("left_because", sa.Text()))
    with op.batch_alter_table("agenda_item") as item:
        for name in filled:
            item.alter_column(name, server_default=None)
        item.create_index("ix_agenda_item_continues_id", ["continues_id"])
        item.create_index("ix_agenda_item_takes_up", ["takes_up"])
        item.create_index("ix_agenda_item_merged_into_id", ["merged_into_id"])
        item.create_foreign_key("fk_agenda_item_continues_id", "agenda_item", ["continues_id"], ["id"])
        item.create_foreign_key("fk_agenda_item_merged_into_id", "agenda_item", ["merged_into_id"], ["id"])


def _presenters() -> None:
    with op.batch_alter_table("presenter") as presenter:
        presenter.add_column(sa.Column("email", sa.Text()))
        presenter.add_column(sa.Column("link_secret", sa.Text()))
        presenter.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
        presenter.add_column(sa.Column("asked_at", sa.DateTime()))
        presenter.add_column(sa.Column("asked_for_on", sa.Date()))
        presenter.add_column(sa.Column("asked_for_at", sa.DateTime()))
        presenter.add_column(sa.Column("answer", sa.String(length=40)))
        presenter.add_column(sa.Column("answer_words", sa.Text(), nullable=False, server_default=""))
        presenter.add_column(sa.Column("answered_at", sa.DateTime()))
        presenter.add_column(sa.Column("papers_asked_at", sa.DateTime()))
    # Each presenter has a secret of their own, from which the keys of their links are computed.
    presenters = sa.table("presenter", sa.column("id", sa.Integer()), sa.column("link_secret", sa.Text()))
    connection = op.get_bind()
    for (number,) in connection.execute(sa.select(presenters.c.id)).all():
        connection.execute(
            sa.update(presenters)
            .where(presenters.c.id == number)
            .values(link_secret=secrets.token_urlsafe(32))
        )
    with op.batch_alter_table("presenter") as presenter:
        presenter.alter_column("link_secret", existing_type=sa.Text(), nullable=False)
        presenter.alter_column("position", server_default=None)
        presenter.alter_column("answer_words", server_default=None)


def _proposals() -> None:
    """A proposal is about several commitments now, and keeps each answer that it got."""
    with op.batch_alter_table("proposal") as proposal:
        proposal.add_column(sa.Column("theme_id", sa.Integer()))
        proposal.add_column(sa.Column("regime", sa.String(length=40)))
        proposal.create_index("ix_proposal_theme_id", ["theme_id"])
        proposal.create_foreign_key("fk_proposal_theme_id", "theme", ["theme_id"], ["id"])
    op.execute(
        "INSERT INTO proposal_commitment (proposal_id, commitment_id)"
        " SELECT id, commitment_id FROM proposal WHERE commitment_id IS NOT NULL ORDER BY id"
    )
    op.execute(
        "UPDATE proposal SET theme_id ="
        " (SELECT theme_id FROM commitment WHERE commitment.id = proposal.commitment_id)"
    )
    op.execute(
        "INSERT INTO proposal_answer (proposal_id, state, reason, meeting_id, into_id, answered_at)"
        " SELECT id, state, reason, CASE WHEN state IN ('accepted', 'deferred') THEN meeting_id END,"
        " merged_into_id, answered_at FROM proposal"
        " WHERE state <> 'submitted' AND answered_at IS NOT NULL ORDER BY answered_at, id"
    )
    for _ in range(4):  # what was merged into one that was merged itself goes where that one went
        op.execute(
            "UPDATE proposal SET merged_into_id = (SELECT its.merged_into_id FROM proposal AS its"
            " WHERE its.id = proposal.merged_into_id) WHERE merged_into_id IN"
            " (SELECT other.id FROM proposal AS other WHERE other.merged_into_id IS NOT NULL)"
        )
    with op.batch_alter_table("proposal") as proposal:
        proposal.drop_index("ix_proposal_commitment_id")
        proposal.drop_constraint("fk_proposal_commitment_id", type_="foreignkey")
        proposal.drop_column("commitment_id")


def _new_tables() -> None:
    _new_proposals_and_calls()
    _new_papers()
    _new_versions()
    _new_interests()
    _new_engagement()
    _new_recommendations()


def _new_proposals_and_calls() -> None:
    op.create_table(
        "proposal_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name="fk_proposal_commitment_commitment_id"
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_proposal_commitment_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_commitment"),
        sa.UniqueConstraint(
            "proposal_id", "commitment_id", name="uq_proposal_commitment_proposal_id_commitment_id"
        ),
    )
    op.create_index("ix_proposal_commitment_commitment_id", "proposal_commitment", ["commitment_id"])
    op.create_table(
        "proposal_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer()),
        sa.Column("into_id", sa.Integer()),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_proposal_answer_by_id"),
        sa.ForeignKeyConstraint(["into_id"], ["proposal.id"], name="fk_proposal_answer_into_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_proposal_answer_meeting_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_proposal_answer_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_answer"),
    )
    op.create_index("ix_proposal_answer_by_id", "proposal_answer", ["by_id"])
    op.create_index("ix_proposal_answer_into_id", "proposal_answer", ["into_id"])
    op.create_index("ix_proposal_answer_meeting_id", "proposal_answer", ["meeting_id"])
    op.create_index("ix_proposal_answer_proposal_id", "proposal_answer", ["proposal_id"])
    op.create_table(
        "backing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer()),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_backing_person_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_backing_proposal_id"),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["representative.id"], name="fk_backing_representative_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_backing"),
        sa.UniqueConstraint("proposal_id", "person_id", name="uq_backing_proposal_id_person_id"),
    )
    op.create_index("ix_backing_person_id", "backing", ["person_id"])
    op.create_index("ix_backing_representative_id", "backing", ["representative_id"])
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_silent", sa.Boolean(), nullable=False),
        sa.Column("announced_at", sa.DateTime()),
        sa.Column("announced_until_on", sa.Date()),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_call_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_call"),
        sa.UniqueConstraint("meeting_id", name="uq_call_meeting_id"),
    )
    op.create_table(
        "standing_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=40)),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("is_closing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_standing_item_forum_id"),
        sa.PrimaryKeyConstraint("id", name="pk_standing_item"),
        sa.UniqueConstraint("reference", name="uq_standing_item_reference"),
    )
    op.create_index("ix_standing_item_forum_id", "standing_item", ["forum_id"])


def _new_papers() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer()),
        sa.Column("proposal_id", sa.Integer()),
        sa.Column("presenter_id", sa.Integer()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("alternative_of_id", sa.Integer()),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime()),
        sa.Column("late_because", sa.Text(), nullable=False),
        sa.Column("link_secret", sa.Text(), nullable=False),
        sa.Column("chair_asked_at", sa.DateTime()),
        sa.Column("accepted_at", sa.DateTime()),
        sa.Column("accepted_by_id", sa.Integer()),
        sa.Column("accepted_in_place", sa.Boolean(), nullable=False),
        sa.Column("declined_at", sa.DateTime()),
        sa.Column("declined_because", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.CheckConstraint("item_id IS NOT NULL OR proposal_id IS NOT NULL", name="ck_paper_of_something"),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["person.id"], name="fk_paper_accepted_by_id"),
        sa.ForeignKeyConstraint(["alternative_of_id"], ["paper.id"], name="fk_paper_alternative_of_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_paper_item_id"),
        sa.ForeignKeyConstraint(["presenter_id"], ["presenter.id"], name="fk_paper_presenter_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_paper_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
        sa.UniqueConstraint("reference", name="uq_paper_reference"),
    )
    op.create_index("ix_paper_accepted_by_id", "paper", ["accepted_by_id"])
    op.create_index("ix_paper_alternative_of_id", "paper", ["alternative_of_id"])
    op.create_index("ix_paper_item_id", "paper", ["item_id"])
    op.create_index("ix_paper_presenter_id", "paper", ["presenter_id"])
    op.create_index("ix_paper_proposal_id", "paper", ["proposal_id"])
    op.create_table(
        "paper_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("has_text", sa.Boolean()),
        sa.Column("has_tags", sa.Boolean()),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("received_from_id", sa.Integer()),
        sa.Column("due_on", sa.Date()),
        sa.Column("release_at", sa.DateTime()),
        sa.Column("withheld_at", sa.DateTime()),
        sa.Column("withheld_because", sa.Text()),
        sa.CheckConstraint("(digest IS NULL) <> (address IS NULL)", name="ck_paper_version_file_or_link"),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_paper_version_paper_id"),
        sa.ForeignKeyConstraint(
            ["received_from_id"], ["person.id"], name="fk_paper_version_received_from_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper_version"),
        sa.UniqueConstraint("paper_id", "number", name="uq_paper_version_paper_id_number"),
    )
    op.create_index("ix_paper_version_digest", "paper_version", ["digest"])
    op.create_index("ix_paper_version_received_from_id", "paper_version", ["received_from_id"])
    op.create_table(
        "paper_opened",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_paper_opened_person_id"),
        sa.ForeignKeyConstraint(["version_id"], ["paper_version.id"], name="fk_paper_opened_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_opened"),
        sa.UniqueConstraint("version_id", "person_id", name="uq_paper_opened_version_id_person_id"),
    )
    op.create_index("ix_paper_opened_person_id", "paper_opened", ["person_id"])


def _new_versions() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("link_secret", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime()),
        sa.Column("agreed_digest", sa.Text()),
        sa.Column("agreed_content", sa.JSON()),
        sa.Column("agreed_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["agenda_id"], ["agenda.id"], name="fk_review_agenda_id"),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["person.id"], name="fk_review_agreed_by_id"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name="fk_review_asked_by_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_review_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.UniqueConstraint("reference", name="uq_review_reference"),
    )
    op.create_index("ix_review_agenda_id", "review", ["agenda_id"])
    op.create_index("ix_review_agreed_by_id", "review", ["agreed_by_id"])
    op.create_index("ix_review_asked_by_id", "review", ["asked_by_id"])
    op.create_index("ix_review_person_id", "review", ["person_id"])
    op.create_table(
        "review_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("seen_to_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_review_comment_item_id"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name="fk_review_comment_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_comment"),
        sa.UniqueConstraint("reference", name="uq_review_comment_reference"),
    )
    op.create_index("ix_review_comment_item_id", "review_comment", ["item_id"])
    op.create_index("ix_review_comment_review_id", "review_comment", ["review_id"])
    op.create_table(
        "document_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("made_of", sa.Text(), nullable=False),
        sa.Column("sight", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("claimed_at", sa.DateTime()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime()),
        sa.Column("pages_done", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text()),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["agenda_version.id"], name="fk_document_copy_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_document_copy"),
        sa.UniqueConstraint("reference", name="uq_document_copy_reference"),
        sa.UniqueConstraint("version_id", "kind", "made_of", name="uq_document_copy_version_id_kind_made_of"),
    )
    op.create_index("ix_document_copy_state", "document_copy", ["state"])


def _new_interests() -> None:
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("in_whom", sa.Text(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_indirect", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date()),
        sa.Column("until_on", sa.Date()),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("corrects_id", sa.Integer()),
        sa.Column("struck_at", sa.DateTime()),
        sa.Column("struck_because", sa.Text(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="ck_interest_of_one"),
        sa.ForeignKeyConstraint(["corrects_id"], ["interest.id"], name="fk_interest_corrects_id"),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_interest_forum_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_interest_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_interest_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interest"),
        sa.UniqueConstraint("corrects_id", name="uq_interest_corrects_id"),
        sa.UniqueConstraint("reference", name="uq_interest_reference"),
    )
    op.create_index("ix_interest_forum_id", "interest", ["forum_id"])
    op.create_index("ix_interest_organisation_id", "interest", ["organisation_id"])
    op.create_index("ix_interest_person_id", "interest", ["person_id"])
    op.create_table(
        "interests_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("link_secret", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_interests_check_forum_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_interests_check_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interests_check"),
        sa.UniqueConstraint("reference", name="uq_interests_check_reference"),
    )
    op.create_index("checks_of_a_person", "interests_check", ["person_id", "asked_at"])
    op.create_index("ix_interests_check_forum_id", "interests_check", ["forum_id"])
    op.create_index("ix_interests_check_person_id", "interests_check", ["person_id"])
    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer()),
        sa.Column("person_id", sa.Integer()),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("interest_id", sa.Integer()),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("effect", sa.String(length=40), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.String(length=40), nullable=False),
        sa.Column("recorded_effect", sa.String(length=40)),
        sa.Column("recorded_at", sa.DateTime()),
        sa.Column("recorded_by_id", sa.Integer()),
        sa.Column("corrects_id", sa.Integer()),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="ck_declaration_of_one"),
        sa.ForeignKeyConstraint(["corrects_id"], ["declaration.id"], name="fk_declaration_corrects_id"),
        sa.ForeignKeyConstraint(["declared_by_id"], ["person.id"], name="fk_declaration_declared_by_id"),
        sa.ForeignKeyConstraint(["interest_id"], ["interest.id"], name="fk_declaration_interest_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_declaration_item_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_declaration_meeting_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_declaration_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_declaration_person_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name="fk_declaration_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_declaration"),
        sa.UniqueConstraint("corrects_id", name="uq_declaration_corrects_id"),
        sa.UniqueConstraint("reference", name="uq_declaration_reference"),
    )
    op.create_index("ix_declaration_declared_by_id", "declaration", ["declared_by_id"])
    op.create_index("ix_declaration_interest_id", "declaration", ["interest_id"])
    op.create_index("ix_declaration_item_id", "declaration", ["item_id"])
    op.create_index("ix_declaration_meeting_id", "declaration", ["meeting_id"])
    op.create_index("ix_declaration_organisation_id", "declaration", ["organisation_id"])
    op.create_index("ix_declaration_person_id", "declaration", ["person_id"])
    op.create_index("ix_declaration_recorded_by_id", "declaration", ["recorded_by_id"])
    op.create_table(
        "nothing_to_declare",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_nothing_to_declare_meeting_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_nothing_to_declare_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_nothing_to_declare"),
        sa.UniqueConstraint("meeting_id", "person_id", name="uq_nothing_to_declare_meeting_id_person_id"),
    )
    op.create_index("ix_nothing_to_declare_person_id", "nothing_to_declare", ["person_id"])


def _new_engagement() -> None:
    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("how_to_take_part", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("tender_on", sa.Date()),
        sa.Column("questions_until_on", sa.Date()),
        sa.Column("ocds_id", sa.Text()),
        sa.Column("notice_number", sa.Text()),
        sa.Column("notice_address", sa.Text()),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_engagement_item_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_engagement_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_engagement"),
        sa.UniqueConstraint("item_id", name="uq_engagement_item_id"),
    )
    op.create_index("ix_engagement_organisation_id", "engagement", ["organisation_id"])
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("answered_by_id", sa.Integer()),
        sa.Column("release_at", sa.DateTime()),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name="fk_question_answered_by_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_question_item_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_question_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint("reference", name="uq_question_reference"),
    )
    op.create_index("ix_question_answered_by_id", "question", ["answered_by_id"])
    op.create_index("ix_question_item_id", "question", ["item_id"])
    op.create_index("ix_question_person_id", "question", ["person_id"])
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("release_at", sa.DateTime(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_release_by_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_release_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
        sa.UniqueConstraint("reference", name="uq_release_reference"),
    )
    op.create_index("ix_release_by_id", "release", ["by_id"])
    op.create_index("ix_release_item_id", "release", ["item_id"])


def _new_recommendations() -> None:
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer()),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime()),
        sa.Column("answer", sa.String(length=40)),
        sa.Column("answer_text", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_recommendation_forum_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_recommendation_item_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_recommendation_meeting_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_recommendation_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation"),
        sa.UniqueConstraint("reference", name="uq_recommendation_reference"),
    )
    op.create_index("ix_recommendation_forum_id", "recommendation", ["forum_id"])
    op.create_index("ix_recommendation_item_id", "recommendation", ["item_id"])
    op.create_index("ix_recommendation_meeting_id", "recommendation", ["meeting_id"])
    op.create_index("ix_recommendation_organisation_id", "recommendation", ["organisation_id"])
    op.create_index("recommendation_register", "recommendation", ["forum_id", "made_at"])
    op.create_table(
        "recommendation_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name="fk_recommendation_commitment_commitment_id"
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name="fk_recommendation_commitment_recommendation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation_commitment"),
        sa.UniqueConstraint("recommendation_id", "commitment_id", name="uq_recommendation_commitment_once"),
    )
    op.create_index(
        "ix_recommendation_commitment_commitment_id", "recommendation_commitment", ["commitment_id"]
    )
