"""Pages are packed for browsers that ask for it, and for nobody else."""

import gzip

from tests.makers import make_meeting


def test_a_page_is_packed_for_those_who_ask_and_says_the_same(forum, browse):
    make_meeting(forum)
    plain = browse().get("/")
    packed = browse().get("/", headers={"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in plain.headers["Vary"] and "Accept-Encoding" in packed.headers["Vary"]


def test_who_refuses_packed_pages_gets_them_plain(forum, browse):
    assert "Content-Encoding" not in browse().get("/", headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_what_is_no_page_is_left_as_it_is(forum, browse):
    for address in ("/healthz", "/robots.txt", "/nowhere.png"):
        answer = browse().get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code in {200, 404} and answer.data
    assert "Content-Encoding" not in browse().get("/healthz", headers={"Accept-Encoding": "gzip"}).headers
