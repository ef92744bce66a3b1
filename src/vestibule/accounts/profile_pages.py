"""The page about oneself, one's picture, and where one is signed in."""

import uuid
from typing import cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vestibule.accounts.actions.change_profile import Profile, change_profile, remove_picture, set_picture
from vestibule.accounts.devices import devices_of, end_session, note_seen
from vestibule.accounts.models import Person
from vestibule.accounts.pictures import LARGEST_UPLOAD_BYTES, PictureTooLarge, PictureUnreadable
from vestibule.accounts.queries import picture_seen_by
from vestibule.accounts.sessions import end_sessions
from vestibule.kit.refusals import Refusal


def _zones() -> list[tuple[str, str]]:
    """Zones by their places; those that only count hours are for machines."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


class ProfileForm(forms.Form):
    display_name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=80, help_text=gettext_lazy("Shown to the people you talk with.")
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=_zones)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=lambda: settings.LANGUAGES)
    is_discreet = forms.BooleanField(
        label=gettext_lazy("Be discreet"),
        required=False,
        help_text=gettext_lazy(
            "Nobody sees when you are in a room, that you write, or what you have read. You do not see it of others."
        ),
    )


@require_http_methods(["GET", "POST"])
@login_required
def profile_page(request: HttpRequest) -> HttpResponse:
    """Name, time zone, language and discretion in one form; the picture has its own."""
    actor = cast("Person", request.user)
    kept = {name: getattr(actor, name) for name in ("display_name", "time_zone", "language", "is_discreet")}
    form = ProfileForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(actor=actor, profile=Profile(**form.cleaned_data), now=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text)
        else:
            messages.success(request, _("Saved."))
            return redirect("profile")
    return _profile(request, form, status=422 if form.errors else 200)


def _profile(request: HttpRequest, form: ProfileForm, *, error: str = "", status: int = 200) -> HttpResponse:
    return render(request, "accounts/profile.html", {"form": form, "picture_error": error}, status=status)


@require_POST
@login_required
def post_picture(request: HttpRequest) -> HttpResponse:
    actor, now = cast("Person", request.user), timezone.now()
    try:
        if "remove" in request.POST:
            remove_picture(actor=actor, now=now)
        else:
            set_picture(actor=actor, uploaded=_uploaded(request), now=now)
    except Refusal as refusal:
        kept = {"display_name": actor.display_name, "time_zone": actor.time_zone, "language": actor.language}
        return _profile(request, ProfileForm(initial=kept), error=refusal.text, status=refusal.status)
    messages.success(request, _("Saved."))
    return redirect("profile")


def _uploaded(request: HttpRequest) -> bytes:
    file = request.FILES.get("picture")
    if not isinstance(file, UploadedFile):
        raise PictureUnreadable(field="picture")
    if (file.size or 0) > LARGEST_UPLOAD_BYTES:
        raise PictureTooLarge(field="picture")
    return bytes(file.read())


@require_GET
@login_required
def picture(request: HttpRequest, picture_id: uuid.UUID) -> HttpResponse:
    """The bytes of a picture, for those who may see whose it is."""
    return picture_answer(picture_seen_by(cast("Person", request.user), picture_id))


def picture_answer(webp: bytes) -> HttpResponse:
    """A picture that a browser shows and never runs. Its address names this one picture for good."""
    answer = HttpResponse(webp, content_type="image/webp")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["Content-Disposition"] = 'inline; filename="picture.webp"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_http_methods(["GET", "POST"])
@login_required
def devices_page(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; posting signs all others out."""
    actor, key = cast("Person", request.user), request.session.session_key
    if request.method == "POST":
        end_sessions(person=actor, except_key=key)
        messages.success(request, _("All others are signed out."))
        return redirect("devices")
    note_seen(person=actor, session_key=key or "", now=timezone.now())
    return render(request, "accounts/devices.html", {"devices": devices_of(actor, current_key=key)})


@require_POST
@login_required
def post_end_session(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    end_session(actor=cast("Person", request.user), session_id=session_id)
    messages.success(request, _("That device is signed out."))
    return redirect("devices")
