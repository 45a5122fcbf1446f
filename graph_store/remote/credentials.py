"""Who we are to a remote store: a user's name and password, which no message, log or record ever shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from requests.utils import get_netrc_auth

from graph_store.errors import RemoteStoreError

USER = "THIDUA_REMOTE_USER"
PASSWORD = "THIDUA_REMOTE_PASSWORD"


@dataclass(frozen=True)
class Credentials:
    """A user's name and password, and where they come from, in words."""

    user: str
    password: str = field(repr=False)
    source: str

    def answer(self, challenge: str) -> AuthBase | None:
        """What authenticates requests as a server's `WWW-Authenticate` asks (RFC 9110, section 11.6.1).

        Digest (RFC 7616) goes before Basic (RFC 7617), for it does not send the password; None where neither is asked for.
        """
        schemes = challenge.lower()
        if "digest" in schemes:
            return HTTPDigestAuth(self.user, self.password)
        # Encoded here: the library would take Latin-1, which has no Vietnamese letters.
        return HTTPBasicAuth(self.user.encode(), self.password.encode()) if "basic" in schemes else None


def find(url: str, environment: Mapping[str, str]) -> Credentials | None:
    """The credentials for the address `url`: those of the environment, else those of the netrc file for its host.

    The file is the one that `NETRC` names, else `~/.netrc`. Raises `RemoteStoreError` where the environment has only half.
    """
    user, password = environment.get(USER), environment.get(PASSWORD)
    if user is not None and password is not None:
        return Credentials(user, password, f"{USER} and {PASSWORD}")
    if user is not None or password is not None:
        there, missing = (USER, PASSWORD) if password is None else (PASSWORD, USER)
        raise RemoteStoreError(f"{there} is set and {missing} is not: set both, or neither")
    found = get_netrc_auth(url)
    return Credentials(str(found[0]), str(found[1]), "the netrc file") if found else None
