from django.urls import path

from vestibule.rulebooks import pages, public_pages

urlpatterns = [
    path("rule/", public_pages.rule_page, name="rule"),
    path("rule/books/", pages.list_page, name="books"),
    path("rule/books/new", pages.post_new, name="book-new"),
    path("rule/books/<uuid:book_id>/", pages.book_page, name="book"),
    path("rule/books/<uuid:book_id>/try", pages.post_trial, name="book-try"),
    path("rule/books/<uuid:book_id>/announce", pages.post_announcement, name="book-announce"),
    path("rule/books/<uuid:book_id>/withdraw", pages.post_withdrawal, name="book-withdraw"),
    path("rule/books/<uuid:book_id>/discard", pages.post_discarding, name="book-discard"),
]
