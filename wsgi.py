"""The door: a server imports `app` from here; run by hand, it sets up and starts everything."""

import gc
import sys

if __name__ == "__main__":
    # Said before anything else is imported: an older Python could not even read the rest.
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(
            "The forum needs Python 3.11, 3.12 or 3.13: run this command again with one of them."
        )
    from forum.running.door import main

    sys.exit(main(sys.argv[1:]))

from forum.factory import create_app
from forum.settings import WrongSetting

try:
    app = create_app()
except WrongSetting as wrong:
    sys.exit(str(wrong))
gc.freeze()  # what the app is made of stays: the collector need not look through it again and again
