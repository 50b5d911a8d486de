"""A form's token is remembered as long as the form could be sent again, and no longer."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal.accounts.domain import Stage, limits_of
from portal.app import JOBS, Services
from portal.infra.schedule import run_due
from portal.infra.unit_of_work import Work
from portal.infra.web.acts import KEPT, SentForm
from portal.kernel.events import SYSTEM


def test_a_token_is_remembered_longer_than_any_sign_in_lasts() -> None:
    assert limits_of(Stage.OPEN, is_staff=False).absolute < KEPT


def send_form(work: Work, token: str, age: timedelta) -> None:
    work.session.add(SentForm(token=token, path="/", location=None, at=work.now - age))


def test_tokens_of_old_forms_are_forgotten_day_by_day(app: Flask) -> None:
    services: Services = app.extensions["fairshift"]
    minute = timedelta(minutes=1)
    for token, age in {"old": KEPT + minute, "young": KEPT - minute}.items():
        services.transactor.perform(send_form, SYSTEM, token, age)
    [job] = [one for one in JOBS if one.name == "web.forget_sent_forms"]
    assert job.every == timedelta(days=1)
    assert run_due(services.transactor, [job]) == [job.name]
    with services.sessions() as session:
        assert session.scalars(select(SentForm.token)).all() == ["young"]
