"""Where allauth's sign-up, sign-out and passwords meet our accounts."""

from collections.abc import Mapping
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from vestibule.accounts.actions.create_person import NewPerson, create_person
from vestibule.accounts.known_devices import knows, knows_address, remember
from vestibule.accounts.models import Person
from vestibule.accounts.renewing import ask_for_new_id
from vestibule.accounts.sessions import end_sessions, session_reference
from vestibule.accounts.upper_floors import tell_of_change
from vestibule.feed.outlet import announce
from vestibule.ports.bus import Ended

_FIRST = "vestibule.first_sign_in"


class AccountAdapter(DefaultAccountAdapter):
    """allauth decides when; our actions do it."""

    def save_user(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        form: Any,  # noqa: ANN401 - allauth's signature
        commit: bool = True,  # noqa: FBT001, FBT002 - allauth's signature
    ) -> AbstractBaseUser:
        made = create_person(person=_person_in(form.cleaned_data), now=timezone.now())
        # allauth goes on with the object it made; from here on it is the stored person.
        user.__dict__.update(made.__dict__)
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        person = cast("Person", request.user)
        # Whoever comes back while their account waits to be deleted learns that they may still stay.
        return "/account/data/" if person.leaves_at is not None else str(super().get_login_redirect_url(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: object) -> str:
        """What wrong passwords are counted by: the address, and apart from it what comes from its owner's browsers.

        So whoever tries passwords at an address does not lock out the one who has been here with this browser before.
        """
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:known" if knows_address(request, str(credentials.get("email", ""))) else key

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        # Read before it becomes the moment of this sign-in.
        request.META[_FIRST] = user.last_login is None
        super().login(request, user)

    def post_login(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        **how: Any,  # noqa: ANN401 - allauth's signature
    ) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **how)
        person = cast("Person", user)
        if not (how["signup"] or request.META.get(_FIRST) or knows(request, person)):
            tell_of_change(person=person, what="new_device", now=timezone.now())
        remember(request, response, person)
        return response

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Our own mails, owed like all others: a mail server that is slow or away does not keep the page waiting.

        `email` is where allauth would send it: the address that is theirs no longer, when it was changed.
        """
        # What is told by mail is a change of who may come in, and how.
        if self.request is not None:
            ask_for_new_id(self.request)
        what = template_prefix.rpartition("/")[2]
        tell_of_change(person=cast("Person", user), what=what, now=timezone.now(), also_to=email or "")

    def logout(self, request: HttpRequest) -> None:
        key = request.session.session_key
        super().logout(request)
        if key:
            announce([Ended((session_reference(key),))])

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        super().set_password(user, password)
        current = getattr(self.request, "session", None)
        end_sessions(person=cast("Person", user), except_key=current.session_key if current is not None else None)


def _person_in(data: Mapping[str, Any]) -> NewPerson:
    """Who filled in the form."""
    return NewPerson(
        email=data["email"],
        display_name=data["display_name"],
        is_client="client" in data["side"],
        is_freelancer="freelancer" in data["side"],
        password=data["password1"],
        language=get_language() or "en",
        # Whoever signs up while the demonstration runs is part of it.
        is_sample=settings.VESTIBULE.demo,
    )
