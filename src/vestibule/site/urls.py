"""Which address leads to which door."""

from django.urls import include, path

from vestibule.site import pages
from vestibule.site.api import api
from vestibule.web.staff import staff

urlpatterns = [
    path("", pages.start, name="start"),
    path("api/v1/", api.urls),
    # Ours first: where both know an address, the page is ours.
    path("", include("vestibule.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("demo/", pages.demo, name="demo"),
    path("demo/enter/<uuid:person_id>", pages.enter_demo, name="demo-enter"),
    path("", include("vestibule.reviews.urls")),
    path("staff/", staff.urls),
    path("health", pages.health, name="health"),
    path("", include("vestibule.rulebooks.urls")),
    path("", include("vestibule.rooms.urls")),
    path("", include("vestibule.market.urls")),
    path("", include("vestibule.notices.urls")),
]

handler400 = "vestibule.web.errors.bad_request"
handler404 = "vestibule.web.errors.page_not_found"
handler500 = "vestibule.web.errors.server_error"
