"""One person at a desk and on a phone: what is read, begun, pinned and sent on one is so on the other."""

from playwright.sync_api import expect

from tests.browser.arranged import a_room, go_to_room
from tests.browser.conftest import Come
from tests.browser.test_on_a_phone import HEIGHT, KEYBOARD, PHONE, WIDTH, is_in_sight
from tests.browser.test_words import open_menu
from tests.browser.ways import Talk, row_of

BACK_WITHIN_MS = 60_000
# Safari lays its keyboard over the page: only the visual viewport becomes smaller.
COVER = """(height) => {
  Object.defineProperty(visualViewport, "height", { configurable: true, get: () => height });
  visualViewport.dispatchEvent(new Event("resize"));
}"""


def test_desk_and_phone_stay_in_step(come: Come) -> None:
    ana, desk, phone = come("ana"), come("bo"), come("bo", **PHONE)
    room = a_room(ana, desk)
    at_ana = go_to_room(ana, room)
    for words in ("First", "Second"):
        at_ana.say(words)
        at_ana.sees(words)
    phone.go("/rooms/")
    expect(row_of(phone.page, "Ana Lindqvist")).to_contain_text("2 unread")

    # Read at the desk: read on the phone; the line above what is new stands where it stood on each.
    at_desk = go_to_room(desk, room)
    at_desk.sees("Second")
    expect(at_desk.conversation.get_by_text("New", exact=True)).to_be_visible()
    expect(row_of(phone.page, "Ana Lindqvist")).not_to_contain_text("unread")
    expect(at_ana.line("Second")).to_contain_text("Read")

    # Begun on the phone, gone on with at the desk, sent there: gone from both.
    row_of(phone.page, "Ana Lindqvist").tap()
    at_phone = Talk(phone)
    expect(at_phone.conversation.get_by_text("New", exact=True)).to_have_count(0)
    at_phone.text_field.fill("I can begin on")
    expect(at_desk.text_field).to_have_value("I can begin on")
    at_desk.text_field.press_sequentially(" Monday")
    at_desk.page.get_by_role("button", name="Send", exact=True).click()
    for at in (at_ana, at_desk, at_phone):
        at.sees("I can begin on Monday")
    expect(at_phone.text_field).to_have_value("")

    # Pinned on one: pinned on both, and for the other side.
    open_menu(at_desk, "I can begin on Monday")
    at_desk.page.get_by_role("button", name="Pin for everybody here").click()
    for at in (at_ana, at_desk, at_phone):
        expect(at.page.locator("#about").get_by_text("I can begin on Monday")).to_have_count(1)

    # The two send at the same time: both see both, in the same order.
    at_phone.say("From the phone")
    at_desk.say("From the desk")
    for at in (at_ana, at_desk, at_phone):
        at.sees("From the phone")
        at.sees("From the desk")
    order = at_ana.messages.locator(".message__text").all_inner_texts()
    assert at_desk.messages.locator(".message__text").all_inner_texts() == order
    assert at_phone.messages.locator(".message__text").all_inner_texts() == order


def test_a_keyboard_that_covers_the_page_leaves_the_composer_in_sight(come: Come) -> None:
    ana, bo = come("ana"), come("bo", **PHONE)
    # The first page greets, and the greeting takes its room.
    bo.start()
    room = a_room(ana, bo)
    at_ana = go_to_room(ana, room)
    at_bo = go_to_room(bo, room)
    for number in range(12):
        at_ana.say(f"Message {'abcdefghijkl'[number]}")
    at_bo.sees("Message l")
    at_bo.text_field.tap()
    bo.page.evaluate(COVER, HEIGHT - KEYBOARD)
    is_in_sight(at_bo.text_field, HEIGHT - KEYBOARD)
    is_in_sight(at_bo.line("Message l"), HEIGHT - KEYBOARD)
    for words in ("One line", "another", "a third"):
        bo.page.keyboard.type(words)
        bo.page.keyboard.press("Enter")
    is_in_sight(bo.page.get_by_role("button", name="Send", exact=True), HEIGHT - KEYBOARD)
    bo.page.get_by_role("button", name="Send", exact=True).tap()
    at_ana.sees("a third")
    is_in_sight(at_bo.line("a third"), HEIGHT - KEYBOARD)
    bo.page.evaluate(COVER, HEIGHT)
    box = at_bo.text_field.bounding_box()
    assert box is not None
    assert box["y"] > HEIGHT - KEYBOARD
    assert bo.page.evaluate("document.documentElement.scrollWidth") == WIDTH


def test_what_was_queued_without_network_and_begun_besides_survives_a_reload(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    bo.watch.forgives_a_lost_connection()
    room = a_room(ana, bo)
    at_ana, at_bo = go_to_room(ana, room), go_to_room(bo, room)
    at_ana.say("When can you begin?")
    at_bo.sees("When can you begin?")
    at_bo.say("On Tuseday")
    at_ana.sees("On Tuseday")

    bo.context.set_offline(True)
    expect(bo.page.get_by_text("No connection.")).to_be_visible()
    at_bo.say("Queued in the tunnel")
    expect(at_bo.line("Queued in the tunnel")).to_contain_text("Waiting for the connection")
    open_menu(at_bo, "On Tuseday")
    bo.page.get_by_role("button", name="Edit", exact=True).click()
    at_bo.text_field.fill("On Tuesday, I hope")
    bo.context.set_offline(False)
    bo.page.reload()
    expect(at_bo.text_field).to_have_value("On Tuesday, I hope")
    expect(bo.page.get_by_text("Edit your message")).to_be_visible()
    at_ana.sees("Queued in the tunnel")
    bo.page.get_by_role("button", name="Save").click()
    for at in (at_ana, at_bo):
        at.sees("On Tuesday, I hope")
    expect(at_bo.messages).to_have_count(3, timeout=BACK_WITHIN_MS)

    open_menu(at_bo, "When can you begin?")
    bo.page.get_by_role("button", name="Reply", exact=True).click()
    at_bo.text_field.fill("As I said")
    bo.page.reload()
    expect(bo.page.locator(".composer__target")).to_contain_text("Reply to Ana Lindqvist")
    bo.page.get_by_role("button", name="Send", exact=True).click()
    expect(at_ana.line("As I said").locator("blockquote")).to_have_text("When can you begin?")
