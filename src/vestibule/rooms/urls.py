from django.urls import path

from vestibule.rooms import message_pages, pages
from vestibule.rooms.export.api import export_page
from vestibule.rooms.order import pages as order_pages
from vestibule.rooms.people import pages as people_pages
from vestibule.rooms.search.pages import search_page

urlpatterns = [
    path("rooms/", pages.list_page, name="rooms"),
    path("rooms/<uuid:room_id>/", pages.room_page, name="room"),
    path("rooms/<uuid:room_id>/messages", pages.post_message, name="room-message"),
    path("rooms/<uuid:room_id>/place", order_pages.post_place, name="room-place"),
    path("rooms/<uuid:room_id>/pins", order_pages.post_pin, name="room-pins"),
    path("rooms/<uuid:room_id>/questions", order_pages.post_question, name="room-questions"),
    path("rooms/<uuid:room_id>/export", export_page, name="room-export"),
    path("search/", search_page, name="search"),
    path("rooms/<uuid:room_id>/edit", message_pages.post_edit, name="room-edit"),
    path("rooms/<uuid:room_id>/delete", message_pages.post_delete, name="room-delete"),
    path("rooms/<uuid:room_id>/react", message_pages.post_reaction, name="room-react"),
    path("rooms/<uuid:room_id>/revisions", message_pages.revisions_page, name="room-revisions"),
    path("rooms/<uuid:room_id>/leave", pages.post_leave, name="room-leave"),
    path("rooms/<uuid:room_id>/people", people_pages.people_page, name="room-people"),
    path("rooms/<uuid:room_id>/members", people_pages.post_member, name="room-members"),
    path("rooms/<uuid:room_id>/members/remove", people_pages.post_remove, name="room-member-remove"),
    path("withheld/<uuid:withheld_id>/revise", pages.post_revision, name="withheld-revise"),
    path("withheld/<uuid:withheld_id>/release", pages.post_release, name="withheld-release"),
    path("withheld/<uuid:withheld_id>/discard", pages.post_discard, name="withheld-discard"),
]
