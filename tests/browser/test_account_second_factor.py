"""Passkeys with a virtual authenticator, and an authenticator app, from setting up to coming in."""

import re

import pytest
from playwright.sync_api import expect

from tests.accounts.test_second_factor import code_for
from tests.browser.conftest import Come
from tests.browser.place import EMAIL_LABEL, Place, Visitor
from tests.browser.seed import PASSWORD


@pytest.fixture
def _on_localhost(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Browsers give passkeys to names, never to bare addresses."""
    monkeypatch.setattr(Place, "address", property(lambda place: f"http://localhost:{place.port}"))


def _virtual_authenticator(visitor: Visitor) -> None:
    """A telephone with a fingerprint that is always the right one."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def _sign_out(visitor: Visitor) -> None:
    visitor.page.locator("summary").filter(has_text="Your menu").click()
    visitor.page.get_by_role("button", name="Sign out").click()
    expect(visitor.page.get_by_role("link", name="Sign in").first).to_be_visible()


def _confirm(visitor: Visitor) -> None:
    """Whoever changes how one comes in is asked for the password once more."""
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Go on").click()


@pytest.mark.usefixtures("_on_localhost")
def test_a_passkey_is_made_and_opens_the_door_without_a_password(come: Come) -> None:
    ana = come("ana")
    page = ana.page
    ana.start()
    _virtual_authenticator(ana)
    page.locator("summary").filter(has_text="Your menu").click()
    page.get_by_role("link", name="Sign-in safety").click()
    page.get_by_role("link", name="Add a passkey").click()
    _confirm(ana)
    page.get_by_label("Name of this passkey").fill("Ana's telephone")
    page.get_by_role("button", name="Make the passkey").click()
    # The first second factor brings recovery codes with it.
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Your 1 passkey").click()
    expect(page.get_by_role("listitem").filter(has_text="Ana's telephone")).to_be_visible()

    _sign_out(ana)
    ana.go("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"/waiting/$"))
    _sign_out(ana)

    # With the password the passkey is the second step.
    ana.go("/account/login/")
    page.get_by_label(EMAIL_LABEL).fill("ana@people.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"/waiting/$"))

    # Who shows it once more, before something that matters, goes on under a new session id.
    before = _session_id(ana)
    ana.go("/account/2fa/webauthn/reauthenticate/?next=/account/data/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"//[^/]+/account/data/$"))
    assert _session_id(ana) != before


def _session_id(visitor: Visitor) -> str:
    return next(one["value"] for one in visitor.context.cookies() if one["name"] == "vestibule_session")


@pytest.mark.usefixtures("_on_localhost")
def test_a_browser_without_a_passkey_says_so_and_the_password_still_works(come: Come) -> None:
    ana = come("ana", signed_in=False)
    session = ana.context.new_cdp_session(ana.page)
    session.send("WebAuthn.enable")
    ana.go("/account/login/")
    ana.page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('none', 'NotAllowedError')); }"
    )
    ana.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(ana.page.get_by_role("alert")).to_contain_text("That did not work.")
    ana.fill_in_sign_in()


def test_an_authenticator_app_is_set_up_and_asked_for(come: Come) -> None:
    bo = come("bo", viewport={"width": 360, "height": 800})
    page = bo.page
    bo.go("/account/2fa/")
    page.get_by_role("link", name="Set up").click()
    _confirm(bo)
    expect(page.locator("img.qr")).to_be_visible()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    recovery = page.locator(".recovery-codes li").first.inner_text()

    # Another browser, which knows the password.
    other = come("bo", signed_in=False)
    other.go("/account/login/")
    other.fill_in_sign_in()
    expect(other.page.get_by_role("heading", name="Second step")).to_be_visible()
    # Nothing is open before it is done.
    other.go("/rooms/")
    expect(other.page.get_by_role("heading", name="Second step")).to_be_visible()
    other.page.get_by_label("Code").fill(recovery)
    other.page.get_by_role("button", name="Sign in", exact=True).click()
    other.page.wait_for_url(re.compile(r"/waiting/$"))
