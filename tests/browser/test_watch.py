"""That nobody complains means something: the watch hears what it is there for."""

from typing import Literal

import pytest

from tests.browser.conftest import Come

Event = Literal["console", "weberror"]


@pytest.mark.parametrize(
    ("heard", "event", "wrong"),
    [
        ("console: a part is missing", "console", "console.error('a part is missing')"),
        ("thrown by a page", "weberror", "setTimeout(() => { throw new Error('thrown by a page') })"),
        ("Content Security Policy", "console", "void fetch('https://elsewhere.example/').catch(() => undefined)"),
    ],
)
def test_the_watch_hears_errors_and_broken_security_rules(come: Come, heard: str, event: Event, wrong: str) -> None:
    eve = come("eve", signed_in=False)
    eve.go("/")
    assert eve.watch.complaints == []
    with eve.context.expect_event(event):
        eve.page.evaluate(f"() => {{ {wrong} }}")
    assert any(heard in one for one in eve.watch.complaints)
    eve.watch.forgives(".")


def test_the_watch_hears_calls_to_other_places(come: Come) -> None:
    eve = come("eve", signed_in=False, bypass_csp=True)
    eve.watch.forgives("^console")
    eve.go("/")
    assert eve.watch.complaints == []
    with eve.context.expect_event("requestfailed"):
        eve.page.evaluate("() => { new Image().src = 'http://127.0.0.1:1/dot.gif' }")
    assert eve.watch.complaints == ["elsewhere: http://127.0.0.1:1/dot.gif"]
    eve.watch.forgives("^elsewhere")
