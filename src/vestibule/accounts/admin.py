"""What staff see of people and organisations: states and dates. An address is known to the house and shown nowhere."""

from django.contrib import admin

from vestibule.accounts.models import Organisation, OrganisationMember, Person, PlanPeriod
from vestibule.web.staff import ReadOnlyList, staff


@admin.register(Person, site=staff)
class People(ReadOnlyList):
    list_display = (
        "id", "display_name", "is_client", "is_freelancer", "staff_role", "is_active", "date_joined", "leaves_at",
    )  # fmt: skip
    list_filter = ("is_client", "is_freelancer", "staff_role", "is_active")
    ordering = ("-date_joined",)


@admin.register(Organisation, site=staff)
class Organisations(ReadOnlyList):
    list_display = ("id", "name", "created_at")
    ordering = ("-created_at",)


@admin.register(OrganisationMember, site=staff)
class OrganisationMembers(ReadOnlyList):
    list_display = ("organisation_id", "person_id", "role")
    list_filter = ("role",)
    ordering = ("-id",)


@admin.register(PlanPeriod, site=staff)
class PlanPeriods(ReadOnlyList):
    list_display = ("organisation_id", "plan", "starts_on", "ends_on")
    list_filter = ("plan",)
    ordering = ("-starts_on",)
