"""What a file is called when it is handed out, whatever it was called when it came in."""

import re
import unicodedata

LONGEST = 120
"""Characters of a name, with its ending."""
MOST_BYTES = 240
"""File systems take 255 bytes, and a letter takes up to four; a browser adds ` (1)` to a name that it has."""
NAMELESS = "file"

PROGRAM_ENDINGS = frozenset(
    "acm apk app application appref-ms appx asp aspx bas bash bat bin cab chm class cmd com command cpl crt csh dll "
    "dmg docm dotm drv exe gadget hlp hta htm html img inf ins iqy iso jar jnlp js jse jsp ksh lnk mht mhtml msc "
    "msh msi msix msp mst ocx one php pif pl potm ppam ppsm pptm ps1 ps1xml ps2 psc1 py pyc pyw rb reg scf scr sct "
    "settingcontent-ms sh shb shs shtml sldm slk svg svgz swf sys url vb vba vbe vbs vhd vhdx wasm ws wsc wsf wsh "
    "xht xhtml xlam xll xlsm xltm xml xsl xslt zsh".split()
)
"""Endings at which some system would run a file, or a browser show it as a page of its own."""

_OTHER_ENDINGS = frozenset(
    "7z csv doc docx dot dotx eml gif gz heic jpeg jpg msg odg odp ods odt pages pdf png pot potx pps ppsx ppt pptx "
    "rar rtf tar tif tiff txt webp xls xlsb xlsx xlt xltx zip".split()
)
_KNOWN = PROGRAM_ENDINGS | _OTHER_ENDINGS
_FORBIDDEN = re.compile(r'[<>:"|?*;%]')
"""What some system or other takes in no name, or reads as something else in a header."""
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever ending follows."""


def ending_of(name: str) -> str:
    """How a name ends, in lower case and without the dot, as a system would read it; empty if it has no ending."""
    seen = _visible(re.split(r"[/\\]", name)[-1]).rstrip(". ")
    stem, dot, ending = seen.rpartition(".")
    return ending.strip().lower() if dot and stem else ""


def safe_name(name: str, extension: str) -> str:
    """A name that every system can keep and nobody is led astray by, ending in `.extension`.

    No folder, no control, no mark that turns the direction of reading, no name of a device, at most 120 characters.
    The name's own ending goes, and those before it, as in `minutes.pdf.exe`; `Minutes 12.10.2026` stays.
    """
    last = _visible(re.split(r"[/\\]", name)[-1])
    stem = " ".join(_FORBIDDEN.sub(" ", last).split()).rstrip(". ")
    while "." in stem and stem.rpartition(".")[2].strip().lower() in _KNOWN | {extension}:
        stem = stem.rpartition(".")[0].rstrip(". ")
    stem = stem.lstrip(". ")[: LONGEST - len(extension) - 1]
    stem = stem.encode()[: MOST_BYTES - len(extension) - 1].decode(errors="ignore").strip(". ")
    if not any(unicodedata.category(letter)[0] in "LNS" for letter in stem):
        stem = NAMELESS
    if _DEVICES.fullmatch(stem.split(".")[0].strip()):
        stem = f"{NAMELESS} {stem}"
    return f"{stem}.{extension}"


def _visible(name: str) -> str:
    """A name in one line, of letters that can be seen."""
    return "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", name)
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
