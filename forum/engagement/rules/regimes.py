"""The sorts of law under which something might be bought, in plain words, with what follows from each.

Sources: Procurement Act 2023, sections 12 (suppliers are treated the same), 16 (preliminary market engagement), 17
(the notice of it) and part 6 (below the thresholds); Health Care Services (Provider Selection Regime) Regulations
2023, regulation 4 (transparent, fair, proportionate).
"""

from forum.agendas.models import Regime

REGIMES: dict[Regime, tuple[str, str]] = {
    Regime.PROCUREMENT_ACT: (
        "A contract under the Procurement Act 2023.",
        "The commissioner treats suppliers the same, and sees to it that nobody who was here has an unfair advantage. "
        "Before it invites tenders it publishes a notice that it spoke with possible suppliers, or says in the tender "
        "notice why there was none.",
    ),
    Regime.PROVIDER_SELECTION: (
        "Health care, under the Provider Selection Regime.",
        "The body that buys decides in a way that is transparent, fair and proportionate, and publishes what it means "
        "to do and why. It need not always invite tenders.",
    ),
    Regime.GRANT: (
        "A grant, not a contract.",
        "Rules for buying do not apply. The funder says openly who may apply, by when, and how it chooses.",
    ),
    Regime.BELOW_THRESHOLD: (
        "A contract of small value, below the threshold of the Procurement Act 2023.",
        "Lighter rules apply. The commissioner still thinks of what keeps small organisations from taking part.",
    ),
    Regime.NOT_KNOWN: (
        "It is not settled yet which rules apply.",
        "Until it is, we treat it as under the strictest: everything goes to everyone, at the same moment.",
    ),
}
"""For each regime what it is, and what follows."""

FAIR_FOR_ALL = "Papers, questions and answers go to everyone at the same moment, here, without signing in."
"""What holds whichever law applies."""

ASKS_FOR_NOTICE = frozenset({Regime.PROCUREMENT_ACT, Regime.NOT_KNOWN})
"""Where a preliminary market engagement notice is asked for, or may turn out to be."""
