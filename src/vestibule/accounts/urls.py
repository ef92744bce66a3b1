from django.urls import path

from vestibule.accounts import pages, profile_pages

urlpatterns = [
    path("account/profile/", profile_pages.profile_page, name="profile"),
    path("account/picture/", profile_pages.post_picture, name="picture-change"),
    path("account/sessions/", profile_pages.devices_page, name="devices"),
    path("account/sessions/<uuid:session_id>/end", profile_pages.post_end_session, name="device-end"),
    path("account/keys/", pages.keys_page, name="keys"),
    path("account/keys/<uuid:token_id>/revoke", pages.post_revoke, name="key-revoke"),
    path("account/organisation/", pages.organisation_page, name="organisation"),
    path("pictures/<uuid:picture_id>", profile_pages.picture, name="picture"),
]
