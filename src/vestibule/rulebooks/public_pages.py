"""The rule in words, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from vestibule.judging.books import book_on, books
from vestibule.policy import RuleBook
from vestibule.rulebooks.change_words import Comparison, comparison
from vestibule.rulebooks.queries import book_card, published, published_book
from vestibule.rulebooks.rule_words import clauses_in_words, services_in_words
from vestibule.rulebooks.shown import language_now


@require_GET
def rule_page(request: HttpRequest) -> HttpResponse:
    """The book in force, or the one that the address names, and what changes next."""
    today = timezone.now().date()
    version = request.GET.get("book")
    book = published_book(version) if version else book_on(today)
    # A book that is not yet in force is shown with what it changes; the one in force with what comes after it.
    coming = [book] if book.effective > today else list(books().after(today))
    context = {
        "card": book_card(book, today=today),
        "clauses": [one for one in clauses_in_words(book, language_now()) if one.rules],
        "services": services_in_words(book),
        "coming": [(book_card(one, today=today), what_changes(one)) for one in coming],
        "others": [one for one in published(today=today) if one.version != book.version],
    }
    return render(request, "rulebooks/rule.html", context)


def what_changes(book: RuleBook) -> Comparison:
    """A book beside the one that it follows."""
    return comparison(books().named(book.predecessor or "") or book, book)
