"""What happened to vacancies."""

from dataclasses import dataclass
from uuid import UUID

from portal.posts.domain import PostEvent
from portal.vacancies.domain import KIND


@dataclass(frozen=True, kw_only=True)
class VacancyEvent(PostEvent):
    """Something that happened to a vacancy."""

    kind = KIND


@dataclass(frozen=True, kw_only=True)
class VacancyPublished(VacancyEvent):
    action = "vacancies:vacancy:publish"


@dataclass(frozen=True, kw_only=True)
class VacancyChanged(VacancyEvent):
    """Its terms were edited; `version` is the new one."""

    action = "vacancies:vacancy:edit"


@dataclass(frozen=True, kw_only=True)
class VacancyPaused(VacancyEvent):
    action = "vacancies:vacancy:pause"


@dataclass(frozen=True, kw_only=True)
class VacancyResumed(VacancyEvent):
    action = "vacancies:vacancy:resume"


@dataclass(frozen=True, kw_only=True)
class VacancyProlonged(VacancyEvent):
    """It is open for another 28 days; an expired one is open again."""

    action = "vacancies:vacancy:prolong"
    was_expired: bool


@dataclass(frozen=True, kw_only=True)
class VacancyClosed(VacancyEvent):
    """It was withdrawn for good."""

    action = "vacancies:vacancy:close"
    reason: str


@dataclass(frozen=True, kw_only=True)
class VacancyExpired(VacancyEvent):
    action = "vacancies:vacancy:expire"


@dataclass(frozen=True, kw_only=True)
class VacancyNearsExpiry(VacancyEvent):
    """It expires in five days; its poster is asked whether it is still open."""

    action = "vacancies:vacancy:ask-still-open"
    posted_by: UUID


@dataclass(frozen=True, kw_only=True)
class VacancyHeadsChanged(VacancyEvent):
    """Heads were reserved by a holder, or are free again."""

    action = "vacancies:vacancy:heads"
    holder: UUID
