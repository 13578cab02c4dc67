"""The strategies whose files come with the forum, by name."""

from pathlib import Path

SHIPPED = {path.stem: path for path in sorted((Path(__file__).parent / "files").glob("*.toml"))}
"""For `load-strategy civil-society-strategy-2018`, and for the demo forum."""
