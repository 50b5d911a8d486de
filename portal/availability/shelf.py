"""The tables in which lots of spare workers are kept."""

from portal.availability.domain import AvailabilityRow, AvailabilityTerms
from portal.availability.events import (
    AvailabilityChanged,
    AvailabilityClosed,
    AvailabilityExpired,
    AvailabilityHeadsChanged,
    AvailabilityNearsExpiry,
    AvailabilityPaused,
    AvailabilityProlonged,
    AvailabilityPublished,
    AvailabilityResumed,
)
from portal.availability.models import (
    Availability,
    AvailabilityCommitment,
    AvailabilityDraft,
    AvailabilityVersion,
)
from portal.organisations.posts import is_branch_of
from portal.posts.domain import PostAct
from portal.posts.keeping import Shelf

SHELF = Shelf(
    post=Availability,
    version=AvailabilityVersion,
    draft=AvailabilityDraft,
    commitment=AvailabilityCommitment,
    row=AvailabilityRow,
    terms=AvailabilityTerms,
    is_branch_of=is_branch_of,
    letter="A",
    events={
        PostAct.PUBLISH: AvailabilityPublished,
        PostAct.EDIT: AvailabilityChanged,
        PostAct.PAUSE: AvailabilityPaused,
        PostAct.RESUME: AvailabilityResumed,
        PostAct.PROLONG: AvailabilityProlonged,
        PostAct.CLOSE: AvailabilityClosed,
        PostAct.EXPIRE: AvailabilityExpired,
    },
    nears_expiry=AvailabilityNearsExpiry,
    heads_changed=AvailabilityHeadsChanged,
)
