"""The one place that picks adapters and connects the floors."""

from vestibule.accounts import upper_floors
from vestibule.accounts.sessions import TicketIdentity
from vestibule.adapters.bus_memory import MemoryBus
from vestibule.adapters.egress_http.fetch import HttpEgress
from vestibule.feed import outlet
from vestibule.gateway.hub import Hub
from vestibule.gateway.socket import Gateway
from vestibule.market.acquaintance import met_on_the_market
from vestibule.market.farewell import (
    close_deals,
    own_invitations,
    own_jobs,
    own_offers,
    own_profile,
    own_proposals,
    own_saved_jobs,
)
from vestibule.market.going import hold_matters, settle_matters, words_of_leaving
from vestibule.market.queries import about_for_page, offers_for_page
from vestibule.notices import away
from vestibule.notices.actions.tell_of_account import tell_of_account
from vestibule.notices.farewell import forget_notices, own_choices, own_mails, own_notices
from vestibule.reviews.farewell import forget_objections, own_objections
from vestibule.rooms.cards import met_in_a_room, show_card_anew
from vestibule.rooms.commands import RoomCommands
from vestibule.rooms.farewell import forget_name, leave_rooms, own_messages, own_rooms, own_withheld
from vestibule.rooms.going import settle_with
from vestibule.rooms.lane import lane
from vestibule.rooms.pages import show_with
from vestibule.rooms.unfurling.unfurler import Unfurler
from vestibule.site.configuration import Configuration

bus = MemoryBus()


def connect_embedded() -> None:
    """Connect what every process needs, a command line one too: the bus, and the market behind the room page."""
    outlet.connect(bus)
    show_with(offers_of=offers_for_page, about_of=about_for_page)
    settle_with(hold=hold_matters, settle=settle_matters, words_of=words_of_leaving)
    upper_floors.register(
        "rooms",
        show_anew=show_card_anew,
        take_leave=leave_rooms,
        forget_name=forget_name,
        acquaintance=met_in_a_room,
        belongings={"messages": own_messages, "kept messages": own_withheld, "rooms": own_rooms},
    )
    upper_floors.register(
        "market",
        take_leave=close_deals,
        acquaintance=met_on_the_market,
        belongings={
            "jobs": own_jobs,
            "saved jobs": own_saved_jobs,
            "invitations": own_invitations,
            "proposals": own_proposals,
            "offers": own_offers,
            "profile": own_profile,
        },
    )
    upper_floors.register("reviews", take_leave=forget_objections, belongings={"objections": own_objections})
    upper_floors.register(
        "notices",
        take_leave=forget_notices,
        account_changed=tell_of_account,
        belongings={"notices": own_notices, "mail choices": own_choices, "mails": own_mails},
    )


def make_gateway(configuration: Configuration) -> Gateway:
    """The socket side of a serving process."""
    hub = Hub(heartbeat_s=configuration.heartbeat_s)
    away.ask(hub.is_here)
    return Gateway(
        hub=hub,
        identity=TicketIdentity(),
        commands=RoomCommands(lane=lane),
        origins=configuration.origins,
    )


def make_unfurler(configuration: Configuration) -> Unfurler | None:
    """Who looks behind the links of messages, where the operator wants it."""
    return Unfurler(HttpEgress(), own=configuration.origins) if configuration.link_previews else None
