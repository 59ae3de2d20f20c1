"""Which address of a database may be called: a name is resolved once, and what was checked is what is called.

Public addresses may be called. Those of private networks and of this machine only when an administrator named the
host, its address or its network in `allowed`. Link-local addresses, among them those at which a cloud hands out
credentials, only when the address itself is named, because whoever runs a name server can point a name at them.
"""

import ipaddress
import re
import socket

from checks.errors import SourceUnreadable

_NAME = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?\.?")
_METADATA = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "fd00:ec2::254", "168.63.129.16")))
_MOST_ADDRESSES = 4
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def pinned(host: str, port: int, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses to call for a host, in order; raises SourceUnreadable when it is no host, or may not be called."""
    found = _resolved(host, port)
    for address in found:
        if not _admitted(host, address, allowed):
            raise SourceUnreadable(
                f"{host} is an address of a private network or of this machine, which checks may not call. "
                "Ask an administrator to allow this host for databases, or give another one."
            )
    return tuple(map(str, found[:_MOST_ADDRESSES]))


def _resolved(host: str, port: int) -> list[Address]:
    literal = _literal(host)
    if literal is not None:
        return [literal]
    if not _NAME.fullmatch(host):
        raise SourceUnreadable(
            "The host of the database is no name and no address. Give it like db.example.org, without a path or port."
        )
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SourceUnreadable(
            f"There is no host called {host}. Check how it is written, or ask whoever runs the database."
        ) from None
    return [_plain(ipaddress.ip_address(str(answer[4][0]).partition("%")[0])) for answer in answers]


def _literal(host: str) -> Address | None:
    try:
        return _plain(ipaddress.ip_address(host))
    except ValueError:
        return None


def _plain(address: Address) -> Address:
    """An IPv4 address that is written inside one of IPv6 is what it stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inside = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF) if address in _TRANSLATED else None
    return address.ipv4_mapped or address.sixtofour or inside or address


def _admitted(host: str, address: Address, allowed: tuple[str, ...]) -> bool:
    if any(_covers(each, address) for each in allowed):
        return True
    if address.is_link_local or address in _METADATA or address.is_multicast or address.is_unspecified:
        return False
    return address.is_global or host.lower().rstrip(".") in {each.lower().rstrip(".") for each in allowed}


def _covers(entry: str, address: Address) -> bool:
    """Whether an entry of `allowed` is this address, or a network that holds it; link-local ones by address only."""
    try:
        network = ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False
    if address.version != network.version or address not in network:
        return False
    return network.num_addresses == 1 or not (address.is_link_local or address in _METADATA)
