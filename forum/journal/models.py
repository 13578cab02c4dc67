"""The journal: who did what, when, and what it changed. It is only ever added to."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, ForeignKey, Index, Table, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db
from forum.people.models import Person


class JournalEntry(db.Model):
    """One thing changed by one operation: who, what, when, before and after."""

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    operation: Mapped[str]  # the same for all that one operation changed
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # nobody: done by itself
    act: Mapped[str]
    thing: Mapped[str]
    reference: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]

    by: Mapped[Person | None] = relationship()

    __table_args__ = (Index("journal_of_a_thing", "thing", "reference"),)


class JournalPersonal(db.Model):
    """The personal values of a journal entry, apart, so that erasure can blank them and the entry stays."""

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # whose values these are
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


# The database itself refuses to change the journal: a mistake in our code cannot, nor a person at its prompt.
SQLITE_GUARDS = (
    "CREATE TRIGGER journal_entry_is_kept_as_written BEFORE UPDATE ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'The journal is only added to.'); END",
    "CREATE TRIGGER journal_entry_is_kept BEFORE DELETE ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'The journal is only added to.'); END",
)
SQLITE_PERSONAL_GUARDS = (
    "CREATE TRIGGER journal_personal_is_only_blanked BEFORE UPDATE ON journal_personal "
    "WHEN NEW.id IS NOT OLD.id OR NEW.entry_id IS NOT OLD.entry_id OR NEW.person_id IS NOT OLD.person_id "
    "OR (NEW.before IS NOT NULL AND NEW.before IS NOT OLD.before) "
    "OR (NEW.after IS NOT NULL AND NEW.after IS NOT OLD.after) "
    "BEGIN SELECT RAISE(ABORT, 'Personal values of the journal are only blanked.'); END",
    "CREATE TRIGGER journal_personal_is_kept BEFORE DELETE ON journal_personal "
    "BEGIN SELECT RAISE(ABORT, 'The journal is only added to.'); END",
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION journal_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'The journal is only added to.'; END $$",
    "CREATE TRIGGER journal_entry_is_kept BEFORE UPDATE OR DELETE ON journal_entry "
    "FOR EACH ROW EXECUTE FUNCTION journal_is_kept()",
    "CREATE TRIGGER journal_entry_is_not_emptied BEFORE TRUNCATE ON journal_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_is_kept()",
)
POSTGRESQL_PERSONAL_GUARDS = (
    "CREATE FUNCTION journal_personal_is_only_blanked() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF NEW.id <> OLD.id OR NEW.entry_id <> OLD.entry_id "
    "OR NEW.person_id IS DISTINCT FROM OLD.person_id "
    "OR (NEW.before IS NOT NULL AND NEW.before::text IS DISTINCT FROM OLD.before::text) "
    "OR (NEW.after IS NOT NULL AND NEW.after::text IS DISTINCT FROM OLD.after::text) "
    "THEN RAISE EXCEPTION 'Personal values of the journal are only blanked.'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER journal_personal_is_only_blanked BEFORE UPDATE ON journal_personal "
    "FOR EACH ROW EXECUTE FUNCTION journal_personal_is_only_blanked()",
    "CREATE TRIGGER journal_personal_is_kept BEFORE DELETE ON journal_personal "
    "FOR EACH ROW EXECUTE FUNCTION journal_is_kept()",
    "CREATE TRIGGER journal_personal_is_not_emptied BEFORE TRUNCATE ON journal_personal "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_is_kept()",
)


def _guard(table: Table, dialect: str, statements: tuple[str, ...]) -> None:
    for statement in statements:
        event.listen(table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect))


_guard(JournalEntry.__table__, "sqlite", SQLITE_GUARDS)
_guard(JournalPersonal.__table__, "sqlite", SQLITE_PERSONAL_GUARDS)
_guard(JournalEntry.__table__, "postgresql", POSTGRESQL_GUARDS)
_guard(JournalPersonal.__table__, "postgresql", POSTGRESQL_PERSONAL_GUARDS)
