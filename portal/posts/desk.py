"""Writing, publishing, changing and closing posts: the pages that both kinds of posts have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.infra.web import acting_for, ask, page, perform, reading, say
from portal.infra.web.pages import not_found
from portal.posts.domain import (
    ActNotPossible,
    HeadsTaken,
    NoSuchPost,
    PostAct,
    PostChangedMeanwhile,
    PostState,
    acts_in,
)
from portal.posts.drafts import Draft
from portal.posts.pages import (
    ActForm,
    CloseForm,
    Difference,
    PostLine,
    PostList,
    Section,
    complaints,
    differences,
    first_that_exists,
    form_of,
    post_list,
    sent_answers,
)
from portal.posts.words import cannot

FIND, SAVE = "find", "save"


class WithButtons:
    """A page with further buttons, each of which is a form of its own with its own two tokens."""

    @staticmethod
    def fresh() -> ActForm:
        return ActForm(formdata=None)


@dataclass(frozen=True)
class Writing(WithButtons):
    """A form in which a post is written (`version` is 0) or changed."""

    kind: str
    id: UUID | None
    version: int
    number: str = ""
    differences: tuple[Difference, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.version == 0


@dataclass(frozen=True)
class Checking:
    """What was typed, read back before it is published."""

    kind: str
    id: UUID
    title: str
    sections: tuple[Section, ...]
    remarks: tuple[Section, ...] = ()
    """What follows from what was typed: a payslip, the sum that the employer bears."""
    must_split: bool = False


@dataclass(frozen=True)
class Standing(WithButtons):
    """One post: what it is, its state, what can be done, what it says."""

    kind: str
    row: Any
    title: str
    acts: frozenset[PostAct]
    sections: tuple[Section, ...]
    hold_reason: str | None
    matches: str | None
    costs: Any = None
    """Who pays or paid for what, and how it is known, in words."""
    stop_reason: str | None = None
    """Why rules, or staff who look at it, keep it out of matching now."""
    unproven: Sequence[str] = ()
    """What its owner has not shown yet."""


@dataclass(frozen=True)
class Asking:
    """One question about a post."""

    kind: str
    row: Any
    title: str


@dataclass(frozen=True)
class Desk:
    """How the pages of one kind of post reach its queries, use cases and words."""

    kind: str
    """The kind of the post's Ref: "availability" or "vacancy"."""
    pages: str
    """The blueprint: "availability_member"."""
    templates: str
    form: Any
    find: Callable[[Session, UUID, UUID], Any]
    find_draft: Callable[[Session, UUID, UUID], Draft | None]
    rows: Callable[[Session, UUID], Sequence[Any]]
    drafts: Callable[[Session, UUID], Sequence[Draft]]
    keep_draft: Callable[..., Any]
    discard_draft: Callable[..., Any]
    publish: Callable[[Any, UUID], Any]
    """From a valid form and the draft's id to the outcome."""
    change: Callable[[Any, UUID, int], Any]
    """From a valid form, the post's id and the version that was shown to the outcome."""
    prolong: Callable[..., Any]
    close: Callable[..., Any]
    answers: Callable[[Any], dict[str, list[str]]]
    title: Callable[[Any], str]
    sections: Callable[[Any], tuple[Section, ...]]
    """What a stored post, or a valid form, says."""
    remarks: Callable[[Any], tuple[Section, ...]]
    line: Callable[[Any], PostLine]
    draft_line: Callable[[Draft], PostLine]
    hold_reason: Callable[[Session, Any], str | None]
    reasons: Callable[[], Sequence[tuple[str, str]]]
    home_country: Callable[[Session, UUID], str | None]
    """The organisation's own country, where most of its posts are."""
    ledger: Callable[[Any], Any] | None = None
    """From a stored post to its costs in words."""
    stop_reason: Callable[[Session, UUID], str | None] = lambda _session, _post_id: None
    unproven: Callable[[Session, UUID], Sequence[str]] = lambda _session, _post_id: ()

    def to(self, view: str, **values: Any) -> str:
        return url_for(f"{self.pages}.{view}", **values)

    def template(self, view: str) -> str:
        return f"{self.templates}/{view}.html"

    def own(self, post_id: UUID) -> Any:
        """The organisation's own post; any other is not found."""
        return self.find(reading(), acting_for(), post_id) or not_found()

    # lists and one post

    def posts(self) -> ResponseReturnValue:
        """Everything that the organisation has posted or begun to write."""
        lines = [self.line(row) for row in self.rows(reading(), acting_for())]
        lines += [self.draft_line(draft) for draft in self.drafts(reading(), acting_for())]
        shown: PostList = post_list(lines)
        return page(self.template("posts"), shown)

    def post(self, post_id: UUID) -> ResponseReturnValue:
        """One post, or the form of a draft."""
        if self.find_draft(reading(), acting_for(), post_id):
            return redirect(self.to("edit", id=post_id), 303)
        row = self.own(post_id)
        return page(
            self.template("post"),
            Standing(
                kind=self.kind,
                row=row,
                title=self.title(row),
                acts=acts_in(row.state),
                sections=self.sections(row),
                hold_reason=self.hold_reason(reading(), row),
                stop_reason=self.stop_reason(reading(), post_id),
                unproven=self.unproven(reading(), post_id),
                matches=self.matches(post_id),
                costs=self.ledger(row) if self.ledger else None,
            ),
        )

    def matches(self, post_id: UUID) -> str | None:
        """Where the matches of a post are shown."""
        if "placements_member.post_matches" not in current_app.view_functions:
            return None
        return url_for("placements_member.post_matches", kind=self.kind, id=post_id)

    # writing

    def write(self, draft: Draft | None) -> ResponseReturnValue:
        """The form of a new post: look something up, save it for later, or go on to check it."""
        draft_id = draft.id if draft else None
        if request.method == "POST":
            return self._written(draft_id)
        form = form_of(self.form, draft.answers) if draft else self.form()
        form.offer(acting_for())
        if draft is None and not form.country.data:
            form.country.data = self.home_country(reading(), acting_for())
        if draft and request.args.get("show") == "problems":
            complaints(form)
        return ask(self.template("edit"), form, Writing(self.kind, draft_id, 0))

    def _written(self, draft_id: UUID | None) -> ResponseReturnValue:
        doing = request.form.get("do")
        if doing not in (FIND, SAVE):
            form = self.form()
            form.offer(acting_for())
            if not form.validate():
                return ask(self.template("edit"), form, Writing(self.kind, draft_id, 0))
        kept = perform(self.keep_draft, acting_for(), sent_answers(), draft_id)
        if isinstance(kept, NoSuchPost):
            not_found()
        if doing == SAVE:
            say(gettext("Saved. You can come back to it from your list at any time."))
        if doing in (FIND, SAVE):
            return redirect(self.to("edit", id=kept.id, _anchor="about-work" if doing == FIND else None), 303)
        return redirect(self.to("check", id=kept.id), 303)

    def check(self, post_id: UUID) -> ResponseReturnValue:
        """Read the answers back, and publish them."""
        draft = self.find_draft(reading(), acting_for(), post_id) or not_found()
        form = form_of(self.form, draft.answers)
        form.offer(acting_for())
        if complaints(form):
            return redirect(self.to("edit", id=post_id, show="problems"), 303)
        must_split = not getattr(form, "are_alike", True)
        if request.method == "POST":
            return redirect(self.to("split", id=post_id), 303) if must_split else self._publish(form, post_id)
        shown = Checking(
            self.kind, post_id, self.title(form.terms()), self.sections(form), self.remarks(form), must_split
        )
        return ask(self.template("check"), ActForm(), shown)

    def _publish(self, form: Any, post_id: UUID) -> ResponseReturnValue:
        published = self.publish(form, post_id)
        if isinstance(published, UUID):
            return self.after_publishing(published)
        if isinstance(published, NoSuchPost):
            not_found()
        return redirect(self.to("edit", id=post_id, show="problems"), 303)

    def after_publishing(self, post_id: UUID) -> ResponseReturnValue:
        """On to the matches that were found at once."""
        say(gettext("Published. It is open for 28 days."))
        return redirect(
            first_that_exists(
                current_app,
                ("placements_member.post_matches", {"kind": self.kind, "id": post_id}),
                (f"{self.pages}.post", {"id": post_id}),
            ),
            303,
        )

    def copy(self, post_id: UUID) -> ResponseReturnValue:
        """Begin a new post with what an earlier one says."""
        kept = perform(self.keep_draft, acting_for(), self.answers(self.own(post_id)), None)
        say(gettext("This is a copy. Check the dates and the number of workers."))
        return redirect(self.to("edit", id=kept.id), 303)

    def discard(self, post_id: UUID) -> ResponseReturnValue:
        """Throw a draft away."""
        if isinstance(perform(self.discard_draft, acting_for(), post_id), NoSuchPost):
            not_found()
        say(gettext("The draft was thrown away."))
        return redirect(self.to("posts"), 303)

    # changing

    def edit(self, post_id: UUID) -> ResponseReturnValue:
        """The form of a draft, or of a post that is published."""
        if draft := self.find_draft(reading(), acting_for(), post_id):
            return self.write(draft)
        row = self.own(post_id)
        if PostAct.EDIT not in acts_in(row.state):
            say(cannot(PostAct.EDIT, row.state))
            return redirect(self.to("post", id=post_id), 303)
        if request.method == "POST":
            return self._changed(row)
        form = form_of(self.form, self.answers(row))
        form.offer(acting_for())
        return ask(self.template("edit"), form, Writing(self.kind, row.id, row.version, row.number))

    def _changed(self, row: Any) -> ResponseReturnValue:
        sent = request.form.get("version", "")
        seen = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0
        form = self.form()
        form.offer(acting_for())
        shown = Writing(self.kind, row.id, seen, row.number)
        if request.form.get("do") == FIND or not form.validate():
            return ask(self.template("edit"), form, shown)
        outcome = self.change(form, row.id, seen)
        if isinstance(outcome, PostChangedMeanwhile):
            return self._both_versions(form, row.id)
        if isinstance(outcome, HeadsTaken):
            form.fail("headcount", gettext("More workers than this are committed. Enter a larger number"))
            return ask(self.template("edit"), form, shown)
        if isinstance(outcome, UUID) and not getattr(form, "are_alike", True):
            return redirect(self.to("split", id=row.id), 303)
        return self._answer(outcome, row.id, gettext("Changed. Matches are being looked for again."))

    def _both_versions(self, form: Any, post_id: UUID) -> ResponseReturnValue:
        now = self.own(post_id)
        between = differences(self.sections(now), self.sections(form))
        answer = ask(
            self.template("edit"), form, Writing(self.kind, now.id, now.version, now.number, between)
        )
        answer.status_code = 409
        return answer

    # one step

    def step(self, use_case: Callable[..., Any], post_id: UUID, done: str) -> ResponseReturnValue:
        """Pause, resume or the like: one button, no question."""
        return self._answer(perform(use_case, acting_for(), post_id), post_id, done)

    def ask_to_prolong(self, post_id: UUID) -> ResponseReturnValue:
        """Still open? One button keeps the post open for another 28 days."""
        if request.method == "POST":
            done = perform(self.prolong, acting_for(), post_id)
            return self._answer(done, post_id, gettext("It stays open for another 28 days."))
        row = self.own(post_id)
        return ask(self.template("prolong"), ActForm(), Asking(self.kind, row, self.title(row)))

    def ask_to_close(self, post_id: UUID) -> ResponseReturnValue:
        """Withdraw a post for good, with the reason why."""
        row = self.own(post_id)
        form = CloseForm()
        form.offer(self.reasons())
        if form.validate_on_submit():
            done = perform(self.close, acting_for(), post_id, form.given)
            return self._answer(done, post_id, gettext("Closed."))
        return ask(self.template("close"), form, Asking(self.kind, row, self.title(row)))

    def _answer(self, outcome: Any, post_id: UUID, done: str) -> ResponseReturnValue:
        match outcome:
            case PostState() | UUID():
                say(done)
            case ActNotPossible(state, act):
                say(cannot(act, state))
            case _:
                not_found()
        return redirect(self.to("post", id=post_id), 303)


def typed(draft: Draft, field: str) -> str:
    """What a draft says in one field so far."""
    answers: Mapping[str, Sequence[str]] = draft.answers
    return " ".join(" ".join(answers.get(field, ())).split())[:120]
