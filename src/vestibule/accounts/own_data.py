"""All that is somebody's own, in one file: JSON for programs, a page for people, readable without us."""

import json
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string

from vestibule.accounts.models import Person, PersonPicture
from vestibule.accounts.upper_floors import belongings_of


def own_data(person: Person, *, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Everything of the person's own by its kind, as JSON would have it."""
    account = {
        "id": str(person.id),
        "name": str(person.display_name),
        "email": person.email,
        "hires": person.is_client,
        "works": person.is_freelancer,
        "time_zone": person.time_zone,
        "language": person.language,
        "is_discreet": person.is_discreet,
        "since": person.date_joined.isoformat(),
        "asked_at": now.isoformat(),
    }
    seats = person.organisation_memberships.select_related("organisation").order_by("id")
    companies = [{"organisation": str(seat.organisation.name), "role": seat.role} for seat in seats]
    keys = [
        {"label": key.label, "made_at": key.created_at.isoformat()}
        for key in person.personal_tokens.order_by("created_at")
    ]
    return {"account": [account], "organisations": companies, "keys": keys, **belongings_of(person)}


def own_data_file(person: Person, *, now: datetime) -> bytes:
    """A ZIP with `data.json`, `index.html` and, where there is one, `picture.webp`."""
    data = own_data(person, now=now)
    page = render_to_string("accounts/own_data.html", {"name": person.display_name, "kinds": data.items(), "now": now})
    picture = PersonPicture.objects.filter(person=person).values_list("webp", flat=True).first()
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2))
        file.writestr("index.html", page)
        if picture is not None:
            file.writestr("picture.webp", bytes(picture))
    return made.getvalue()
