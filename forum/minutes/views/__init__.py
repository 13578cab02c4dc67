"""Pages of minutes: taking them, checking and circulating them, and reading them."""

import pkgutil
from importlib import import_module

from forum.minutes.views.blueprint import bp

__all__ = ["bp"]

for page in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{page.name}")
