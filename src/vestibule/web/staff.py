"""Lists for staff: Django's admin with nothing in it that could change a thing or show what people wrote."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from vestibule.kit.refusals import NotFound


class StaffLists(admin.AdminSite):
    """For signed-in staff with a role; for everybody else, signed in or not, there is nothing at these addresses."""

    site_header = site_title = "Vestibule"
    index_title = _("Lists")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "staff_role", ""))

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


class ReadOnlyList(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in its stubs alone
    """A list of columns that are no one's words. Rows lead nowhere, and there is no action."""

    actions = None
    list_display_links = None
    show_full_result_count = False
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

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
