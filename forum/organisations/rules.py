"""The rules of organisations: names, and numbers in public registers. No database, no request, no clock."""

import re
from dataclasses import dataclass, field

from forum.foundation.refusals import Refusal
from forum.organisations.models import Organisation, Register


class NameIsMissing(Refusal):
    message = "Give the organisation’s name."


class NameIsThere(Refusal):
    message = (
        "{name} is here already. If this is another organisation, "
        "give its number in a register to tell them apart."
    )


class NumberIsWrong(Refusal):
    """A number that its register cannot have given. `register` says which of several numbers it is."""

    message = "{why}"

    def __init__(self, *, register: Register, why: str) -> None:
        """`why` is the sentence that says what is wrong."""
        self.register = register
        super().__init__(why=why)


class NumberIsTaken(Refusal):
    """A number that another organisation has. `register` says which of several numbers it is."""

    message = "{org_id} belongs to {name} already. One number cannot stand with two organisations."

    def __init__(self, *, register: Register, org_id: str, name: str) -> None:
        """`name` is whose number it is."""
        self.register = register
        super().__init__(org_id=org_id, name=name)


@dataclass(frozen=True)
class Number:
    """A number as it stands in a register, and what was done to it, in words, where it was mended."""

    register: Register
    number: str
    mended: str | None = field(default=None, compare=False)

    @property
    def org_id(self) -> str:
        """The number as open data writes it."""
        return f"{self.register.value}-{self.number}"


COMPANY_LENGTH = 8

COMPANY_PREFIXES = frozenset(
    # England and Wales, or the whole country.
    "AC BR CE FC FE GE IC IP LP OC OE PC RC RS SE UN ZC "
    # Scotland.
    "CS ES GS SA SC SF SG SI SL SO SP SR SZ "
    # Northern Ireland.
    "EN GN NA NC NF NI NL NO NP NR NV NZ".split()
)
"""The letters with which Companies House begins numbers. Companies of England and Wales have none."""

# Societies kept the endings of the register that they came from (IP12345R); a few others end in one A.
_MAY_END_IN = {
    **dict.fromkeys("IP SP NP NO RS SO OC".split(), "[A-Z]{1,3}"),
    **dict.fromkeys("NI SL".split(), "A"),
}

WHERE_TO_FIND = {
    Register.CHARITY_ENGLAND_AND_WALES: "6 or 7 digits, as the Charity Commission gives them.",
    Register.CHARITY_SCOTLAND: "SC and 6 digits, as the Scottish register gives them.",
    Register.CHARITY_NORTHERN_IRELAND: "NIC and 6 digits, as the Northern Irish register gives them.",
    Register.COMPANY: "8 characters, as Companies House gives them. Community interest companies have one too.",
    Register.MUTUAL: "Up to 6 digits and sometimes letters, as the Mutuals Public Register gives them.",
    Register.COUNCIL: "3 or 4 letters from the register of local authorities, such as CAM.",
    Register.NHS_BODY: "3 to 6 letters and digits: the body’s ODS code, such as RGT.",
    Register.NONE: "Choose this where the organisation stands in no register.",
}


def number_in(register: Register, typed: str) -> Number | None:
    """The number as its register writes it, from what a person typed; None for no register.

    Raises `NumberIsWrong` with a sentence that says what is wrong.
    """
    plain = re.sub(r"[\s.,/]", "", typed).upper().removeprefix("NO:").removeprefix("NUMBER")
    if register is Register.NONE:
        if plain:
            raise NumberIsWrong(
                register=register,
                why="A number was given, but no register. Choose the register it stands in.",
            )
        return None
    if not plain:
        raise NumberIsWrong(register=register, why="Give the number, or choose “in no register”.")
    return _CHECKS[register](plain)


def _charity_england_and_wales(plain: str) -> Number:
    kind = Register.CHARITY_ENGLAND_AND_WALES
    if plain.startswith(("SC", "NIC")):
        raise NumberIsWrong(
            register=Register.CHARITY_ENGLAND_AND_WALES,
            why=f"{plain} is not a number of England and Wales. Choose its own charity register.",
        )
    if not re.fullmatch(r"[1-9][0-9]{5,6}", plain):
        raise NumberIsWrong(
            register=Register.CHARITY_ENGLAND_AND_WALES,
            why=f"A charity number of England and Wales has 6 or 7 digits; {_said(plain)}. "
            "Leave out the part after a hyphen.",
        )
    return Number(kind, plain)


def _charity_scotland(plain: str) -> Number:
    found = re.fullmatch(r"(?:SC)?([0-9]{1,6})", plain)
    if not found:
        raise NumberIsWrong(
            register=Register.CHARITY_SCOTLAND,
            why=f"A Scottish charity number is SC and 6 digits; {_said(plain)}.",
        )
    return _padded(Register.CHARITY_SCOTLAND, "SC", found[1], 6, plain)


def _charity_northern_ireland(plain: str) -> Number:
    found = re.fullmatch(r"(?:NIC)?(1[0-9]{5})", plain)
    if not found:
        raise NumberIsWrong(
            register=Register.CHARITY_NORTHERN_IRELAND,
            why=f"A Northern Irish charity number is NIC and 6 digits that begin with 1; “{plain}” is not one.",
        )
    return Number(Register.CHARITY_NORTHERN_IRELAND, found[1])


def _company(plain: str) -> Number:
    kind = Register.COMPANY
    if re.fullmatch(r"[0-9]{1,8}", plain):
        if not plain.strip("0"):
            raise NumberIsWrong(
                register=Register.COMPANY,
                why="A company number is not all noughts. Copy it from Companies House.",
            )
        return _padded(kind, "", plain, COMPANY_LENGTH, plain)
    if re.fullmatch(r"[0-9]{9,}", plain):
        raise NumberIsWrong(
            register=Register.COMPANY, why=f"A company number has 8 characters; “{plain}” has {len(plain)}."
        )
    if found := re.fullmatch(r"R([0-9]{1,7})", plain):  # Northern Ireland, before 1921
        return _padded(kind, "R", found[1], 7, plain)
    found = re.fullmatch(r"([A-Z]{2})([0-9]+)([A-Z]{0,3})", plain)
    if not found:
        raise NumberIsWrong(
            register=Register.COMPANY,
            why=f"A company number is 8 digits, or two letters and 6 digits; “{plain}” is neither. "
            "Copy it from Companies House.",
        )
    prefix, digits, ending = found.groups()
    if prefix not in COMPANY_PREFIXES:
        raise NumberIsWrong(
            register=Register.COMPANY,
            why=f"Companies House has no numbers that begin with {prefix}. Check the letters.",
        )
    if ending and not re.fullmatch(_MAY_END_IN.get(prefix, ""), ending):
        raise NumberIsWrong(
            register=Register.COMPANY,
            why=f"A company number that begins with {prefix} ends in a digit, not in {ending}.",
        )
    length = COMPANY_LENGTH - len(prefix) - len(ending)
    if len(digits) > length:
        raise NumberIsWrong(
            register=Register.COMPANY, why=f"A company number has 8 characters; “{plain}” has {len(plain)}."
        )
    return _padded(kind, prefix, digits, length, plain, ending)


def _mutual(plain: str) -> Number:
    if not re.fullmatch(r"[0-9]{1,6}[A-Z]{0,3}", plain):
        raise NumberIsWrong(
            register=Register.MUTUAL,
            why=f"A number of the Mutuals Public Register is up to 6 digits, with letters only after them; "
            f"“{plain}” is not one.",
        )
    return Number(Register.MUTUAL, plain)


def _council(plain: str) -> Number:
    if re.fullmatch(r"[EWSN][0-9]{8}", plain):
        raise NumberIsWrong(
            register=Register.COUNCIL,
            why=f"{plain} is a code for statistics. Give the council’s letters, such as CAM.",
        )
    if not re.fullmatch(r"[A-Z]{3,4}", plain):
        raise NumberIsWrong(
            register=Register.COUNCIL,
            why=f"A council’s code is 3 or 4 letters, such as CAM; “{plain}” is not one.",
        )
    return Number(Register.COUNCIL, plain)


def _nhs_body(plain: str) -> Number:
    if not re.fullmatch(r"[A-Z0-9]{3,6}", plain):
        raise NumberIsWrong(
            register=Register.NHS_BODY,
            why=f"An ODS code is 3 to 6 letters and digits, such as RGT; “{plain}” is not one.",
        )
    return Number(Register.NHS_BODY, plain)


_CHECKS = {
    Register.CHARITY_ENGLAND_AND_WALES: _charity_england_and_wales,
    Register.CHARITY_SCOTLAND: _charity_scotland,
    Register.CHARITY_NORTHERN_IRELAND: _charity_northern_ireland,
    Register.COMPANY: _company,
    Register.MUTUAL: _mutual,
    Register.COUNCIL: _council,
    Register.NHS_BODY: _nhs_body,
}


def _said(plain: str) -> str:
    """What the number that was typed has instead, as the end of a sentence."""
    return f"this one has {len(plain)}" if plain.isdigit() else f"“{plain}” is not one"


def _padded(
    register: Register, prefix: str, digits: str, length: int, typed: str, ending: str = ""
) -> Number:
    """The number with the zeros that a spreadsheet took from its front, and a sentence when there were any."""
    number = f"{prefix}{digits.rjust(length, '0')}{ending}"
    if len(digits) == length:
        return Number(register, number)
    return Number(
        register, number, f"The number was short of its leading noughts: {typed} was written as {number}."
    )


def check_names(legal_name: str, known_as: str) -> None:
    """Refuse an organisation without a name."""
    if not legal_name.strip() or not known_as.strip():
        raise NameIsMissing


def check_is_new(legal_name: str, has_number: bool, same_name: Organisation | None) -> None:
    """Refuse a second organisation of one name that nothing tells apart from the first."""
    if same_name is not None and not has_number:
        raise NameIsThere(name=same_name.legal_name)


def check_number_is_free(
    number: Number, owner: Organisation | None, organisation: Organisation | None
) -> None:
    """Refuse a number that is another organisation's. `owner` has it now; `organisation` asks for it."""
    if owner is not None and owner is not organisation:
        raise NumberIsTaken(register=number.register, org_id=number.org_id, name=owner.known_as)


def former_names_after(organisation: Organisation, legal_name: str, known_as: str) -> list[str]:
    """The names that an organisation has had once it is called otherwise: each once, none that it still has."""
    kept = {legal_name.casefold(), known_as.casefold()}
    gone: list[str] = []
    for name in (organisation.known_as, organisation.legal_name):
        if name.casefold() not in kept:
            kept.add(name.casefold())
            gone.append(name)
    return gone
