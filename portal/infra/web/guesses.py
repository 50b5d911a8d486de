"""The counting of guesses that this process keeps."""

from flask import current_app

from portal.infra.guessing import Guesses


def guesses_at(kind: str) -> Guesses:
    """The counting of one kind of number in this process."""
    kept: dict[str, Guesses] = current_app.extensions.setdefault("guesses", {})
    return kept.setdefault(kind, Guesses())
