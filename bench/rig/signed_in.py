"""The cookie of a browser that is signed in: `python -m bench.rig.signed_in TOKEN`, in the environment of the site."""

import sys


def cookie_of(token: str) -> str:
    """Sign in whoever owns the personal token."""
    from allauth.usersessions.models import UserSession
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from vestibule.accounts.queries import person_of_token

    found = person_of_token(token, now=timezone.now())
    if found is None:
        raise SystemExit("nobody has this token")
    browser = Client()
    browser.force_login(found[0], backend="django.contrib.auth.backends.ModelBackend")
    key = browser.session.session_key
    UserSession.objects.create(user=found[0], session_key=key, ip="127.0.0.1", user_agent="bench")
    return f"{settings.SESSION_COOKIE_NAME}={key}"


if __name__ == "__main__":
    from vestibule.site.cli import set_up_django

    set_up_django()
    sys.stdout.write(cookie_of(sys.argv[1]))
