"""The people of a journey, and what each of them does in the browser."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pyotp
from playwright.sync_api import Browser

from tests.journeys.conftest import RunningPortal, link_in
from tests.journeys.window import PHONE, Inspection, Window

PASSWORD = "nine kettles below the weir"


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
        window.answer("Sectors", *sectors)
        window.write("Town or postcode of your first desk", town)
        window.write("Duty phone of this desk", "01775 555010")
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
        self.window.open(link_in(self.portal.post.wait_for(self.email, "fit"), self.portal.url))
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
        window.pick("Authority", "United Kingdom: Fair Work Agency")
        window.write("Licence number", number)
        window.date("Valid from", day - timedelta(days=100))
        window.date("Valid to", day + timedelta(days=300))
        window.press("Save the licence")

    def list_forklift_operators(self, heads: int, day: date) -> None:
        window = self.window
        window.open("/home")
        window.follow("List spare workers")
        window.find_by_typing("Occupation", "FLT", re.compile("forklift", re.IGNORECASE))
        window.page.get_by_role("group", name="They can do this").first.wait_for()
        window.write("How many workers?", heads)
        window.answer("Does every one of them have all", "Yes")
        window.find_by_typing("Town or postcode", "Spald", re.compile("Spalding"))
        window.write("How far would they travel to work each day?", 40)
        window.answer("Would they move for the work", "No")
        window.date("Free from", day)
        window.write("Lowest pay per hour they accept", "11.80")
        window.answer("Has any of them paid for this work?", "No, none of them")
        window.press("Continue to check your answers")
        window.press("Publish")

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
        self.window.write("Workers, one on each line", "\n".join(lines))
        self.window.press("Make offers")

    def links(self) -> dict[str, str]:
        """Each worker's link, by first name, as the provider copies it from the page that follows the naming."""
        slips = self.window.page.locator(".slip")
        return {
            slips.nth(n).locator("h2").inner_text().split(". ", 1)[1].split()[0]: slips.nth(n)
            .locator(".slip__address")
            .inner_text()
            .strip()
            for n in range(slips.count())
        }

    def record_acceptance(self, name: str) -> None:
        line = self.window.page.locator("tr", has_text=name).first
        line.locator("summary").click()
        self.window.press(re.compile("They accepted"), within=line)


class FarmManager(Member):
    """Needs workers."""

    def post_forklift_vacancy(self, heads: int, first: date, last: date) -> None:
        """Fill in the whole form, with a cost that the worker would bear."""
        window = self.window
        window.open("/home")
        window.follow("Post a vacancy")
        window.write("What do you call the job?", "Forklift driver in the cold store")
        window.find_by_typing("Occupation", "forklift dri", re.compile("forklift", re.IGNORECASE))
        window.pick("Sector", "Warehousing and handling of goods")
        window.write(
            "The job as it really is", "Loading lorries in a cold store at four degrees, eight hours a day."
        )
        window.answer("Can somebody without experience do it?", "No")
        window.write("How many workers?", heads)
        window.find_by_typing("Town or postcode", "Bosto", "Boston, Lincolnshire")
        window.answer("Is housing given?", "No")
        window.write("How do they get to work?", "Our bus from the market place at 05:20")
        window.write("What does that cost the worker a week?", 0)
        window.date("First day", first)
        window.date("Last day", last)
        window.write("Guaranteed pay per hour", "12.60")
        window.pick("Currency", "GBP")
        window.write("Hours a week", 39)
        window.answer("When are wages paid?", "Every week")
        self.say_who_pays(training="The worker")
        window.press("Continue to check your answers")

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

    def read_terms(self) -> None:
        self.window.press("Show me the terms")

    def accept(self) -> None:
        self.window.press("Accept")
