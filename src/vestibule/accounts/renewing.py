"""A new session id for whoever has other rights than before: who knew the old id must not come by them too (A24)."""

from contextlib import suppress

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from vestibule.accounts.models import Person
from vestibule.accounts.session_store import SessionStore, has_moved_on
from vestibule.kit.refusals import TryLater
from vestibule.web.errors import API_PREFIX, json_for

_RIGHTS = "vestibule.rights"
# Where allauth writes down each time that somebody has shown who they are.
_SHOWN = "account_authentication_methods"


class SessionMovedOn(TryLater):
    code = "session_moved_on"
    sentence = "Your sign-in has just been renewed. Try again."


class RenewingSessions(SessionMiddleware):
    """Django's, which also changes the id once the session has other rights than it had at the last answer.

    That happens as the answer leaves, and only where the answer can carry the cookie: a failure signs nobody out.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code < 500:
            _renew_where_due(request)
        return _spare_new_cookie(request, super().process_response(request, response))


def note_new_rights(person: Person) -> None:
    """This person's role somewhere has changed: each of their sessions gets a new id with its next answer."""
    Person.objects.filter(id=person.id).update(role_changes=F("role_changes") + 1)
    # The session that did it is compared with this very object.
    person.role_changes += 1


def ask_for_new_id(request: HttpRequest) -> None:
    """This session gets a new id with the answer, whatever its rights."""
    if request.session.session_key is not None:
        request.session[_RIGHTS] = None


def _renew_where_due(request: HttpRequest) -> None:
    session, person = request.session, getattr(request, "user", None)
    try:
        if person is None or not person.is_authenticated or not isinstance(session, SessionStore):
            return
        now = _rights(person, session)
        before = session.get(_RIGHTS, now)
        if before != now and not session.renew():
            # The other request's answer has the new id; this one must not write to what is gone.
            session.modified = False
            return
    except DatabaseError:
        # Due still, at the next answer.
        return
    if session.get(_RIGHTS) != now:
        _note(session, now)


def _note(session: SessionStore, rights: list[object]) -> None:
    """Write down what rights this answer came with; who only reads is answered also where nothing can be written."""
    is_saved_anyway = session.modified
    session[_RIGHTS] = rights
    if not is_saved_anyway:
        with suppress(UpdateError, DatabaseError):
            session.save()
        session.modified = False


def _rights(person: Person, session: SessionStore) -> list[object]:
    """What a session may do, as far as it can come to be more while it lasts."""
    shown = session.get(_SHOWN) or [{}]
    return [person.staff_role, person.role_changes, shown[-1].get("at")]


def _spare_new_cookie(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A request that was on its way with the old id must not make the browser throw away the new one."""
    name = settings.SESSION_COOKIE_NAME
    sent, given = request.COOKIES.get(name), response.cookies.get(name)
    if not sent or given is None or given["max-age"] != 0 or not has_moved_on(sent):
        return response
    del response.cookies[name]
    is_refused = response.status_code == 401 and request.path.startswith(API_PREFIX)
    return json_for(SessionMovedOn()) if is_refused else response
