"""Errands as people read them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _

from portal.compliance.errands.domain import ErrandKind

TITLES: Mapping[ErrandKind, Any] = MappingProxyType(
    {
        ErrandKind.SHARED_CONTACT: _(
            "Workers with different names gave the same phone or e-mail as their own"
        ),
        ErrandKind.BURST: _("Several workers of one provider opened or answered offers in a burst"),
        ErrandKind.FORGOTTEN_WORD: _("A worker forgot the secret word and has no e-mail"),
        ErrandKind.SILENT_FIRST: _("A worker has not answered on day 7 how the job is"),
        ErrandKind.SILENT_SECOND: _("A worker has not answered on day 30 how the job is"),
    }
)
WHAT_TO_DO: Mapping[ErrandKind, Any] = MappingProxyType(
    {
        ErrandKind.SHARED_CONTACT: _(
            "Somebody else may open and answer offers for these workers. Find out why before anything is"
            " done; the labour provider is not told of this."
        ),
        ErrandKind.BURST: _(
            "They may have sat together, or somebody acted for them. Find out which before anything is"
            " done; the labour provider is not told of this."
        ),
        ErrandKind.FORGOTTEN_WORD: _(
            "Speak to the worker, be sure that it is them, and make a key to a new word."
        ),
        ErrandKind.SILENT_FIRST: _(
            "Call the worker yourself. Nothing goes through the labour provider or the employer: neither"
            " knows who has answered and who has not."
        ),
        ErrandKind.SILENT_SECOND: _(
            "Call the worker yourself. Nothing goes through the labour provider or the employer: neither"
            " knows who has answered and who has not."
        ),
    }
)
