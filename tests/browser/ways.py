"""What people do on the pages, by what they see: names, labels, words."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.place import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

JOB = "Booking site for a lighthouse"
STORY = "Twelve rooms, two languages, ready before the season. The old pages are there to look at."
KEPT = "Only you can see this."
COVER = "I have built three booking sites; my work is at https://bo.example/work."


def post_job(client: Visitor, *, title: str = JOB, body: str = STORY) -> None:
    """From wherever the client is, to the page of the new job."""
    page = client.page
    client.start()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Jobs").click()
    page.get_by_role("link", name="Post a job").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Description").fill(body)
    page.get_by_role("button", name="Post the job").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def find_job(freelancer: Visitor, *, title: str = JOB) -> None:
    """From wherever the freelancer is, to the page of the job."""
    page = freelancer.page
    freelancer.start()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Jobs").click()
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def propose(freelancer: Visitor, *, cover: str = COVER, price: str = "2400") -> None:
    """On the job's page."""
    page = freelancer.page
    page.get_by_label("Your proposal").fill(cover)
    page.get_by_label("Price").fill(price)
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("status").filter(has_text="Your proposal is sent")).to_be_visible()


def open_talk(client: Visitor, *, freelancer: str = "Bo Okafor") -> "Talk":
    """On the job's page, newly loaded: from the proposal into the room."""
    page = client.page
    page.reload()
    page.get_by_role("button", name=f"Talk with {freelancer}").click()
    return Talk(client)


def enter_room(visitor: Visitor, *, who: str) -> "Talk":
    """Through the list of rooms."""
    visitor.start()
    visitor.page.get_by_role("navigation", name="Main").get_by_role("link", name="Rooms").click()
    row_of(visitor.page, who).click()
    return Talk(visitor)


def row_of(page: "Page", who: str) -> "Locator":
    """A room's row in the list of rooms."""
    return page.get_by_role("listitem").get_by_role("link", name=who)


@dataclass(frozen=True)
class Talk:
    """A room's page, as one of the two has it before them."""

    visitor: Visitor

    def __post_init__(self) -> None:
        self.page.wait_for_url(re.compile(r"/rooms/[0-9a-f-]{36}/"))
        expect(self.text_field).to_be_visible()

    @property
    def page(self) -> "Page":
        return self.visitor.page

    @property
    def room_id(self) -> str:
        found = re.search(r"/rooms/([0-9a-f-]{36})/", self.page.url)
        assert found is not None
        return found[1]

    @property
    def text_field(self) -> "Locator":
        return self.page.get_by_placeholder(re.compile("^Write to "))

    @property
    def conversation(self) -> "Locator":
        return self.page.get_by_role("log", name="Conversation")

    @property
    def about(self) -> "Locator":
        return self.page.get_by_role("complementary", name="About this room")

    @property
    def hint(self) -> "Locator":
        """The line under the text that says what would happen to it."""
        return self.page.locator("#composer-hint")

    @property
    def composer_marks(self) -> "Locator":
        """What is underlined in the text as it is written."""
        return self.page.locator("form#composer mark")

    @property
    def heading(self) -> "Locator":
        """Who, job, badge, relationship."""
        return self.page.get_by_role("main").locator("header")

    @property
    def rule(self) -> "Locator":
        """What the contact rule says here."""
        return self.page.get_by_role("main").get_by_role("paragraph").filter(has_text="Contact rule").first

    def line(self, text: str) -> "Locator":
        """The line of the conversation that says this."""
        return self.conversation.get_by_role("listitem").filter(has_text=text, has_not_text=KEPT)

    @property
    def messages(self) -> "Locator":
        """The lines that are numbered messages of people."""
        return self.conversation.locator("li.message[id]")

    def card(self, text: str) -> "Locator":
        """What was not sent and is kept for its author: this text, why, and the ways out."""
        return self.conversation.get_by_role("listitem").filter(has_text=text).filter(has_text=KEPT)

    def say(self, text: str) -> None:
        """Write and send; what comes of it is for the test to see."""
        self.text_field.fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def sees(self, text: str) -> None:
        """The line stands in the conversation, once, with its number: acknowledged, not on its way."""
        expect(self.line(text)).to_have_count(1)
        expect(self.line(text)).to_have_attribute("id", re.compile(r"^m\d+$"))
        expect(self.line(text)).to_be_visible()


def make_offer(at_client: Talk, *, terms: str, amount: str) -> None:
    """In the room, from the panel beside the conversation."""
    at_client.about.get_by_text("Make an offer").click()
    at_client.about.get_by_label("What is agreed").fill(terms)
    at_client.about.get_by_label("Amount").fill(amount)
    at_client.about.get_by_role("button", name="Send the offer").click()
    expect(at_client.about.get_by_role("listitem").filter(has_text=terms)).to_contain_text("Open")


def open_about(talk: Talk) -> None:
    """On a phone the panel is a pane of its own."""
    link = talk.heading.get_by_role("link", name="About")
    if link.is_visible():
        link.click()
    expect(talk.about).to_be_visible()


def accept_offer(at_freelancer: Talk) -> None:
    """The one open offer of the room."""
    at_freelancer.about.get_by_role("button", name="Accept").click()
    offer = at_freelancer.about.get_by_role("listitem").filter(has_text="End the contract")
    expect(offer).to_contain_text("Contract running")
