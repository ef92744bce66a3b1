from django.urls import path

from vestibule.notices import choice_pages, pages

urlpatterns = [
    path("notices/", pages.list_page, name="notices"),
    path("notices/read", pages.post_all_read, name="notices-read"),
    path("notices/unsubscribe/", pages.unsubscribe_page, name="unsubscribe"),
    path("notices/<uuid:notice_id>/", pages.show_page, name="notice"),
    path("notices/<uuid:notice_id>/open", pages.post_open, name="notice-open"),
    path("notices/<uuid:notice_id>/read", pages.post_read, name="notice-read"),
    path("account/notifications/", choice_pages.choices_page, name="notifications"),
    path("account/notifications/new-links", choice_pages.post_new_links, name="notifications-new-links"),
    path("rooms/<uuid:room_id>/notifications", choice_pages.room_page, name="room-notifications"),
]
