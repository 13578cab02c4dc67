"""E-mail addresses and telephone numbers in a text that everyone may read: they never stand on a public page."""

import re

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_MAY_BE_PHONE = re.compile(r"[+(]?\d[\d\s().-]{7,}\d")
_IS_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


def contact_details_in(text: str) -> list[str]:
    """The e-mail addresses and telephone numbers in a text, as they stand there, in their order."""
    found = [(match.start(), match.group()) for match in _EMAIL.finditer(text)]
    without_dates = _IS_DATE.sub(lambda match: "x" * len(match.group()), text)
    if _MAY_BE_PHONE.search(without_dates):
        # Imported here: the library takes a tenth of a second, and hardly any text comes this far.
        from phonenumbers import Leniency, PhoneNumberMatcher

        found += [
            (match.start, match.raw_string)
            for match in PhoneNumberMatcher(without_dates, "GB", leniency=Leniency.VALID)
        ]
    return [details for _place, details in sorted(found)]


def has_contact_details(text: str) -> bool:
    """Whether a text holds an e-mail address or a telephone number."""
    return bool(contact_details_in(text))
