"""Mails, which the embedded mode prints on the server's console."""

import time
from email import message_from_string
from email.message import EmailMessage
from email.policy import default as modern

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


def notice_mails(place: Place, *, to: str) -> "list[EmailMessage]":
    """The mails about notices to that address, as a mail program reads them."""
    found: list[EmailMessage] = []
    for printed in place.console.split("-" * 79)[:-1]:
        begin = printed.find("Content-Type: multipart/alternative")
        mail = message_from_string(printed[begin:], policy=modern) if begin >= 0 else None
        if isinstance(mail, EmailMessage) and mail["To"] == to:
            found.append(mail)
    return found


def awaited_mail(place: Place, *, to: str, subject: str) -> EmailMessage:
    """The newest mail about a notice with these words in its subject; waits until there is one."""
    until = time.monotonic() + COMES_WITHIN_S
    while time.monotonic() < until:
        found = [mail for mail in notice_mails(place, to=to) if subject in str(mail["Subject"])]
        if found:
            return found[-1]
        time.sleep(0.05)
    raise AssertionError(f"no mail to {to}: {place.console}")
