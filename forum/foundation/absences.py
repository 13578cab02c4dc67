"""Why somebody was away, in a text that everyone may read: that is their own affair, and often their health.

UK GDPR, articles 5(1)(c) and 9: no more than is needed, and health least of all. The words are found by their shape.
"""

import re


def _any(words: str) -> str:
    """A pattern of several that are told apart by semicolons."""
    return f"(?:{'|'.join(' '.join(one.split()) for one in words.split(';'))})"


_LEAVE = _any("""
    maternity; paternity; parental; adoption; (?:long-term )?sick; compassionate; annual; study; carer[’']?s[’']?;
    carers[’']; bereavement; special; unpaid; family; medical
""") + " leave"  # fmt: skip
_TOPIC = _any(r"""
    item; paper; report; polic; service; strateg; scheme; provision; place; provider; sector; pathway; review;
    prevention; commission; contract; budget; grant; group; working; team; support; project; network; forum; trust;
    offer; cost; activit; fund; discharge; care\b; setting; ward; bed; admission; site; equipped; served; advised;
    defined; prepared; timed; of\b
""")
"""What follows the same words where they are what the meeting speaks of: "the childcare paper"."""

_STATE = "(?:(?:still|currently|now|very|rather|away|off) )*" + _any(rf"""
    unwell; ill; poorly; sick; bereaved; pregnant; injured; isolating; shielding; grieving; recovering; convalescing;
    hospitali[sz]ed; in (?:the )?hospital; off sick; off work; on leave; on (?:a )?holiday;
    on (?:her |his |their )?{_LEAVE}; having (?:an operation|surgery|treatment|a baby)
""")  # fmt: skip
"""How somebody is said to be."""

_REASON = _any(rf"""
    {_LEAVE}; illness; sickness; ill[ -]health; injur(?:y|ies); surgery; an operation; bereavement; funeral;
    child ?care; covid(?:-19)?; flu; influenza; migraine; stress; burn-?out; pregnancy; childbirth; holidays?; leave;
    jury service; suspension; suspended; depression; anxiety; cancer; disability; death in the family;
    (?:death|loss) of (?:her|his|their|an?);
    (?:hospital|medical|doctor[’']?s?|dentist[’']?s?|dental|gp|clinic|scan|school)
        (?:appointments?|treatment|stays?|visits?);
    (?:personal|family|health|medical|domestic)
        (?:reasons?|circumstances|matters?|emergenc(?:y|ies)|illness|crisis|issues?|problems?);
    (?:caring|family|childcare|parental) (?:duties|responsibilities|commitments);
    (?:collect|care for|look after|looking after|caring for) (?:her|his|their|an?)(?: \w+)?
        (?:child(?:ren)?|son|daughter|mother|father|parents?|husband|wife|partner|family);
    (?:broke|broken) (?:her|his|their|an?)
""")
"""What keeps somebody away."""

_CANNOT = "(?:(?:could|can|did|was|is|were) ?(?:not|n[’']t)|cannot|unable to)"
_AWAY = re.compile(_any(rf"""
    \bapolog(?:y|ies)\b(?! (?:for|about|over) (?!absence|not\b|non|her\b|his\b|their\b|being));
    \bapologised (?:for (?:absence|not|her|his|their|being)|that (?:he|she|they) (?:could|was|were));
    \bregrets\b; \babsent\b; \babsences?\b(?! of (?:a|any|the|data|evidence)\b); \bnon-attendance\b;
    \b{_CANNOT} (?:able to )?(?:come|attend|join|make it|be (?:here|there|present)|present|here)\b;
    \bmissed (?:the|this|last) meeting; \b(?:left|leave) (?:early|the meeting);
    \b(?:came|arrived|joined|was) late\b; \bst(?:epped|ood) down\b; \b(?:has been|is|was) away\b;
    \b(?:deputi[sz](?:ed|es|ing)|stood in|standing in|substitut(?:ed|es|ing)) for\b;
    \bin (?:place|stead) of\b; \binstead of\b; \bkept [A-Z]\w+ away\b
"""))  # fmt: skip
"""That somebody was away."""

_BECAUSE = _any("""
    due to; owing to; because of; because; on account of; as a result of; following; through; after; as; since; for;
    with; who; who (?:is|was|has|had|are|were); is; was; are; were; has; had; having; on; to; [,:(–—-]
""")
_FILLER = r"(?:(?!and\b|or\b|the\b)[\w’'-]+ ){0,4}?"
_SAID_WHY = re.compile(
    rf"(?:^|\b{_BECAUSE} ?|[,:(–—-] ?)(?:the (?=funeral|death|loss|birth))?{_FILLER}"
    rf"(?:{_REASON}|{_STATE})\b(?![ -]{_TOPIC})"
)
_ANY_REASON = re.compile(r"\bapologies\b(?! for the\b).{0,120}?\b" + _any("""
    due to; owing to; on account of; because of; (?:because|as) (?:he|she|they|his|her|their)
""") + r"\b")  # fmt: skip
_SEVERAL = _any("""
    The; A; An; This; That; These; Those; It; If; When; While; Where; There; No; Nobody; Anyone; Anybody; Everyone;
    Everybody; Each; Every; Any; All; Some; Many; Most; People; Staff; Residents; Patients; Members; Parents; Carers;
    Women; Men; Workers; Employees; Volunteers; Children; Families; Whoever; Who; Being; Support; Policy; Help
""")
_ONE = _any(rf"""
    (?!{_SEVERAL}\b)[A-Z][\w’'-]+; \b(?:[Tt]he )?(?:vice-|co-)?[Cc]hair\b;
    \b(?:[Tt]he )?(?:secretary|organiser|minute-taker|treasurer)\b; \b[Hh]e\b; \b[Ss]he\b
""")
"""One person: a name, an office, "she"."""

_SOMEBODY_IS = re.compile(
    rf"{_ONE}(?:[’']s|,? who (?:is|was|has been)|,? (?:is|was|has been|had been|will be|remains)|"
    rf"(?= on\b)|(?= off\b)|(?= in hospital)| ?[,:(–—-])\s*{_STATE}\b(?![ -]{_TOPIC})"
)
_SENTENCE = re.compile(r"[^.!?;\n]+")
_SMALL = re.compile(r"(?:^|[:(–—-])\s*[A-Z]")


def reasons_of_absence_in(text: str) -> list[str]:
    """The sentences that seem to say why somebody was away, or how they are.

    "Apologies from Jo, who is in hospital" is one; "The hospital sent apologies for the late paper" is none.
    """
    return [one for sentence in _SENTENCE.findall(text) if _gives_reason(one := " ".join(sentence.split()))]


def _gives_reason(sentence: str) -> bool:
    # Names keep their capitals: "apologies from Bereavement Care" gives no reason.
    small = _SMALL.sub(lambda found: found.group().lower(), sentence)
    if _AWAY.search(small) and (_SAID_WHY.search(small) or _ANY_REASON.search(small)):
        return True
    return _SOMEBODY_IS.search(sentence) is not None
