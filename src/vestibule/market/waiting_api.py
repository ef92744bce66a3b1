"""What waits for somebody, over the API."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from vestibule.accounts.api import asker
from vestibule.market.waiting import Waiting, waiting_for
from vestibule.web.api import as_json
from vestibule.web.described import described

router = Router(tags=["market"])


@router.get("/waiting", response=described(Waiting), summary="What waits for me: to answer, to read, about to end")
def get_waiting(request: HttpRequest) -> HttpResponse:
    return as_json(waiting_for(asker(request), now=timezone.now()))
