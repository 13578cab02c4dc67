"""Pages about the forum itself, its officers and settings, its members and those who act for them."""

import pkgutil
from importlib import import_module

from forum.membership.views.blueprint import bp

__all__ = ["bp"]

for page in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{page.name}")
