"""Mails, which the embedded mode prints on the server's console."""

import time

from tests.browser.place import Place

COMES_WITHIN_S = 10


def latest_mail(place: Place, *, to: str) -> str:
    """The text of the newest mail to that address; waits until there is one."""
    until = time.monotonic() + COMES_WITHIN_S
    while time.monotonic() < until:
        mails = place.console.split("Content-Type: text/plain")[1:]
        for mail in reversed(mails):
            head, _, text = mail.partition("\n\n")
            if f"To: {to}" in head and "-" * 79 in text:
                return text.split("-" * 79)[0]
        time.sleep(0.05)
    raise AssertionError(f"no mail to {to}: {place.console}")
