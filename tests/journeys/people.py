"""The people of a journey, and what each of them does in the browser."""

import re
from binascii import crc32
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pyotp
from playwright.sync_api import Browser

from tests.journeys.conftest import RunningPortal, link_in
from tests.journeys.window import PHONE, Inspection, Window

PASSWORD = "nine kettles below the weir"


@dataclass(frozen=True)
class Lot:
    """Spare workers of one kind, as a dispatcher speaks of them."""

    heads: int
    occupation: str
    typed: str
    town: str
    shifts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """Places of one kind, as a farm manager speaks of them."""

    places: int
    title: str
    occupation: str
    typed: str
    town: str
    shift: str = "Day"


class Person:
    """Somebody with a browser."""

    def __init__(
        self,
        browser: Browser,
        portal: RunningPortal,
        inspection: Inspection,
        email: str,
        *,
        phone: bool = False,
    ) -> None:
        self.portal = portal
        self.email = email
        self.window = Window(browser, portal.url, inspection, PHONE if phone else None)

    def sign_in(self, password: str = PASSWORD) -> None:
        self.window.open("/sign-in")
        self.window.write("E-mail address", self.email)
        self.window.write("Password", password)
        self.window.press("Sign in")

    def do_what_home_asks(self, words: str | re.Pattern[str]) -> None:
        """Follow the line at home that begins with these words."""
        self.window.follow("Home")
        self.window.follow(words)

    def go_home(self) -> None:
        self.window.open("/home")


class Staff(Person):
    """Somebody on the portal's staff: chooses a password by a link, then sets up the second step."""

    def arrive(self, role: str) -> None:
        said = self.portal.flask("accounts", "create-staff", self.email, "--role", role, "--name", "Sam Reed")
        link = next(word for word in said.split() if word.startswith("http"))
        self.window.open(link)
        self.window.write("New password", PASSWORD)
        self.window.press("Save the password")
        if "/sign-in" in self.window.page.url and "/set-up" not in self.window.page.url:
            self.sign_in()
        secret = re.sub(r"\s", "", self.window.page.locator("main code").first.inner_text())
        self.window.write("Code from the app", pyotp.TOTP(secret).now())
        self.window.press("Turn on the second step")


class Operator(Staff):
    """Decides on organisations."""

    def approve(self, organisation: str) -> None:
        self.window.open("/staff/organisations")
        self.window.follow(organisation)
        self.window.reads("What was checked")
        self.window.press(f"Approve {organisation}")


class Inspector(Staff):
    """Looks after fairness."""

    def look_up(self, words: str, headline: str) -> None:
        self.window.open("/staff/matches")
        self.window.write("Number, town, work or organisation", words)
        self.window.press(re.compile("Filter|Show|Apply"))
        self.window.follow(headline)

    def hold_match(self, reason: str) -> None:
        self.window.follow("Hold this match")
        self.window.reads("1 introduction")
        self.window.write("Why do you hold it?", reason)
        self.window.press("Hold")

    def release_match(self, reason: str) -> None:
        self.window.follow("Release this match")
        self.window.write("Why do you release it?", reason)
        self.window.press("Release")


class Member(Person):
    """Somebody who acts for an organisation."""

    def register(self, organisation: str, part: str, town: str, sectors: tuple[str, ...], name: str) -> None:
        window = self.window
        window.open("/")
        window.follow(re.compile("Register"))
        window.write("Name of the organisation", organisation)
        window.answer("What is your part?", part)
        window.pick("Country in which it is registered", "United Kingdom")
        window.write("Register number", f"{abs(hash(organisation)) % 10**8:08}")
        window.write("Street and number", f"{abs(hash(organisation)) % 1000} Station Road")
        window.write("Town or city", "Wisbech")
        window.write("Postcode", "PE13 2RN")
        window.answer("Sectors", *sectors)
        window.write("Town or postcode of your first branch", town)
        window.write("Duty phone of this branch", f"01775 55{crc32(self.email.encode()) % 10_000:04}")
        window.write("Your name", name)
        window.write("Your e-mail address at work", self.email)
        window.write("Password", PASSWORD)
        window.page.get_by_label("We keep to the terms").check()
        window.press("Register the organisation")
        window.reads("We have written to the address you gave")

    def confirm_address(self) -> None:
        """Open the link in the mail and press its one button."""
        self.window.open(link_in(self.portal.post.wait_for(self.email, "confirm"), "/confirm-email/"))
        self.window.press("Confirm this address")

    def say_yes(self, heads: int) -> None:
        self.window.write("How many workers?", heads)
        self.window.press("Say yes")

    def open_the_match(self) -> None:
        """By the link in the mail about a new match, then all of it."""
        self.window.open(link_in(self.portal.post.wait_for(self.email, "for your "), self.portal.url))
        self.window.follow(re.compile("See all of it"))

    def open_the_introduction(self) -> None:
        self.window.open("/introductions")
        self.window.page.locator("main").wait_for()
        self.window.follow(re.compile(" with "))


class Dispatcher(Member):
    """Has spare workers."""

    def declare_licence(self, number: str, day: date) -> None:
        window = self.window
        window.open("/organisation")
        window.follow("Add a licence")
        window.write("Authority", "Fair Work Agency")
        window.write("Licence number", number)
        window.date("Valid from", day - timedelta(days=100))
        window.date("Valid to", day + timedelta(days=300))
        window.press("Save the licence")

    def list_workers(self, lot: Lot, day: date) -> None:
        """From home, by typing, to the matches of the new post."""
        window = self.window
        window.follow("List spare workers")
        self.say_what_they_do(lot)
        window.answer("Does every one of them have all", "Yes")
        window.find_by_typing("Town or postcode", lot.town[:5], f"{lot.town}, ")
        window.write("How far would they travel to work each day?", 60)
        window.answer("Would they move for the work", "No")
        window.date("Free from", day)
        window.write("Lowest pay per hour they accept", "11.80")
        window.answer("Have any of these workers paid for this work", "No, none of them")
        window.answer("Do they come through sub-agents?", "No")
        window.press("Continue to check your answers")
        window.press("Publish")

    def list_like_the_last(self, lot: Lot) -> None:
        """From the matches of one post, by a copy of it, to the matches of the next."""
        window = self.window
        window.follow(re.compile("Post A-"))
        window.press(re.compile("Copy"))
        self.say_what_they_do(lot)
        window.press("Continue to check your answers")
        window.press("Publish")

    def say_what_they_do(self, lot: Lot) -> None:
        window = self.window
        window.find_by_typing("Occupation", lot.typed, re.compile(lot.occupation, re.IGNORECASE))
        window.page.get_by_role("group", name="They can do this").first.wait_for()
        window.write("How many workers?", lot.heads)
        shifts = window.page.get_by_role("group", name="Which shifts would they work?")
        for one in shifts.get_by_role("checkbox").all():
            one.uncheck()
        window.answer("Which shifts would they work?", *lot.shifts)

    def propose_loan(self, last: date) -> None:
        window = self.window
        window.follow("Propose the engagement")
        window.answer("In which legal form", "Loan, with a right to return")
        window.answer("Who is their employer?", "The labour provider")
        window.answer("Who pays their wages?", "The labour provider")
        window.write("When are wages paid?", "every Friday")
        window.answer("Who directs the work?", "The employer")
        window.answer("Who answers for health and safety at work?", "The employer")
        window.write("Which insurer covers employer's liability?", "Mutual of the Fens")
        window.date("Until when does that cover run?", last + timedelta(days=90))
        window.write("What does the provider charge the employer, and on what basis?", "hourly rate plus 12%")
        window.write("How many days' notice before workers are recalled?", 3)
        window.date("On which day do they return to their home employer?", last + timedelta(days=1))
        window.answer("Could the law on transferred undertakings", "No")
        window.press("Propose these terms")

    def name_workers(self, *lines: str) -> None:
        self.window.follow("Name workers")
        self.write_names(lines)

    def write_names(self, lines: Iterable[str]) -> None:
        self.window.write("Workers, one on each line", "\n".join(lines))
        self.window.press("Make offers")

    def links(self) -> list[str]:
        """Each worker's link in the order of their names, as the provider copies it after naming them."""
        return [one.strip() for one in self.window.page.locator(".slip__address").all_inner_texts()]

    def record_acceptance(self, name: str) -> None:
        line = self.window.page.locator("tr", has_text=name).first
        line.locator("summary").click()
        self.window.press(re.compile("They accepted"), within=line)


class FarmManager(Member):
    """Needs workers."""

    def post_vacancy(self, job: Job, first: date, last: date, training: str = "The employer") -> None:
        """From home, by typing, to the answers read back: or back to the form, when they are refused."""
        window = self.window
        window.follow("Post a vacancy")
        self.say_what_is_done(job)
        window.pick("Sector", "Warehousing and handling of goods")
        window.write("The job as it really is", "Eight hours on your feet in a cold store at four degrees.")
        window.answer("Can somebody without experience do it?", "No")
        window.find_by_typing("Town or postcode", job.town[:5], re.compile(f"^{job.town}, (Linc|Camb|Norf)"))
        window.answer("Is housing given?", "No")
        window.write("How do they get to work?", "Our bus from the market place at 05:20")
        window.write("What does that cost the worker a week?", 0)
        window.date("First day", first)
        window.date("Last day", last)
        window.answer("Which shifts?", job.shift)
        window.write("Guaranteed pay per hour", "14.60")
        window.pick("Currency", "GBP")
        window.write("Hours a week", 39)
        window.answer("When are wages paid?", "Every week")
        self.say_who_pays(training)
        window.press("Continue to check your answers")

    def post_like_the_last(self, job: Job) -> None:
        """From the matches of one post, by a copy of it, to the matches of the next."""
        self.window.follow(re.compile("Post V-"))
        self.window.press(re.compile("Copy"))
        self.say_what_is_done(job)
        self.window.press("Continue to check your answers")
        self.window.press("Publish")

    def say_what_is_done(self, job: Job) -> None:
        self.window.write("What do you call the job?", job.title)
        self.window.find_by_typing("Occupation", job.typed, re.compile(job.occupation, re.IGNORECASE))
        self.window.write("How many workers?", job.places)

    def say_yes_beforehand(self, heads: int) -> None:
        self.window.write("Up to how many workers in all?", heads)
        self.window.press("Say yes beforehand")

    def say_who_pays(self, training: str) -> None:
        """The employer pays for equipment and something else for training; nothing else arises."""
        for select in self.window.page.locator("select[name^=cost_][name$=_payer]").all():
            name = select.get_attribute("name")
            if name == "cost_cost_training_payer":
                select.select_option(label=training)
            elif name == "cost_cost_equipment_payer":
                select.select_option(label="The employer")
            else:
                select.select_option(label="Does not arise")
        self.window.page.locator("[name=cost_cost_equipment_amount]").fill("60")
        self.window.page.locator("[name=cost_cost_training_amount]").fill("85")

    def record_safety(self, day: date) -> None:
        """What everybody expected got before the first shift."""
        window = self.window
        window.follow("Record the safety")
        window.answer(
            "What did they get?",
            "Safety instruction: dangers, what to do, first aid, fire",
            "Protective equipment, that fits, at no cost to them",
            "Training for the job and the machines",
        )
        window.date("On which day?", day)
        window.pick("In which language?", "English")
        window.write("Who gave it?", "Jo Hall, shift leader")
        window.press("Record")

    def call_the_roll(self, came: dict[str, bool]) -> None:
        self.window.follow("Call the roll")
        for name, is_here in came.items():
            group = self.window.page.get_by_role("group", name=name).first
            group.get_by_label("Came" if is_here else "Did not come", exact=True).check()
        self.window.press("Record")


@dataclass
class Worker:
    """Has no account, only a link and a phone."""

    window: Window

    @classmethod
    def with_phone(cls, browser: Browser, portal: RunningPortal, inspection: Inspection) -> "Worker":
        return cls(Window(browser, portal.url, inspection, PHONE))

    def open_offer(self, link: str) -> None:
        self.window.open(link)

    def open_with_word(self) -> None:
        """Open the offer, the first time or again; nothing to do where it is open on this phone."""
        page = self.window.page
        if not page.get_by_role("button", name="Go on to answer").count():
            return
        self.window.press("Go on to answer")
        if page.get_by_label("I have no phone").count():
            page.get_by_label("I have no phone").check()
        page.get_by_label("Your secret word").fill("harbour lights")
        page.locator("main form button[type=submit], main form input[type=submit]").first.click()

    def ask_for_time(self) -> None:
        self.open_with_word()
        self.window.press("I need more time")

    def accept(self) -> None:
        self.open_with_word()
        self.window.press("Yes, I accept")

    def confirm_safety(self) -> None:
        """Say of each of the three things that it is so."""
        self.window.follow("Safety before your first shift")
        got = re.compile("I got this, in a language I understand")
        while self.window.page.get_by_role("button", name=got).count():
            self.window.press(got)
