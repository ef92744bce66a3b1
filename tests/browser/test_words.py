"""A talk with second thoughts: edits, quotes, reactions, deletions, seen by both sides, with script and without."""

import re

from playwright.sync_api import expect

from tests.browser.arranged import ask, both_in_a_room, go_to_room
from tests.browser.conftest import Come
from tests.browser.keyboard import Keyboard
from tests.browser.ways import Talk

NUMBER = "+49 30 901820 44"


def open_menu(at: Talk, text: str) -> None:
    # A quote of it says the same further below.
    line = at.line(text).first
    line.hover()
    line.get_by_text("What can be done with this message").locator("..").click()


def test_an_edit_is_seen_by_both_with_its_history(come: Come) -> None:
    at_ana, at_bo = both_in_a_room(come("ana"), come("bo"))
    at_bo.say("I can begin on Tuseday")
    at_ana.sees("I can begin on Tuseday")

    open_menu(at_bo, "I can begin on Tuseday")
    at_bo.page.get_by_role("button", name="Edit", exact=True).click()
    expect(at_bo.page.get_by_text("Edit your message")).to_be_visible()
    at_bo.text_field.fill("I can begin on Tuesday")
    at_bo.page.get_by_role("button", name="Save").click()
    for at in (at_ana, at_bo):
        at.sees("I can begin on Tuesday")
        expect(at.line("Tuseday")).to_have_count(0)
    at_ana.line("I can begin on Tuesday").get_by_role("link", name="edited").click()
    history = at_ana.page.get_by_role("dialog", name="How this message read")
    expect(history.get_by_role("listitem")).to_have_count(2)
    expect(history.get_by_role("listitem").last).to_contain_text("I can begin on Tuseday")
    at_ana.page.keyboard.press("Escape")
    expect(history).to_be_hidden()


def test_an_edit_that_does_not_pass_is_kept_and_the_message_stays(come: Come) -> None:
    at_ana, at_bo = both_in_a_room(come("ana"), come("bo"))
    at_bo.say("Ask me anything")
    at_ana.sees("Ask me anything")
    Keyboard(at_bo.visitor).page.keyboard.press("ArrowUp")
    expect(at_bo.text_field).to_have_value("Ask me anything")
    at_bo.text_field.fill(f"Ask me anything on {NUMBER}")
    expect(at_bo.hint).to_contain_text("phone number")
    at_bo.page.keyboard.press("Enter")
    expect(at_bo.card(NUMBER)).to_be_visible()
    expect(at_bo.card(NUMBER)).to_contain_text("It would reword your message above.")
    at_bo.sees("Ask me anything")
    at_ana.sees("Ask me anything")
    expect(at_ana.conversation).not_to_contain_text("901820")
    at_bo.card(NUMBER).get_by_role("button", name="Remove it and send").click()
    at_ana.sees("Ask me anything on")


def test_a_quote_of_what_is_selected_survives_the_edit(come: Come) -> None:
    at_ana, at_bo = both_in_a_room(come("ana"), come("bo"))
    at_ana.say("We pay 500 for the first page and 300 for each other one")
    at_bo.sees("We pay 500")
    at_bo.page.evaluate(
        """() => {
          const path = "//*[@class='message__text']//text()[contains(., 'We pay 500')]";
          const words = document.evaluate(path, document, null, 9, null);
          getSelection().setBaseAndExtent(words.singleNodeValue, 7, words.singleNodeValue, 10);
        }"""
    )
    open_menu(at_bo, "We pay 500")
    at_bo.page.get_by_role("button", name="Reply", exact=True).click()
    expect(at_bo.page.locator(".composer__target")).to_contain_text("Reply to Ana Lindqvist")
    at_bo.say("That is fine")
    at_ana.sees("That is fine")
    quote = at_ana.line("That is fine").locator("blockquote")
    expect(quote).to_have_text("… 500 …")

    open_menu(at_ana, "We pay 500")
    at_ana.page.get_by_role("button", name="Edit", exact=True).click()
    at_ana.text_field.fill("We pay 400 for everything")
    at_ana.page.keyboard.press("Enter")
    at_bo.sees("We pay 400 for everything")
    expect(at_bo.line("That is fine")).to_contain_text("from revision 1")
    expect(at_bo.line("That is fine").locator("blockquote")).to_have_text("… 500 …")
    at_bo.line("That is fine").get_by_role("link", name="Ana Lindqvist").click()
    assert re.search(r"#m\d+$", at_bo.page.url)
    expect(at_bo.line("We pay 400 for everything")).to_be_in_viewport()

    open_menu(at_ana, "We pay 400")
    at_ana.page.get_by_role("button", name="Delete", exact=True).click()
    at_ana.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    for at in (at_ana, at_bo):
        expect(at.line("This message was deleted.")).to_have_count(1)
        expect(at.line("That is fine")).to_contain_text("The message was deleted.")
        expect(at.conversation).not_to_contain_text("500")
        at.page.reload()
        expect(at.line("This message was deleted.")).to_have_count(1)
        expect(at.line("That is fine")).to_contain_text("The message was deleted.")


def test_reactions_are_counted_by_person_and_named(come: Come) -> None:
    at_ana, at_bo = both_in_a_room(come("ana"), come("bo"))
    at_bo.say("It is done")
    at_ana.sees("It is done")
    open_menu(at_ana, "It is done")
    at_ana.page.get_by_role("group", name="React").get_by_role("button", name="Party").click()
    given = at_bo.line("It is done").get_by_role("button", name="Party: Ana Lindqvist")
    expect(given).to_contain_text("1")
    given.click()
    both = at_ana.line("It is done").get_by_role("button", name="Party: You and Bo Okafor")
    expect(both).to_contain_text("2")
    both.click()
    expect(at_bo.line("It is done").get_by_role("button", name="Party: You")).to_contain_text("1")


def test_all_of_it_without_script(come: Come) -> None:
    ana = come("ana")
    at_ana, _ = both_in_a_room(ana, come("bo"))
    room = at_ana.room_id
    bo = come("bo", java_script_enabled=False)
    ask(ana, "POST", f"/rooms/{room}/messages", {"key": "one", "body": "When can you begin?"})
    at_bo = go_to_room(bo, room)
    page = bo.page

    open_menu(at_bo, "When can you begin?")
    page.get_by_role("link", name="Reply", exact=True).click()
    expect(page.get_by_text("Reply to Ana Lindqvist")).to_be_visible()
    at_bo.say("On Tuseday")
    at_ana.sees("On Tuseday")
    expect(at_ana.line("On Tuseday").locator("blockquote")).to_have_text("When can you begin?")

    open_menu(at_bo, "On Tuseday")
    page.get_by_role("link", name="Edit", exact=True).click()
    at_bo.text_field.fill("On Tuesday")
    page.get_by_role("button", name="Save").click()
    at_ana.sees("On Tuesday")
    at_bo.line("On Tuesday").get_by_role("link", name="edited").click()
    expect(page.get_by_role("heading", name="How a message read")).to_be_visible()
    expect(page.get_by_text("On Tuseday")).to_be_visible()
    page.get_by_role("link", name="Back to the room").click()

    open_menu(at_bo, "When can you begin?")
    at_bo.line("When can you begin?").first.get_by_role("button", name="Heart").click()
    expect(at_ana.line("When can you begin?").first.get_by_role("button", name="Heart: Bo Okafor")).to_be_visible()
    open_menu(at_bo, "On Tuesday")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(at_bo.line("This message was deleted.")).to_have_count(1)
    expect(at_ana.line("This message was deleted.")).to_have_count(1)


def test_markup_is_shown_and_previewed_and_keys_lead_from_message_to_message(come: Come) -> None:
    at_ana, at_bo = both_in_a_room(come("ana"), come("bo"))
    at_bo.text_field.fill("Three things:\n- **bold**\n- `code`\n\n```python\ndef answer(): return 42\n```")
    at_bo.page.get_by_role("button", name="Preview").click()
    preview = at_bo.page.locator(".composer__preview")
    expect(preview.locator("strong")).to_have_text("bold")
    at_bo.page.get_by_role("button", name="Preview").click()
    at_bo.page.get_by_role("button", name="Send", exact=True).click()
    at_ana.sees("Three things:")
    shown = at_ana.line("Three things:")
    expect(shown.locator("li")).to_have_count(2)
    expect(shown.locator("pre .code-keyword").first).to_have_text("def")

    at_ana.say("Clear")
    at_bo.sees("Clear")
    at_bo.page.keyboard.press("Tab")
    at_bo.page.evaluate("document.activeElement.blur()")
    at_bo.page.keyboard.press("k")
    expect(at_bo.line("Clear")).to_be_focused()
    at_bo.page.keyboard.press("k")
    expect(at_bo.line("Three things:")).to_be_focused()
    at_bo.page.keyboard.press("j")
    at_bo.page.keyboard.press("+")
    expect(at_bo.page.get_by_role("button", name="Thumbs up").last).to_be_focused()
    at_bo.page.keyboard.press("Enter")
    expect(at_ana.line("Clear").get_by_role("button", name="Thumbs up: Bo Okafor")).to_be_visible()
    at_bo.page.evaluate("document.activeElement.blur()")
    at_bo.page.keyboard.press("k")
    at_bo.page.keyboard.press("r")
    expect(at_bo.page.locator(".composer__target")).to_contain_text("Reply to Ana Lindqvist")
    expect(at_bo.text_field).to_be_focused()
    at_bo.page.keyboard.press("Escape")
    expect(at_bo.page.locator(".composer__target")).to_have_count(0)
