from django.urls import path

from vestibule.market import room_pages

urlpatterns = [
    path("rooms/<uuid:room_id>/offers", room_pages.post_offer, name="room-offer"),
    path("offers/<uuid:offer_id>/accept", room_pages.post_acceptance, name="offer-accept"),
    path("offers/<uuid:offer_id>/decline", room_pages.post_refusal, name="offer-decline"),
    path("offers/<uuid:offer_id>/withdraw", room_pages.post_withdrawal, name="offer-withdraw"),
    path("contracts/<uuid:contract_id>/end", room_pages.post_end, name="contract-end"),
]
