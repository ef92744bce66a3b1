from django.urls import path

from vestibule.reviews import pages, replay_pages, staff_pages

urlpatterns = [
    path("objections/", pages.objections_page, name="objections"),
    path("withheld/<uuid:withheld_id>/objection", pages.kept_page, name="withheld-objection"),
    path("rooms/<uuid:room_id>/objection", pages.message_page, name="message-objection"),
    path("staff/objections/", staff_pages.list_page, name="staff-objections"),
    path("staff/objections/<uuid:objection_id>/", staff_pages.case_page, name="staff-objection"),
    path("staff/objections/<uuid:objection_id>/answer", staff_pages.post_answer, name="staff-objection-answer"),
    path("staff/objections/<uuid:objection_id>/line", staff_pages.post_line, name="staff-objection-line"),
    path("staff/corpus.jsonl", staff_pages.corpus_file, name="staff-corpus"),
    path("staff/replays/", replay_pages.list_page, name="staff-replays"),
    path("staff/replays/<uuid:replay_id>/", replay_pages.replay_page, name="staff-replay"),
    path("staff/replays/<uuid:replay_id>/stop", replay_pages.post_stop, name="staff-replay-stop"),
    path("staff/replays/<uuid:replay_id>/resume", replay_pages.post_resume, name="staff-replay-resume"),
    path("staff/replays/<uuid:replay_id>/sample", replay_pages.sample_page, name="staff-replay-sample"),
    path("staff/samples/<uuid:flip_id>", replay_pages.post_opinion, name="staff-sample"),
]
