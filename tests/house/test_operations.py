"""Every feature, also the next one: what stands in an `operations.py` and is public is an operation."""

import inspect
import pkgutil
from importlib import import_module
from importlib.util import find_spec

import pytest

import forum

FEATURES = [module.name for module in pkgutil.iter_modules(forum.__path__) if module.ispkg]
WITH_OPERATIONS = [feature for feature in FEATURES if find_spec(f"forum.{feature}.operations")]

# What joins an operation and cannot be one by itself.
PARTS = {("journal", "note"), ("membership", "next_number")}


def _public_functions(feature: str) -> list[tuple[str, object]]:
    room = import_module(f"forum.{feature}.operations")
    modules = [room]
    if hasattr(room, "__path__"):
        modules += [
            import_module(f"{room.__name__}.{part.name}") for part in pkgutil.iter_modules(room.__path__)
        ]
    return [
        (name, work)
        for module in modules
        for name, work in vars(module).items()
        if inspect.isfunction(work) and not name.startswith("_") and work.__module__ == module.__name__
    ]


@pytest.mark.parametrize("feature", WITH_OPERATIONS)
def test_every_public_function_is_an_operation(feature):
    functions = _public_functions(feature)
    assert functions
    lonely = [
        name
        for name, work in functions
        if not getattr(work, "is_operation", False) and (feature, name) not in PARTS
    ]
    assert lonely == []


@pytest.mark.parametrize("feature", WITH_OPERATIONS)
def test_every_operation_is_handed_the_time_and_says_what_it_does(feature):
    for name, work in _public_functions(feature):
        if (feature, name) in PARTS:
            continue
        parameters = inspect.signature(work).parameters
        assert "now" in parameters, f"{feature}.{name} is not handed the time"
        assert work.__doc__, f"{feature}.{name} says nothing of itself"
