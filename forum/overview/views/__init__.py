"""Pages that look across the features: home, one meeting with all about it, the thread, the desk, my own page."""

import pkgutil
from importlib import import_module

from forum.overview.views.blueprint import bp

__all__ = ["bp"]

for page in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{page.name}")
