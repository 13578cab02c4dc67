"""What programs that read the whole web are asked to leave alone."""

from flask import Response

from forum.foundation.permits import public
from forum.overview.views.blueprint import bp

# The feeds are not among these: Google Calendar would then fetch none. They say `noindex` themselves. Nor is
# `/me`, whose first letters `/meetings` shares: who is not signed in sees nothing there anyway.
RULES = """\
User-agent: *
Disallow: /desk
Disallow: /sign-in
Disallow: /search
"""


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """The rules, in the form that such programs know."""
    response = Response(RULES, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
