"""How the staff and the organisations of the demo came to the portal."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pyotp

from portal.accounts.secrets import hash_password
from portal.accounts.service import (
    Registered,
    appoint_staff,
    choose_password,
    register_person,
    turn_on_second_factor,
)
from portal.accounts.service.second_factor import SecondFactorOn
from portal.compliance.holds.service import hold
from portal.gazetteer.domain import Place
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, ActorId, Ref
from portal.kernel.viewer import MemberRole, StaffRole
from portal.operations.demo.people import INSPECTOR, OPERATOR
from portal.operations.demo.terms import Atlas
from portal.operations.demo.timeline import Moment, Timeline, use
from portal.operations.demo.world import Admission, DemoOrganisation, World
from portal.organisations.domain import BranchTerms, LicenceStatus, OrganisationTerms, SupplyLicence
from portal.organisations.files import authority_named
from portal.organisations.queries import BranchRow, branches_of, licences_of
from portal.organisations.service import (
    add_branch,
    approve_organisation,
    declare_licence,
    mark_licence,
    refuse_organisation,
    register_for,
)
from portal.organisations.service.registration import join

_BEGINNING = 300
_MEMBERSHIP_LATER = 5


@dataclass
class Cast:
    """Who is who: organisations and people by the keys of the files."""

    organisations: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, ActorId] = field(default_factory=dict)
    """By mail address."""
    speakers: dict[str, ActorId] = field(default_factory=dict)
    """Who acts for an organisation."""
    branches: dict[str, list[BranchRow]] = field(default_factory=dict)
    totp_secrets: dict[str, str] = field(default_factory=dict)
    operator: ActorId = SYSTEM
    inspector: ActorId = SYSTEM


@dataclass(frozen=True)
class Enrolment:
    """Puts the arrival of everybody on the timeline; `passwords` are by mail address."""

    world: World
    timeline: Timeline
    atlas: Atlas
    cast: Cast
    passwords: dict[str, str]

    def plan(self) -> None:
        self.timeline.add(_BEGINNING, 0, self._appoint_staff)
        for one in self.world.organisations:
            self._plan_organisation(one)

    def _plan_organisation(self, one: DemoOrganisation) -> None:
        def arrive(moment: Moment) -> None:
            moment.perform(self._register, SYSTEM, one)
            with moment.read() as session:
                self.cast.branches[one.key] = branches_of(session, self.cast.organisations[one.key])

        # the two in the queue came within the last hours, everybody else in the morning of their day
        self.timeline.add(one.registered_days, 20 if one.admission is Admission.EXPRESS else 300, arrive)
        if one.admission in {Admission.APPROVED, Admission.HELD}:
            self.timeline.add(one.registered_days, 290, lambda moment: self._approve(moment, one))
        if one.admission is Admission.REFUSED:
            self.timeline.add(one.registered_days - 1, 290, lambda moment: self._refuse(moment, one))
        if one.admission is Admission.HELD:
            self.timeline.add(5, 30, lambda moment: self._hold(moment, one))
        if one.colleague:
            later = max(0, one.registered_days - _MEMBERSHIP_LATER)
            self.timeline.add(later, 200, lambda moment: self._add_colleague(moment, one))

    def _register(self, work: Work, one: DemoOrganisation) -> UUID:
        """Registered, address confirmed, desks opened, licences declared."""
        person_id = self._person(work, one.administrator, one.email_of(one.administrator))
        speaker = work.actor = ActorId(person_id)
        terms = OrganisationTerms(
            name=one.name,
            supplies=one.supplies,
            employs=one.employs,
            country=one.country,
            register_number=one.register_number,
            sectors=one.sectors,
            contact_email=f"office@{one.domain}",
            contact_phone=one.phone(0),
            website=f"https://www.{one.domain}",
        )
        first, *others = [self._branch(one, desk, town) for desk, town in enumerate(one.towns)]
        express = one.admission is Admission.EXPRESS
        organisation_id = register_for(work, person_id, terms, first, express=express).organisation_id
        for branch in others:
            add_branch(work, organisation_id, branch)
        for licence in self._licences(one, work):
            declare_licence(work, organisation_id, licence)
        self.cast.organisations[one.key] = organisation_id
        self.cast.speakers[one.key] = speaker
        return organisation_id

    def _person(self, work: Work, name: str, email: str) -> UUID:
        password = self.passwords.get(email)
        registered = register_person(
            work,
            name=name,
            email=email,
            password_hash=hash_password(password) if password else None,
            is_confirmed=True,
        )
        person_id = use(registered, Registered).person_id
        self.cast.people[email] = ActorId(person_id)
        return person_id

    def _branch(self, one: DemoOrganisation, desk: int, town: str) -> BranchTerms:
        place: Place = self.atlas.place(town, one.country)
        return BranchTerms(
            name=town if desk else f"{town} (head office)",
            place_id=place.id,
            town=place.name,
            region=place.region,
            country=place.country,
            latitude=place.latitude,
            longitude=place.longitude,
            desk_email=one.desk_email(town),
            duty_phone=one.phone(desk + 1),
        )

    def _licences(self, one: DemoOrganisation, work: Work) -> list[SupplyLicence]:
        today = self.timeline.today
        found = []
        for licence in self.world.licences:
            authority = authority_named(licence.authority)
            if licence.organisation == one.key and authority:
                found.append(
                    SupplyLicence(
                        authority=authority.id,
                        number=licence.number,
                        country=authority.country,
                        sectors=licence.sectors,
                        valid_from=today - timedelta(days=licence.since_days),
                        valid_to=today + timedelta(days=licence.valid_days),
                    )
                )
        return found

    def _approve(self, moment: Moment, one: DemoOrganisation) -> None:
        organisation_id = self.cast.organisations[one.key]
        with moment.read() as session:
            licences = licences_of(session, organisation_id)
        for licence in licences:
            moment.perform(mark_licence, self.cast.operator, licence.id, LicenceStatus.CHECKED)
        moment.perform(approve_organisation, self.cast.operator, organisation_id)

    def _refuse(self, moment: Moment, one: DemoOrganisation) -> None:
        moment.perform(refuse_organisation, self.cast.operator, self.cast.organisations[one.key], one.reason)

    def _hold(self, moment: Moment, one: DemoOrganisation) -> None:
        ref = Ref("organisation", self.cast.organisations[one.key])
        moment.perform(hold, self.cast.inspector, ref, one.reason)

    def _add_colleague(self, moment: Moment, one: DemoOrganisation) -> None:
        def belong(work: Work) -> None:
            person_id = self._person(work, one.colleague, one.email_of(one.colleague))
            join(work, self.cast.organisations[one.key], person_id, MemberRole.MEMBER)

        moment.perform(belong, self.cast.speakers[one.key])

    def _appoint_staff(self, moment: Moment) -> None:
        self.cast.operator = self._appoint(moment, *OPERATOR, StaffRole.OPERATOR)
        self.cast.inspector = self._appoint(moment, *INSPECTOR, StaffRole.COMPLIANCE)

    def _appoint(self, moment: Moment, name: str, email: str, role: StaffRole) -> ActorId:
        appointed = moment.perform(appoint_staff, SYSTEM, email=email, name=name, roles=[role])
        person = ActorId(appointed.person_id)
        hashed = hash_password(self.passwords[email])
        moment.perform(choose_password, person, appointed.token, hashed)
        secret = pyotp.random_base32()
        code = pyotp.TOTP(secret).at(moment.now)
        use(moment.perform(turn_on_second_factor, person, appointed.person_id, secret, code), SecondFactorOn)
        self.cast.people[email], self.cast.totp_secrets[email] = person, secret
        return person
