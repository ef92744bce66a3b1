"""What staff see of mails: that they are owed, sent or given up. To whom and about what is not shown."""

from django.contrib import admin

from vestibule.notices.models import Mail
from vestibule.web.staff import ReadOnlyList, staff


@admin.register(Mail, site=staff)
class Mails(ReadOnlyList):
    list_display = ("id", "form", "state", "attempts", "failure", "created_at", "settled_at")
    list_filter = ("state", "form")
    ordering = ("-created_at",)
