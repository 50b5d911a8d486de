"""A record of work as lines to read, and as a page of paper to take along."""

from flask_babel import gettext

from portal.infra.paper import A4, Text, document, write
from portal.infra.web.languages import Language
from portal.infra.web.mixed import listed
from portal.infra.web.pages import country_name, day
from portal.placements.work.record import Skill, WorkRecord

MARGIN = 20.0


def record_lines(record: WorkRecord) -> list[tuple[str, str]]:
    """Label and words of everything that the record holds."""
    place = listed((record.town, country_name(record.country)))
    days = gettext("%(first)s to %(last)s", first=day(record.first), last=day(record.last))
    if record.goes_on:
        days = gettext("Since %(first)s; the work goes on", first=day(record.first))
    lines = [
        (gettext("Name"), record.name),
        (gettext("Work"), record.title),
        (gettext("Workplace"), record.employer),
        (gettext("Place"), place),
        (gettext("Agency"), record.provider),
        (gettext("Days worked"), days),
        (gettext("Occupation"), record.occupation.label),
        (gettext("Skills"), listed(one.label for one in record.skills)),
    ]
    if record.hours is not None:
        lines.append((gettext("Hours, as the worker says"), f"{record.hours.normalize():f}"))
    lines.append((gettext("First day confirmed by"), record.employer))
    lines.append((gettext("Number"), record.number))
    return [(label, words) for label, words in lines if words]


def record_pdf(record: WorkRecord, language: Language) -> bytes:
    """One page of A4 in the reader's language; addresses of ESCO below, for whoever looks skills up."""
    pdf = document(language.code, A4, MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.add_page()
    write(pdf, language.direction, Text(gettext("Record of work"), 20, bold=True, after=6))
    for label, words in record_lines(record):
        write(pdf, language.direction, Text(label, 10, bold=True))
        write(pdf, language.direction, Text(words, 12, after=3))
    known = [one for one in (record.occupation, *record.skills) if one.uri]
    if known:
        write(pdf, language.direction, Text(gettext("European names of these skills (ESCO)"), 10, bold=True))
    for one in known:
        write(pdf, language.direction, Text(_address(one), 8, is_latin=True, after=1))
    made = gettext("Made on %(day)s from the records of the portal.", day=day(record.made_on))
    write(pdf, language.direction, Text(made, 9))
    return bytes(pdf.output())


def _address(skill: Skill) -> str:
    return f"{skill.label}: {skill.uri}"
