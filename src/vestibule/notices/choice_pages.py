"""The pages on which one chooses what one gets mails about."""

import uuid
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from vestibule.accounts.models import Person
from vestibule.notices.actions.choose_mails import NewChoices, choose_mails, choose_mails_of_room, choose_new_links
from vestibule.notices.models import How, Kind
from vestibule.notices.queries import MailWishes, choice_of_room, mail_wishes
from vestibule.rooms.models import Member
from vestibule.rooms.queries import visible_room
from vestibule.web.typed import sign_in_first

_HOURS = [(str(hour), f"{hour:02d}:00") for hour in range(24)]
_CHOSEN_KINDS = [kind for kind in Kind if kind != Kind.SAFETY]


class MailForm(forms.Form):
    """One choice for each kind, and the hours."""

    is_paused = forms.BooleanField(
        label=gettext_lazy("No mails at all for now"),
        help_text=gettext_lazy("Except about changes to your account."),
        required=False,
    )
    has_texts = forms.BooleanField(
        label=gettext_lazy("Quote new messages in mails"),
        help_text=gettext_lazy("Mails are less private than this site. Contact details stay here in any case."),
        required=False,
    )
    digest_hour = forms.ChoiceField(label=gettext_lazy("The daily mail comes at"), choices=_HOURS)
    quiet_from = forms.ChoiceField(
        label=gettext_lazy("Quiet from"), choices=[("", gettext_lazy("no quiet hours")), *_HOURS], required=False
    )
    quiet_until = forms.ChoiceField(
        label=gettext_lazy("until"), choices=[("", gettext_lazy("no quiet hours")), *_HOURS], required=False
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for kind in _CHOSEN_KINDS:
            self.fields[f"kind_{kind.value}"] = forms.ChoiceField(label=kind.label, choices=How.choices)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if (given.get("quiet_from") == "") != (given.get("quiet_until") == ""):
            self.add_error("quiet_until", _("Choose both hours, or none."))
        return given

    def kind_fields(self) -> list[forms.BoundField]:
        """The choices of kinds."""
        return [self[f"kind_{kind.value}"] for kind in _CHOSEN_KINDS]

    def wanted(self) -> NewChoices:
        """What was chosen."""
        given = self.cleaned_data
        quiet = (int(given["quiet_from"]), int(given["quiet_until"])) if given["quiet_from"] else ()
        return NewChoices(
            is_paused=given["is_paused"],
            has_texts=given["has_texts"],
            digest_hour=int(given["digest_hour"]),
            quiet=quiet,
            kinds={kind.value: given[f"kind_{kind.value}"] for kind in _CHOSEN_KINDS},
        )


def _kept(wishes: MailWishes) -> dict[str, object]:
    kinds = {f"kind_{one.kind}": one.how for one in wishes.kinds}
    return {
        "is_paused": wishes.is_paused,
        "has_texts": wishes.has_texts,
        "digest_hour": str(wishes.digest_hour),
        "quiet_from": _hour(wishes.quiet_from),
        "quiet_until": _hour(wishes.quiet_until),
        **kinds,
    }


def _hour(hour: int | None) -> str:
    return "" if hour is None else str(hour)


@require_http_methods(["GET", "POST"])
@login_required
def choices_page(request: HttpRequest) -> HttpResponse:
    """Kinds, hours and rooms with a choice of their own."""
    actor = cast("Person", request.user)
    wishes = mail_wishes(actor)
    form = MailForm(request.POST or None, initial=_kept(wishes))
    if request.method == "POST" and form.is_valid():
        choose_mails(actor=actor, choices=form.wanted())
        messages.success(request, _("Saved."))
        return redirect("notifications")
    status = 422 if form.errors else 200
    return render(request, "notices/choices.html", {"form": form, "wishes": wishes}, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def room_page(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """The same for one room."""
    actor = cast("Person", request.user)
    room = visible_room(actor, room_id)
    if request.method == "POST":
        choose_mails_of_room(actor=actor, room_id=room_id, how=request.POST.get("how", ""))
        messages.success(request, _("Saved."))
        return redirect("room-notifications", room_id=room_id)
    seat = Member.objects.get(room=room, person=actor, left_seq=None)
    context = {
        "section": "rooms",
        "room": room,
        "is_muted": seat.is_muted,
        "chosen": choice_of_room(actor, room_id),
        "choices": [("", _("As for all rooms")), *How.choices],
    }
    return render(request, "notices/room.html", context)


@require_POST
@sign_in_first("notifications")
def post_new_links(request: HttpRequest) -> HttpResponse:
    choose_new_links(actor=cast("Person", request.user))
    messages.success(request, _("Links in earlier mails end nothing any more."))
    return redirect("notifications")
