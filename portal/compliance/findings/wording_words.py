"""Why the rules on wording look for words: the lexicon's sentences, which members read translated."""


def _(message: str) -> str:
    """Marks a sentence for the catalogues of translations; it is translated where it is shown."""
    return message


WORDING_WHYS = (
    _("No worker pays a recruitment fee or a related cost, whatever its name."),
    _("A deposit makes the worker pay for the job or its equipment, even if it is paid back later."),
    _("A fee or cost taken out of pay is still borne by the worker."),
    _("A bond or penalty keeps a worker in the job; everybody is free to leave."),
    _("Nobody may keep a worker's identity papers, not even to keep them safe."),
    _("Work may not depend on renting or buying from the employer: housing is a choice."),
    _("A loan or advance paid back through wages ties the worker to the job."),
    _("A job is open to women and men alike unless the law makes an exception, which a person must confirm."),
    _("An upper age or a call for the young shuts people out; a lowest age set by law does not."),
    _(
        "Ask for the right to work and the language level needed, never for a "
        "nationality, origin or mother tongue."
    ),
    _("Religion has no place in choosing workers."),
    _("Being married, pregnant or a parent may not count in choosing workers."),
    _("Say what the work demands; a disability or illness as such shuts nobody out."),
    _("Everybody may join a union; not joining cannot be a condition."),
    _("Looks have nothing to do with the work, and often hide sex, age or origin."),
    _("Whom somebody loves has no place in choosing workers."),
    _("Money is asked for to keep or get the job."),
    _("The worker buys what the employer must provide."),
)
