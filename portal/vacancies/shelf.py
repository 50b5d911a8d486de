"""The tables in which vacancies are kept."""

from portal.organisations.posts import is_branch_of
from portal.posts.domain import PostAct
from portal.posts.keeping import Shelf
from portal.vacancies.domain import VacancyRow, VacancyTerms
from portal.vacancies.events import (
    VacancyChanged,
    VacancyClosed,
    VacancyExpired,
    VacancyHeadsChanged,
    VacancyNearsExpiry,
    VacancyPaused,
    VacancyProlonged,
    VacancyPublished,
    VacancyResumed,
)
from portal.vacancies.models import (
    Vacancy,
    VacancyCommitment,
    VacancyDraft,
    VacancyVersion,
)

SHELF = Shelf(
    post=Vacancy,
    version=VacancyVersion,
    draft=VacancyDraft,
    commitment=VacancyCommitment,
    row=VacancyRow,
    terms=VacancyTerms,
    is_branch_of=is_branch_of,
    letter="V",
    events={
        PostAct.PUBLISH: VacancyPublished,
        PostAct.EDIT: VacancyChanged,
        PostAct.PAUSE: VacancyPaused,
        PostAct.RESUME: VacancyResumed,
        PostAct.PROLONG: VacancyProlonged,
        PostAct.CLOSE: VacancyClosed,
        PostAct.EXPIRE: VacancyExpired,
    },
    nears_expiry=VacancyNearsExpiry,
    heads_changed=VacancyHeadsChanged,
)
