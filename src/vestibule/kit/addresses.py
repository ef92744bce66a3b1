"""Which network addresses belong to the open internet, and to nobody's own house."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

# The special-purpose registries of IANA (RFC 6890 and what followed). Of IPv6 only 2000::/3 is given out at all, so
# mapped, translated (64:ff9b::), unique local, link-local and multicast addresses lie outside of it.
_OWN_V4 = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
_GIVEN_OUT_V6 = ip_network("2000::/3")
# Teredo and its neighbours, documentation, 6to4, documentation again.
_OWN_V6 = tuple(ip_network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


def is_public(address: Address) -> bool:
    """Whether a machine at this address is on the open internet. What is not known to be public is not."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _OWN_V4)
    if address.scope_id is not None or address not in _GIVEN_OUT_V6:
        return False
    return not any(address in network for network in _OWN_V6)


def parse_address(text: str) -> Address | None:
    """The address that is written in the usual way; none for a name, and none for numbers in any other notation."""
    try:
        return ip_address(text)
    except ValueError:
        return None
