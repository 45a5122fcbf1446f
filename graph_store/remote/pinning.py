"""Which address a name stands for, looked up once and then kept to: so that what was checked is what is connected to.

A name that is looked up again for the connection may then stand for another address (DNS rebinding).
"""

from __future__ import annotations

import queue
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

Address = IPv4Address | IPv6Address

_NAT64: Final = IPv6Network("64:ff9b::/96")
"""Addresses that stand for any IPv4 address (RFC 6052)."""


class ForbiddenAddressError(OSError):
    """A name that stands for no address of the public network."""


def pinned(host: str, port: int, seconds: float, *, may_be_private: bool) -> str:
    """The first address that `host` stands for; unless `may_be_private`, the first that is of the public network.

    Raises `ForbiddenAddressError` where there is none such, `TimeoutError` after so many seconds, and `OSError` where the name
    can't be looked up.
    """
    addresses = _looked_up(host, port, seconds)
    allowed = [address for address in addresses if may_be_private or is_public(address)]
    if not allowed:
        raise ForbiddenAddressError(f"{host} is at {addresses[0]}, which is no address of the public network")
    return str(allowed[0])


def is_public(address: Address) -> bool:
    """Whether an address is of the public network (IANA's special-purpose registries), also by the IPv4 address that it holds."""
    if isinstance(address, IPv6Address):
        held = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if held is not None:
            return is_public(held)
        if address in _NAT64 or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


def _looked_up(host: str, port: int, seconds: float) -> list[Address]:
    try:
        return [ip_address(host)]
    except ValueError:
        pass
    # The system's resolver takes its own time, up to half a minute, and can't be told to stop.
    told: queue.SimpleQueue[list[Address] | OSError] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, told), name="resolver", daemon=True).start()
    try:
        found = told.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise TimeoutError(f"the name {host} has not been found within {seconds:.1f} s") from None
    if isinstance(found, OSError):
        raise found
    return found


def _look_up(host: str, port: int, told: queue.SimpleQueue[list[Address] | OSError]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        told.put([ip_address(str(address[0]).partition("%")[0]) for *_, address in found])
    except UnicodeError as error:
        told.put(OSError(f"{host} is no name of a host: {error}"))
    except OSError as error:
        told.put(error)
