from django.urls import path

from vestibule.accounts import language_pages, leaving_pages, organisation_pages, pages, profile_pages

urlpatterns = [
    path("language/", language_pages.post_language, name="language"),
    path("account/profile/", profile_pages.profile_page, name="profile"),
    path("account/picture/", profile_pages.post_picture, name="picture-change"),
    path("account/sessions/", profile_pages.devices_page, name="devices"),
    path("account/sessions/<uuid:session_id>/end", profile_pages.post_end_session, name="device-end"),
    path("account/keys/", pages.keys_page, name="keys"),
    path("account/keys/<uuid:token_id>/revoke", pages.post_revoke, name="key-revoke"),
    path("account/data/", leaving_pages.data_page, name="own-data"),
    path("account/data/export", leaving_pages.post_export, name="own-data-export"),
    path("account/leave/", leaving_pages.leave_page, name="leave-vestibule"),
    path("account/stay/", leaving_pages.post_stay, name="stay"),
    path("account/organisation/", pages.organisation_page, name="organisation"),
    path("organisations/<uuid:organisation_id>/", organisation_pages.organisation_detail, name="organisation-detail"),
    path("organisations/<uuid:organisation_id>/invite", organisation_pages.post_invite, name="organisation-invite"),
    path("organisations/<uuid:organisation_id>/member", organisation_pages.post_member, name="organisation-member"),
    path("organisations/<uuid:organisation_id>/leave", organisation_pages.post_leave, name="organisation-leave"),
    path(
        "organisation-invitations/<uuid:invitation_id>/revoke",
        organisation_pages.post_revoke_invitation,
        name="organisation-invitation-revoke",
    ),
    path("join/<uuid:code>/", organisation_pages.join_page, name="organisation-join"),
    path("pictures/<uuid:picture_id>", profile_pages.picture, name="picture"),
]
