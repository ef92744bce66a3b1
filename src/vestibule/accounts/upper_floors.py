"""What the floors above tell accounts, so that accounts need not know them: site wiring registers it."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q

from vestibule.accounts.models import Person
from vestibule.feed.append import Writing

Entry = dict[str, Any]


class ShowAnew(Protocol):
    """Tell those who see a person's card that it has changed. Locks streams of rooms: called before all others.

    With an organisation only where the person acts, or acted, for it.
    """

    def __call__(self, *, feed: Writing, person: Person, was: str, organisation: uuid.UUID | None) -> None: ...


class TakeLeave(Protocol):
    """Whatever a person leaves behind when their account is deleted: withdraw, erase, close; each in its own step."""

    def __call__(self, *, person: Person, erase_texts: bool, now: datetime) -> None: ...


class ForgetName(Protocol):
    """Write another name over the one that an app keeps of the person besides their account."""

    def __call__(self, *, person: Person, name: str, now: datetime) -> None: ...


class AccountChanged(Protocol):
    """Tell a person that their account was changed; `also_to` is an address that was theirs until now."""

    def __call__(self, *, actor: Person, what: str, now: datetime, also_to: str = "") -> None: ...


# Which people an actor may see, as a condition on `Person`.
Acquaintance = Callable[[Person], Q]
# A person's own things of one kind, as JSON would have them; nothing of others but what they may see.
Belongings = Callable[[Person], Sequence[Entry]]

_show_anew: dict[str, ShowAnew] = {}
_take_leave: dict[str, TakeLeave] = {}
_forget_name: dict[str, ForgetName] = {}
_account_changed: dict[str, AccountChanged] = {}
_acquaintances: dict[str, Acquaintance] = {}
_belongings: dict[str, Belongings] = {}


def register(
    app: str,
    *,
    show_anew: ShowAnew | None = None,
    take_leave: TakeLeave | None = None,
    forget_name: ForgetName | None = None,
    acquaintance: Acquaintance | None = None,
    account_changed: AccountChanged | None = None,
    belongings: dict[str, Belongings] | None = None,
) -> None:
    """What an app above does for accounts. Registering again replaces what stood under the same name."""
    if show_anew is not None:
        _show_anew[app] = show_anew
    if take_leave is not None:
        _take_leave[app] = take_leave
    if forget_name is not None:
        _forget_name[app] = forget_name
    if acquaintance is not None:
        _acquaintances[app] = acquaintance
    if account_changed is not None:
        _account_changed[app] = account_changed
    _belongings.update(belongings or {})


def show_card_anew(*, feed: Writing, person: Person, was: str, organisation: uuid.UUID | None = None) -> None:
    """Everybody who sees this person's card gets it as it is now; `was` is the name they had until now.

    With an organisation only where the person acts, or acted, for it.
    """
    for tell in _show_anew.values():
        tell(feed=feed, person=person, was=was, organisation=organisation)


def say_farewell(*, person: Person, erase_texts: bool, now: datetime) -> None:
    """Every app above takes leave of this person, the topmost first."""
    for leave in reversed(_take_leave.values()):
        leave(person=person, erase_texts=erase_texts, now=now)


def forget_name(*, person: Person, name: str, now: datetime) -> None:
    """Wherever the person's name is kept besides their account, this one stands from now on."""
    for forget in _forget_name.values():
        forget(person=person, name=name, now=now)


def tell_of_change(*, person: Person, what: str, now: datetime, also_to: str = "") -> None:
    """The person hears that this was changed about their account; `also_to` is an address that was theirs."""
    for tell in _account_changed.values():
        tell(actor=person, what=what, now=now, also_to=also_to)


def acquainted_with(actor: Person) -> Q:
    """The people that the actor may see: themselves, and whoever an app above says they have met."""
    met = Q(pk=actor.pk)
    for known in _acquaintances.values():
        met |= known(actor)
    return met


def belongings_of(person: Person) -> dict[str, list[Entry]]:
    """All that is the person's own, by the name of its kind."""
    return {kind: list(entries(person)) for kind, entries in sorted(_belongings.items())}
