"""What an organisation is."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db


class Sector(StrEnum):
    VCSE = "vcse"
    COMMISSIONER = "commissioner"
    INFRASTRUCTURE = "infrastructure"
    OTHER_PROVIDER = "other provider"
    OTHER = "other"

    @property
    def words(self) -> str:
        """What pages call one organisation of this sector."""
        return _SECTOR_WORDS[self][0]

    @property
    def plural(self) -> str:
        """What pages call all of this sector."""
        return _SECTOR_WORDS[self][1]


# The public reads neither "VCSE" nor "infrastructure".
_SECTOR_WORDS = {
    Sector.VCSE: ("Voluntary sector", "Voluntary sector"),
    Sector.COMMISSIONER: ("Commissioner", "Commissioners"),
    Sector.INFRASTRUCTURE: ("Support for the voluntary sector", "Support for the voluntary sector"),
    Sector.OTHER_PROVIDER: ("Other provider", "Other providers"),
    Sector.OTHER: ("Other organisation", "Other organisations"),
}


class Side(StrEnum):
    """Who is counted together for balance: voluntary sector with infrastructure, commissioners, and the rest."""

    VOLUNTARY = "voluntary sector"
    COMMISSIONERS = "commissioners"
    OTHERS = "others"


def side_of(sector: Sector | None) -> Side:
    """The side on which a sector is counted; a lay member (None) is on neither of the two."""
    if sector in (Sector.VCSE, Sector.INFRASTRUCTURE):
        return Side.VOLUNTARY
    return Side.COMMISSIONERS if sector is Sector.COMMISSIONER else Side.OTHERS


class SizeBand(StrEnum):
    """Yearly income: the bands in which charity registers and funders commonly speak."""

    MICRO = "under £10,000"
    SMALL = "£10,000 to £100,000"
    MEDIUM = "£100,000 to £1 million"
    LARGE = "over £1 million"


class Register(StrEnum):
    CHARITY_ENGLAND_AND_WALES = "GB-CHC"
    CHARITY_SCOTLAND = "GB-SC"
    CHARITY_NORTHERN_IRELAND = "GB-NIC"
    COMPANY = "GB-COH"
    MUTUAL = "GB-MPR"
    COUNCIL = "GB-LAE"
    NHS_BODY = "GB-NHS"
    NONE = "none"

    @property
    def words(self) -> str:
        """What pages call the register."""
        return _REGISTER_WORDS[self]


_REGISTER_WORDS = {
    Register.CHARITY_ENGLAND_AND_WALES: "Charity in England and Wales",
    Register.CHARITY_SCOTLAND: "Charity in Scotland",
    Register.CHARITY_NORTHERN_IRELAND: "Charity in Northern Ireland",
    Register.COMPANY: "Company",
    Register.MUTUAL: "Mutual",
    Register.COUNCIL: "Council",
    Register.NHS_BODY: "NHS body",
    Register.NONE: "In no register",
}


class Organisation(db.Model):
    """A body that takes part in a forum, or that a forum speaks of."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)  # its name as an address: "fenland-carers-link"
    legal_name: Mapped[str]
    known_as: Mapped[str] = mapped_column(index=True)
    sector: Mapped[Sector]
    website: Mapped[str | None]
    districts: Mapped[list[Any]] = mapped_column(default=list)
    size_band: Mapped[SizeBand | None]
    about: Mapped[str] = mapped_column(default="")
    is_listed: Mapped[bool] = mapped_column(
        default=True
    )  # whether it agreed to stand in the public directory
    made_at: Mapped[datetime]

    identifiers: Mapped[list["Identifier"]] = relationship(
        back_populates="organisation", order_by="Identifier.id"
    )
    former_names: Mapped[list["FormerName"]] = relationship(
        back_populates="organisation", order_by="FormerName.until_on"
    )

    @property
    def side(self) -> Side:
        """The side on which its people are counted."""
        return side_of(self.sector)


class Identifier(db.Model):
    """An organisation's number in a public register."""

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    register: Mapped[Register]
    number: Mapped[str]
    ended_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship(back_populates="identifiers")

    @property
    def org_id(self) -> str:
        """The identifier as open data writes it: `GB-CHC-1123456` (org-id.guide)."""
        return f"{self.register.value}-{self.number}"


is_live_identifier = Identifier.ended_on.is_(None)
# The same live number cannot belong to two organisations.
Index(
    "one_live_identifier", Identifier.register, Identifier.number,
    unique=True, sqlite_where=is_live_identifier, postgresql_where=is_live_identifier,
)  # fmt: skip


class FormerName(db.Model):
    """A name that an organisation had until a day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    until_on: Mapped[date]

    organisation: Mapped[Organisation] = relationship(back_populates="former_names")
