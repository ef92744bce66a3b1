"""What staff see in lists: that people objected, that replays ran, and who looked at what."""

from django.contrib import admin

from vestibule.reviews.models import Look, Objection, Replay
from vestibule.web.staff import ReadOnlyList, staff


@admin.register(Objection, site=staff)
class Objections(ReadOnlyList):
    list_display = ("id", "kind", "surface", "answer", "made_at", "answered_at")
    list_filter = ("kind", "answer")
    ordering = ("-made_at",)


@admin.register(Look, site=staff)
class Looks(ReadOnlyList):
    list_display = ("at", "staff_id", "what", "thing")
    list_filter = ("what",)
    ordering = ("-at", "-id")


@admin.register(Replay, site=staff)
class Replays(ReadOnlyList):
    list_display = ("id", "book", "state", "total", "judged", "asked_by_id", "asked_at", "ended_at")
    list_filter = ("state",)
    ordering = ("-asked_at",)
