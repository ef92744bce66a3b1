from django.urls import path

from vestibule.market import job_pages, proposal_pages, room_pages

urlpatterns = [
    path("jobs/", job_pages.list_page, name="jobs"),
    path("jobs/new", job_pages.new_page, name="job-new"),
    path("jobs/<uuid:job_id>/", job_pages.job_page, name="job"),
    path("jobs/<uuid:job_id>/edit", job_pages.edit_page, name="job-edit"),
    path("jobs/<uuid:job_id>/publish", job_pages.post_publish, name="job-publish"),
    path("jobs/<uuid:job_id>/close", job_pages.post_close, name="job-close"),
    path("jobs/<uuid:job_id>/proposals", job_pages.post_proposal, name="job-propose"),
    path("proposals/", proposal_pages.list_page, name="proposals"),
    path("proposals/<uuid:proposal_id>/edit", proposal_pages.edit_page, name="proposal-edit"),
    path("proposals/<uuid:proposal_id>/withdraw", proposal_pages.post_withdrawal, name="proposal-withdraw"),
    path("proposals/<uuid:proposal_id>/decline", proposal_pages.post_refusal, name="proposal-decline"),
    path("proposals/<uuid:proposal_id>/room", proposal_pages.post_room, name="proposal-room"),
    path("rooms/<uuid:room_id>/offers", room_pages.post_offer, name="room-offer"),
    path("offers/<uuid:offer_id>/accept", room_pages.post_acceptance, name="offer-accept"),
    path("offers/<uuid:offer_id>/decline", room_pages.post_refusal, name="offer-decline"),
    path("offers/<uuid:offer_id>/withdraw", room_pages.post_withdrawal, name="offer-withdraw"),
    path("contracts/<uuid:contract_id>/end", room_pages.post_end, name="contract-end"),
]
