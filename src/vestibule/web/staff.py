"""Lists for staff: Django's admin with nothing in it that could change a thing or show what people wrote."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.filters import FieldListFilter
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from vestibule.kit.refusals import NotFound

# What the lists call their columns. A column that is not here is called as its field is.
COLUMNS: dict[str, Any] = {
    "id": _("Id"),
    "display_name": _("Name"),
    "name": _("Name"),
    "is_client": _("Hires"),
    "is_freelancer": _("Works"),
    "staff_role": _("Staff role"),
    "is_active": _("Active"),
    "date_joined": _("Since"),
    "leaves_at": _("Leaves"),
    "created_at": _("Made"),
    "organisation_id": _("Organisation"),
    "person_id": _("Person"),
    "client_id": _("Client"),
    "freelancer_id": _("Freelancer"),
    "room_id": _("Room"),
    "role": _("Role"),
    "plan": _("Plan"),
    "starts_on": _("From"),
    "ends_on": _("Until"),
    "about_kind": _("About"),
    "state": _("State"),
    "form": _("Form"),
    "attempts": _("Attempts"),
    "failure": _("Failure"),
    "settled_at": _("Settled"),
    "kind": _("What is said"),
    "surface": _("Where"),
    "answer": _("Answer"),
    "made_at": _("Made"),
    "answered_at": _("Answered"),
    "at": _("When"),
    "staff_id": _("Who looked"),
    "what": _("At what"),
    "thing": _("Which"),
    "book": _("Book"),
    "total": _("Texts"),
    "judged": _("Judged"),
    "asked_by_id": _("Asked by"),
    "asked_at": _("Asked"),
    "ended_at": _("Ended"),
}
LISTS: dict[str, Any] = {
    "accounts": _("People and organisations"),
    "accounts.person": _("People"),
    "accounts.organisation": _("Organisations"),
    "accounts.organisationmember": _("Members of organisations"),
    "accounts.planperiod": _("Plans"),
    "rooms": _("Rooms"),
    "rooms.room": _("Rooms"),
    "rooms.engagement": _("Offers and contracts"),
    "reviews": _("Objections and replays"),
    "reviews.objection": _("Objections"),
    "reviews.look": _("Who looked at what"),
    "reviews.replay": _("Replays"),
    "notices": _("Notices"),
    "notices.mail": _("Mails"),
}


class StaffLists(admin.AdminSite):
    """For signed-in staff with a role; for everybody else, signed in or not, there is nothing at these addresses."""

    site_header = site_title = "Vestibule"
    index_title = _("Lists")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "staff_role", ""))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The lists by their names in the reader's language."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["name"] = LISTS.get(app["app_label"], app["name"])
            for shown in app["models"]:
                shown["name"] = LISTS.get(shown["model"]._meta.label_lower, shown["name"])
        return apps

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - Django's signature
        guarded = super().admin_view(view, cacheable)

        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - a view's
            if not self.has_permission(request):
                raise NotFound
            answer: HttpResponseBase = guarded(request, *args, **kwargs)
            return answer

        return door

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """The overview and a list for each model. No form, no history, no sign-in of its own."""
        lists = [
            path(
                f"{model._meta.app_label}/{model._meta.model_name}/",
                self.admin_view(shown.changelist_view),
                name=f"{model._meta.app_label}_{model._meta.model_name}_changelist",
            )
            for model, shown in self._registry.items()
        ]
        apps = sorted({model._meta.app_label for model in self._registry})
        overviews = [
            path(f"{app}/", self.admin_view(self.app_index), {"app_label": app}, name="app_list") for app in apps
        ]
        return [path("", self.admin_view(self.index), name="index"), *overviews, *lists]


staff = StaffLists(name="admin")


def for_staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard a page of staff: for everybody else, signed in or not, there is nothing at its address."""

    @wraps(view)
    def door(request: HttpRequest, **arguments: Any) -> HttpResponse:  # noqa: ANN401 - whatever the URL holds
        if not staff.has_permission(request):
            raise NotFound
        return view(request, **arguments)

    return door


class ReadOnlyList(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in its stubs alone
    """A list of columns that are no one's words. Rows lead nowhere, and there is no action."""

    actions = None
    list_display_links = None
    show_full_result_count = False
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    @property
    def media(self) -> Media:
        """No scripts: the framework's serve what these lists do not offer, and our security policy stops them."""
        return Media()

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The columns of `list_display` by their names in the reader's language."""
        return [_column(self.model, str(name)) for name in self.list_display]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """The filters of `list_filter` by the same names."""
        return [(str(name), _filter(str(name))) for name in self.list_filter]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list under its name in the reader's language."""
        shown = super().get_changelist_instance(request)
        shown.title = LISTS.get(self.model._meta.label_lower, self.model._meta.verbose_name_plural)
        return shown

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return obj is None and staff.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return staff.has_permission(request)


def _column(model: type[models.Model], name: str) -> Callable[[models.Model], object]:
    field = next(one for one in model._meta.concrete_fields if name in {one.name, one.attname})

    def shown(row: models.Model) -> object:
        return getattr(row, f"get_{name}_display")() if field.choices else getattr(row, name)

    shown.__name__ = name
    is_boolean = isinstance(field, models.BooleanField)
    return admin.display(description=COLUMNS.get(name, field.verbose_name), ordering=name, boolean=is_boolean or None)(
        shown
    )


def _filter(name: str) -> Callable[..., FieldListFilter]:
    def made(field: Any, *given: Any, **named: Any) -> FieldListFilter:  # noqa: ANN401 - Django's own signature
        one = FieldListFilter.create(field, *given, **named)
        one.title = COLUMNS.get(name, one.title)
        return one

    return made
