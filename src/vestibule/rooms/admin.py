"""What staff see of rooms: that they are, and since when. Reading one is a visit, with its own log."""

from django.contrib import admin

from vestibule.rooms.models import Engagement, Room
from vestibule.web.staff import ReadOnlyList, staff


@admin.register(Room, site=staff)
class Rooms(ReadOnlyList):
    list_display = ("id", "about_kind", "created_at")
    list_filter = ("about_kind",)
    ordering = ("-created_at",)


@admin.register(Engagement, site=staff)
class Engagements(ReadOnlyList):
    list_display = ("id", "room_id", "client_id", "freelancer_id", "state")
    list_filter = ("state",)
    ordering = ("id",)
