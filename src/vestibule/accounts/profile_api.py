"""Oneself over the API: how one is shown, and where one is signed in. More operations of the account's router."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Schema, Status
from ninja.files import UploadedFile

from vestibule.accounts.actions.change_profile import Profile, change_profile, remove_picture, set_picture
from vestibule.accounts.api import Me, asker, router, shown
from vestibule.accounts.devices import devices_of, end_session
from vestibule.accounts.leaving_pages import file_answer
from vestibule.accounts.pictures import LARGEST_UPLOAD_BYTES, PictureTooLarge
from vestibule.accounts.profile_pages import picture_answer
from vestibule.accounts.queries import picture_seen_by

__all__ = ["router"]


class ProfileChange(Schema):
    """What is left out stays. `time_zone` is an IANA name; `language` one of those that the site has.

    With `is_discreet` nobody learns when you are in a room, that you write, or what you have read, nor you of others.
    """

    display_name: str | None = None
    time_zone: str | None = None
    language: str | None = None
    is_discreet: bool | None = None

    model_config = {"extra": "forbid"}


class DeviceAnswer(Schema):
    """A signed-in browser. `network` is its address without the last part."""

    id: uuid.UUID
    words: str
    network: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_current: bool


class Devices(Schema):
    items: list[DeviceAnswer]


@router.patch("/me", response=Me, summary="Change my name, time zone, language or discretion")
def patch_me(request: HttpRequest, data: ProfileChange) -> dict[str, Any]:
    return shown(change_profile(actor=asker(request), profile=Profile(**data.dict()), now=timezone.now()))


@router.post("/me/picture", response=Me, summary="Show this picture of me")
def post_picture(request: HttpRequest, picture: File[UploadedFile]) -> dict[str, Any]:
    if (picture.size or 0) > LARGEST_UPLOAD_BYTES:
        raise PictureTooLarge(field="picture")
    return shown(set_picture(actor=asker(request), uploaded=picture.read(), now=timezone.now()))


@router.delete("/me/picture", response=Me, summary="Show my initials instead of a picture")
def delete_picture(request: HttpRequest) -> dict[str, Any]:
    return shown(remove_picture(actor=asker(request), now=timezone.now()))


@router.get("/pictures/{picture_id}", summary="A picture of somebody whom I may see")
def get_picture(request: HttpRequest, picture_id: uuid.UUID) -> HttpResponse:
    return picture_answer(picture_seen_by(asker(request), picture_id))


@router.get("/me/export", summary="All that is my own, as a ZIP")
def get_export(request: HttpRequest) -> HttpResponse:
    return file_answer(asker(request))


@router.get("/me/sessions", response=Devices, summary="Where I am signed in")
def list_sessions(request: HttpRequest) -> dict[str, Any]:
    key = request.session.session_key if hasattr(request, "session") else None
    return {"items": devices_of(asker(request), current_key=key)}


@router.delete("/me/sessions/{session_id}", response={204: None}, summary="Sign one of my browsers out")
def delete_session(request: HttpRequest, session_id: uuid.UUID) -> Status[None]:
    end_session(actor=asker(request), session_id=session_id)
    return Status(204, None)
