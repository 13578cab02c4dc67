"""Numbers in public registers: taken as people write them, mended where zeros were lost, refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.organisations.models import Register
from forum.organisations.rules import COMPANY_PREFIXES, NumberIsWrong, number_in


@pytest.mark.parametrize(
    ("register", "typed", "org_id"),
    [
        (Register.CHARITY_ENGLAND_AND_WALES, "1091107", "GB-CHC-1091107"),
        (Register.CHARITY_ENGLAND_AND_WALES, " 1,091,107 ", "GB-CHC-1091107"),
        (Register.CHARITY_ENGLAND_AND_WALES, "219830", "GB-CHC-219830"),
        (Register.CHARITY_SCOTLAND, "SC012345", "GB-SC-SC012345"),
        (Register.CHARITY_SCOTLAND, "sc 012 345", "GB-SC-SC012345"),
        (Register.CHARITY_NORTHERN_IRELAND, "NIC104226", "GB-NIC-104226"),
        (Register.CHARITY_NORTHERN_IRELAND, "104226", "GB-NIC-104226"),
        (Register.COMPANY, "04361234", "GB-COH-04361234"),
        (Register.COMPANY, "ce012345", "GB-COH-CE012345"),
        (Register.COMPANY, "SC123456", "GB-COH-SC123456"),
        (Register.COMPANY, "NI 600001", "GB-COH-NI600001"),
        (Register.COMPANY, "OC301234", "GB-COH-OC301234"),
        (Register.COMPANY, "IP12345R", "GB-COH-IP12345R"),
        (Register.COMPANY, "R0000123", "GB-COH-R0000123"),
        (Register.MUTUAL, "7648", "GB-MPR-7648"),
        (Register.MUTUAL, "29840R", "GB-MPR-29840R"),
        (Register.COUNCIL, "cam", "GB-LAE-CAM"),
        (Register.NHS_BODY, "rgt", "GB-NHS-RGT"),
        (Register.NHS_BODY, "06H", "GB-NHS-06H"),
    ],
)
def test_a_number_is_taken_as_its_register_writes_it(register, typed, org_id):
    number = number_in(register, typed)

    assert number is not None and number.org_id == org_id
    assert number.mended is None


@pytest.mark.parametrize(
    ("register", "typed", "written"),
    [
        (Register.COMPANY, "4361234", "04361234"),
        (Register.COMPANY, "123", "00000123"),
        (Register.COMPANY, "CE1234", "CE001234"),
        (Register.COMPANY, "R123", "R0000123"),
        (Register.COMPANY, "IP123R", "IP00123R"),
        (Register.CHARITY_SCOTLAND, "SC12345", "SC012345"),
    ],
)
def test_noughts_that_a_spreadsheet_took_are_put_back_and_that_is_said(register, typed, written):
    number = number_in(register, typed)

    assert number is not None and number.number == written
    assert number.mended == f"The number was short of its leading noughts: {typed} was written as {written}."


@pytest.mark.parametrize(
    ("register", "typed", "why"),
    [
        (Register.CHARITY_ENGLAND_AND_WALES, "12345",
         "A charity number of England and Wales has 6 or 7 digits; this one has 5. "
         "Leave out the part after a hyphen."),
        (Register.CHARITY_ENGLAND_AND_WALES, "SC012345",
         "SC012345 is not a number of England and Wales. Choose its own charity register."),
        (Register.CHARITY_SCOTLAND, "CH12", "A Scottish charity number is SC and 6 digits; “CH12” is not one."),
        (Register.CHARITY_NORTHERN_IRELAND, "204226",
         "A Northern Irish charity number is NIC and 6 digits that begin with 1; “204226” is not one."),
        (Register.COMPANY, "123456789", "A company number has 8 characters; “123456789” has 9."),
        (Register.COMPANY, "SC1234567", "A company number has 8 characters; “SC1234567” has 9."),
        (Register.COMPANY, "XX123456",
         "Companies House has no numbers that begin with XX. Check the letters."),
        (Register.COMPANY, "FC12345R",
         "A company number that begins with FC ends in a digit, not in R."),
        (Register.COMPANY, "00000000", "A company number is not all noughts. Copy it from Companies House."),
        (Register.COMPANY, "ABC",
         "A company number is 8 digits, or two letters and 6 digits; “ABC” is neither. "
         "Copy it from Companies House."),
        (Register.MUTUAL, "R29840",
         "A number of the Mutuals Public Register is up to 6 digits, with letters only after them; "
         "“R29840” is not one."),
        (Register.COUNCIL, "E10000003",
         "E10000003 is a code for statistics. Give the council’s letters, such as CAM."),
        (Register.COUNCIL, "CA", "A council’s code is 3 or 4 letters, such as CAM; “CA” is not one."),
        (Register.NHS_BODY, "R-1", "An ODS code is 3 to 6 letters and digits, such as RGT; “R-1” is not one."),
        (Register.COMPANY, " ", "Give the number, or choose “in no register”."),
        (Register.NONE, "12", "A number was given, but no register. Choose the register it stands in."),
    ],
)  # fmt: skip
def test_a_wrong_number_is_refused_with_a_sentence(register, typed, why):
    with pytest.raises(NumberIsWrong) as refused:
        number_in(register, typed)

    assert str(refused.value) == why
    assert refused.value.register is register


def test_no_register_is_no_number():
    assert number_in(Register.NONE, " ") is None


@pytest.mark.parametrize("prefix", sorted(COMPANY_PREFIXES))
def test_every_prefix_of_companies_house_is_known(prefix):
    number = number_in(Register.COMPANY, f"{prefix.lower()}123456")

    assert number is not None and number.number == f"{prefix}123456"


@given(st.integers(1, 99_999_999))
def test_a_company_number_is_the_same_with_and_without_its_noughts(value):
    short, long = number_in(Register.COMPANY, str(value)), number_in(Register.COMPANY, f"{value:08d}")

    assert short is not None and long is not None
    assert short.number == long.number and len(short.number) == 8


@given(
    st.sampled_from([register for register in Register if register is not Register.NONE]),
    st.text(max_size=12),
)
def test_whatever_is_typed_the_answer_is_a_number_or_a_sentence(register, typed):
    try:
        number = number_in(register, typed)
    except NumberIsWrong as refused:
        assert str(refused).endswith((".", "?"))
    else:
        assert number is not None
        assert number_in(register, number.number) == type(number)(
            register, number.number
        )  # it stays as it is
