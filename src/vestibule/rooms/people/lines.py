"""The people of a room as its pages show them; client/src/session/people.ts makes the same."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from vestibule.web.speech import listed

Json = Mapping[str, Any]
_EXEMPTING = {"active", "prior"}
_PLANS = ("basic", "business", "enterprise")


def member_lines(room: Json, own_id: str) -> list[dict[str, Any]]:
    """Each member with how they stand to the reader, who brought them, and whether the reader may remove them."""
    names = {member["id"]: member["name"] for member in room["members"]}
    own = next((member for member in room["members"] if member["id"] == own_id), None)
    return [
        {
            **member,
            "is_me": member["id"] == own_id,
            "relationship": relationship_to(room, own, member),
            "is_colleague": own is not None and member is not own and _are_colleagues(own, member),
            "brought": _brought(member["brought_by"], names, own_id),
            "is_removable": _is_removable(room, member, own_id),
        }
        for member in room["members"]
    ]


def relationship_to(room: Json, own: Json | None, member: Json) -> str | None:
    """How a client and a freelancer stand; nothing for people of one side."""
    if own is None or own["side"] == member["side"]:
        return None
    client, freelancer = (own, member) if own["side"] == "client" else (member, own)
    pairs = {(one["client"], one["freelancer"]): one["relationship"] for one in room["relationships"]}
    return str(pairs.get((client["id"], freelancer["id"]), "none"))


def readers_of(room: Json, own_id: str) -> list[dict[str, Any]]:
    """Everybody else, and whether contact details may go from the reader to them."""
    own = next((member for member in room["members"] if member["id"] == own_id), None)
    return [
        {"id": member["id"], "name": member["name"], "is_exempt": own is not None and _is_exempt(room, own, member)}
        for member in room["members"]
        if member["id"] != own_id
    ]


def strict_names(room: Json, own_id: str) -> str:
    """Because of whom the rule holds for the reader, in a room of several where it holds; else nothing."""
    if len(room["members"]) < 3 or room["exempt"]:
        return ""
    return listed([reader["name"] for reader in readers_of(room, own_id) if not reader["is_exempt"]])


def because_words(room: Json, own_id: str, because: Collection[str]) -> str:
    """Because of whom a text goes to nobody, and who could read it otherwise; nothing where that is plain."""
    if len(room["members"]) < 3:
        return ""
    readers = readers_of(room, own_id)
    strict = [reader["name"] for reader in readers if reader["id"] in because]
    free = [reader["name"] for reader in readers if reader["id"] not in because]
    if not strict:
        return ""
    if not free:
        return _("Withheld because of %(names)s: no contract with you yet.") % {"names": listed(strict)}
    words = {"names": listed(strict), "others": listed(free)}
    return (
        _(
            "Withheld because of %(names)s: no contract with you yet. %(others)s could read it."
            " A message goes to everybody here or to nobody."
        )
        % words
    )


def _is_exempt(room: Json, own: Json, member: Json) -> bool:
    if _are_colleagues(own, member) or relationship_to(room, own, member) in _EXEMPTING:
        return True
    plans = [one["organisation"]["plan"] for one in (own, member) if one["side"] == "client" and one["organisation"]]
    return any(plan != _PLANS[0] for plan in plans)


def _are_colleagues(one: Json, other: Json) -> bool:
    companies = [member["organisation"]["id"] if member["organisation"] else None for member in (one, other)]
    return one["side"] == other["side"] and companies[0] is not None and companies[0] == companies[1]


def _is_removable(room: Json, member: Json, own_id: str) -> bool:
    if member["brought_by"] is None or member["id"] == own_id:
        return False
    company = member["organisation"]["id"] if member["organisation"] else None
    return member["brought_by"] == own_id or company in room["manages"]


def _brought(by: str | None, names: Mapping[str, str], own_id: str) -> str:
    if by is None:
        return ""
    if by == own_id:
        return _("brought by you")
    return _("brought by %(by)s") % {"by": names[by]} if by in names else _("brought by a former member")
