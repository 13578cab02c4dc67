"""What a file is called when it is handed out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.foundation.file_names import LONGEST, MOST_BYTES, PROGRAM_ENDINGS, ending_of, safe_name


@pytest.mark.parametrize(
    ("name", "extension", "safe"),
    [
        ("Transport review.pdf", "pdf", "Transport review.pdf"),
        ("Transport review.docx", "pdf", "Transport review.pdf"),
        ("Minutes 12.10.2026", "pdf", "Minutes 12.10.2026.pdf"),
        ("Minutes v1.2.PDF", "pdf", "Minutes v1.2.pdf"),
        ("photo.jpeg", "jpg", "photo.jpg"),
        ("minutes.pdf.exe", "pdf", "minutes.pdf"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("C:\\Users\\ada\\My paper.docx", "docx", "My paper.docx"),
        ("papers/", "pdf", "file.pdf"),
        ("", "pdf", "file.pdf"),
        (".htaccess", "pdf", "htaccess.pdf"),
        ("...", "pdf", "file.pdf"),
        ("paper\u202efdp.exe", "pdf", "paperfdp.pdf"),
        ("a\u0000b\r\nSet-Cookie: x.pdf", "pdf", "ab Set-Cookie x.pdf"),
        ('Who "decides"?.pdf', "pdf", "Who decides.pdf"),
        ("CON.pdf", "pdf", "file CON.pdf"),
        ("lpt1.paper.pdf", "pdf", "file lpt1.paper.pdf"),
        ("console.pdf", "pdf", "console.pdf"),
        ("Ffynhonnell – Gŵyl.odt", "odt", "Ffynhonnell – Gŵyl.odt"),
        ("e\u0301tude.pdf", "pdf", "étude.pdf"),
        ("👩‍👩‍👧.png", "png", "👩👩👧.png"),
        ("\u200b\u2060.pdf", "pdf", "file.pdf"),
        (" trailing. .pdf", "pdf", "trailing.pdf"),
    ],
)
def test_a_name_is_made_safe(name, extension, safe):
    assert safe_name(name, extension) == safe


def test_a_long_name_is_cut_before_its_ending():
    assert safe_name("x" * 300 + ".pdf", "pdf") == "x" * (LONGEST - 4) + ".pdf"
    assert len(safe_name("漢" * 300, "docx").encode()) <= MOST_BYTES


@given(st.text(max_size=400), st.sampled_from(["pdf", "docx", "jpg"]))
def test_whatever_it_was_called_it_can_be_kept_and_leads_nobody_astray(name, extension):
    safe = safe_name(name, extension)

    assert safe.endswith(f".{extension}") and 1 < len(safe) <= LONGEST + len("file ")
    assert not set(safe) & set('/\\<>:"|?*;%\r\n\0\u202e\u202d\u2066\u200f')
    assert safe == safe.strip() and not safe.startswith(".")
    assert safe.isprintable()
    assert safe_name(safe, extension) == safe


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.PDF", "pdf"), ("a.pdf.exe . ", "exe"), ("a.ex\u202ee", "exe"), ("a.exe\u0000", "exe"), ("a.d/b", ""),
     (".exe", ""), ("plain", "")],
)  # fmt: skip
def test_an_ending_is_read_as_a_system_would(name, ending):
    assert ending_of(name) == ending
    assert {"exe", "html", "svg", "js", "docm"} <= PROGRAM_ENDINGS
