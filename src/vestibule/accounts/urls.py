from django.urls import path

from vestibule.accounts import pages

urlpatterns = [
    path("", pages.keys_page, name="keys"),
    path("<uuid:token_id>/revoke", pages.post_revoke, name="key-revoke"),
]
