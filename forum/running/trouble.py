"""What stops set-up or start: one sentence that says what to do."""

import errno
from pathlib import Path


class CannotGoOn(Exception):
    """Set-up or start must stop. The message is one sentence for the person who ran the command."""


DISK_IS_FULL = "The disk is full: make some room and run this command again."


def sentence_for(error: OSError) -> str:
    """Say in one sentence what an error of the operating system means, and what to do about it."""
    name = error.filename or "a file of the forum"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_IS_FULL
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"{name} cannot be written: give yourself the right to, or move the forum to a folder of yours."
        )
    return f"{name} cannot be used ({error.strerror or error}): mend that and run this command again."


def check_writable(folder: Path) -> None:
    """Make a folder if need be, and try to write in it. Raises `CannotGoOn`."""
    trial = folder / ".may-we-write"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"yes")
        trial.unlink()
    except OSError as error:
        error.filename = error.filename if not folder.is_dir() else str(folder)
        raise CannotGoOn(sentence_for(error)) from error
