"""Requests to a remote store that outlast what passes: lost connections, too many requests, a server that is down a while."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import TracebackType
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from graph_store.errors import RemoteStoreError
from graph_store.remote.credentials import PASSWORD, USER, Credentials

_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses worth another try (RFC 9110, section 15; 429 is RFC 6585)."""

_LONGEST_WAIT: Final = 30.0
"""Seconds before another try at most, also where the server's Retry-After asks for more."""

_backoff: Final = wait_exponential_jitter(multiplier=0.5, max=_LONGEST_WAIT, jitter=0.5)


@dataclass(frozen=True)
class Patience:
    """How long a store is waited for."""

    timeout: float = 120.0
    """Seconds without a byte after which a request counts as lost."""
    retries: int = 5
    """How often a request that failed for a reason that may pass is sent again."""
    told: Callable[[str], None] = lambda _: None
    """Hears why a request is sent again, and when."""


class _PassingError(Exception):
    """A failure that may pass; `after` is the least number of seconds to wait, as the server asks."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


class Connection:
    """Requests to one address. Not safe for several threads.

    Every request that is sent through it must be one that may be sent twice: reading, or writing what is the same
    afterwards.
    """

    def __init__(self, url: str, credentials: Credentials | None = None, patience: Patience | None = None) -> None:
        """Raises `RemoteStoreError` where `url` is no absolute http or https IRI, or holds a password."""
        self.url: Final = checked(url)
        self._credentials = credentials
        self._patience = patience or Patience()
        self._session = requests.Session()
        self._session.auth = _unchanged

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._session.close()

    def hurry(self) -> None:
        """From now on wait a few seconds, and send nothing again."""
        self._patience = replace(self._patience, timeout=min(self._patience.timeout, 5.0), retries=0)

    def request(
        self,
        method: str,
        what: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        data: bytes | Mapping[str, str] | None = None,
        allowed: frozenset[int] = frozenset(),
    ) -> requests.Response:
        """The server's answer to a request, once it is one of success (2xx) or of a status in `allowed`.

        `what` names the request in messages. Raises `RemoteStoreError` where the answer is another, or none comes.
        """
        send = {"params": params, "headers": headers, "data": data}
        retrying = Retrying(
            retry=retry_if_exception_type(_PassingError),
            stop=stop_after_attempt(self._patience.retries + 1),
            wait=_wait,
            before_sleep=lambda state: self._tell(what, state),
            reraise=True,
        )
        try:
            response: requests.Response = retrying(self._once, method, send)
        except _PassingError as error:
            tries = f", {self._patience.retries + 1} times" if self._patience.retries else ""
            raise RemoteStoreError(f"{self.url}: {what}: {error}{tries}") from error
        if (response.ok and not response.is_redirect) or response.status_code in allowed:
            return response
        raise RemoteStoreError(f"{self.url}: {what}: {self._refusal(response)}")

    def _once(self, method: str, send: Mapping[str, Any]) -> requests.Response:
        response = self._exchange(method, send)
        if response.status_code == HTTPStatus.UNAUTHORIZED and self._credentials and self._session.auth is _unchanged:
            self._session.auth = self._credentials.answer(response.headers.get("WWW-Authenticate", "")) or _unchanged
            response = self._exchange(method, send)
        if response.status_code in _PASSING:
            raise _PassingError(_status(response), _retry_after(response))
        return response

    def _exchange(self, method: str, send: Mapping[str, Any]) -> requests.Response:
        timeout = self._patience.timeout
        try:
            # Redirects are not followed: on most of them a PUT would go on as a GET, and the password to another host.
            return self._session.request(
                method, self.url, timeout=(min(timeout, 10.0), timeout), allow_redirects=False, **send
            )
        except requests.exceptions.SSLError as error:
            raise RemoteStoreError(f"{self.url}: no secure connection: {_reason(error)}") from error
        except requests.Timeout as error:
            raise _PassingError(f"no answer within {timeout:g} s") from error
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
            raise _PassingError(f"the connection is lost: {_reason(error)}") from error
        except requests.RequestException as error:
            raise RemoteStoreError(f"{self.url}: {_reason(error)}") from error

    def _tell(self, what: str, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        self._patience.told(f"{what}: {error}; another try in {state.upcoming_sleep:.1f} s")

    def _refusal(self, response: requests.Response) -> str:
        status = _status(response)
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            if self._credentials is None:
                return f"{status}: it asks for a user's name and password: give them by {USER} and {PASSWORD}, or by a netrc file"
            return f"{status}: the user's name or password, of {self._credentials.source}, is wrong"
        if response.is_redirect:
            return f"{status}: it has moved to {response.headers['Location']}; give that address"
        return status


def checked(url: str) -> str:
    """The address, where it can be one of a store. Raises `RemoteStoreError`."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError as error:
        raise RemoteStoreError(f"{url!r} is no address: {error}") from error
    if "@" in parts.netloc:
        raise RemoteStoreError(
            f"{parts.hostname}: a password in an address can be seen by others: use the environment, or a netrc file"
        )
    if not usable:
        raise RemoteStoreError(f"{url!r} is no address of a store: http://HOST/PATH or https://HOST/PATH is one")
    return url


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No authentication; given in place of none, for else the library would send what is in the netrc file unasked."""
    return request


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, _PassingError) else 0.0
    return min(max(_backoff(state), asked), _LONGEST_WAIT)


def _retry_after(response: requests.Response) -> float:
    """Seconds that Retry-After asks for; its other form, a date, is as good as the usual wait."""
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else 0.0


def _status(response: requests.Response) -> str:
    """The status with its words, and the beginning of what the server says of it."""
    words = response.reason or ""
    text = response.text if "json" in (type_ := response.headers.get("Content-Type", "")) or "text" in type_ else ""
    said = " ".join(
        re.sub(r"<(title|style|script)\b.*?</\1>|</?\w[^<>]*>|<!.*?>", " ", text, flags=re.S | re.I).split()
    )
    return f"{response.status_code} {words}".strip() + (f": {said[:200]}" if said and said != words else "")


def _reason(error: BaseException) -> str:
    """The innermost reason of a chain of the library's errors, in the system's words."""
    inner: BaseException = error
    while (cause := getattr(inner, "reason", None) or inner.__cause__ or inner.__context__) is not None:
        if not isinstance(cause, BaseException):
            break
        inner = cause
    return str(inner) if not isinstance(inner, OSError) else inner.strerror or str(inner)
