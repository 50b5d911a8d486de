"""What accepting an offer does to the job that a worker has now, in words."""

from flask_babel import gettext

from portal.posts.domain import EngagementForm


def present_job_words(form: EngagementForm, provider: str) -> str:
    """One sentence, going by the legal form of the engagement."""
    match form:
        case EngagementForm.TRANSFER:
            return gettext("Accepting ENDS your present job with %(name)s.", name=provider)
        case EngagementForm.SUSPENSION:
            return gettext("Your job with %(name)s rests meanwhile, and you go back to it.", name=provider)
        case EngagementForm.SECOND_JOB:
            return gettext("You keep your present job. This one comes beside it.")
        case EngagementForm.LOAN | EngagementForm.AGENCY:
            return gettext("You keep your job with %(name)s.", name=provider)
