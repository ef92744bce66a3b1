"""Taking a room away, by API and by page: the same archive."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_GET
from ninja import Router

from vestibule.accounts.api import asker
from vestibule.accounts.models import Person
from vestibule.rooms.export.make import export_room

router = Router(tags=["rooms"])
_ARCHIVE = {
    "responses": {
        200: {
            "description": "A zip archive with room.html and room.json.",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get("/rooms/{room_id}/export", openapi_extra=_ARCHIVE, summary="The room as an archive to keep")
def get_export(request: HttpRequest, room_id: uuid.UUID) -> FileResponse:
    return _archive(asker(request), room_id)


@require_GET
@login_required
def export_page(request: HttpRequest, room_id: uuid.UUID) -> FileResponse:
    """The archive as a download of the signed-in person."""
    return _archive(cast("Person", request.user), room_id)


def _archive(actor: Person, room_id: uuid.UUID) -> FileResponse:
    now = timezone.now()
    answer = FileResponse(
        export_room(actor, room_id, now=now),
        as_attachment=True,
        filename=f"room-{room_id.hex[:8]}-{now:%Y-%m-%d}.zip",
        content_type="application/zip",
    )
    answer["Cache-Control"] = "no-store"
    return answer
