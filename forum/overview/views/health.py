"""Whether the forum is alive, and whether it is ready: for whoever watches the machine."""

import os
import shutil

from flask import current_app, jsonify
from flask.typing import ResponseReturnValue

from forum.foundation.clock import now
from forum.foundation.permits import public
from forum.overview.queries import health
from forum.overview.views.blueprint import bp

LEAST_DISK = 200 * 1024 * 1024
"""Bytes that must be free: enough to write a few hundred papers before somebody comes."""


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Alive: this process answers. Asks nobody else."""
    return jsonify(alive=True)


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Ready: the database answers at the schema this code knows, the disk has room, and letters do not pile up."""
    folder = current_app.extensions["settings"].instance
    state = health.state_of_database(now())
    free = shutil.disk_usage(folder).free
    checks = {
        "database": state.answers,
        "schema": state.is_at_head,
        "disk": free >= LEAST_DISK and os.access(folder, os.W_OK),
        "letters": state.letters_overdue == 0,
    }
    ready = all(checks.values())
    return jsonify(ready=ready, checks=checks, letters_waiting=state.letters_waiting,
                   letters_overdue=state.letters_overdue, disk_free_bytes=free), 200 if ready else 503  # fmt: skip
