"""Requests outlast failures that pass, tell those that don't, and never show a password."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from tenacity import wait_none

from graph_store.errors import RemoteStoreError
from graph_store.remote import connection as connection_module
from graph_store.remote.connection import Connection, Patience, checked
from graph_store.remote.credentials import Credentials, find
from tests.graph_store.remote.faulty import Answer, Faulty, faulty
from tests.other_stores import OtherStore, free_port

MINH = Credentials("minh", "mật-khẩu", "a test")
BASIC = Answer(401, headers={"WWW-Authenticate": 'Basic realm="store"'})


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "_backoff", wait_none())


def get(server: Faulty | str, *, timeout: float = 5, retries: int = 2, credentials: Credentials | None = None) -> bytes:
    url = server if isinstance(server, str) else server.url
    with Connection(url, credentials, Patience(timeout, retries)) as connection:
        return connection.request("GET", "GET of <g>").content


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_status_that_may_pass_is_tried_again(status: int) -> None:
    told: list[str] = []
    answers = [Answer(status), Answer(status), Answer(body=b"whole")]
    with (
        faulty(answers.__getitem__) as server,
        Connection(server.url, patience=Patience(5, 2, told.append)) as connection,
    ):
        assert connection.request("PUT", "PUT of <g>", data=b"x").content == b"whole"

    assert [method for method, _, _ in server.requests] == ["PUT"] * 3
    assert [line.partition(":")[0] for line in told] == ["PUT of <g>"] * 2
    assert str(status) in told[0]


def test_status_that_does_not_pass_is_told_with_what_the_server_says(capfd: pytest.CaptureFixture[str]) -> None:
    said = Answer(
        500, b"<html><head><title>No</title></head><h1>The disk is full</h1></html>", {"Content-Type": "text/html"}
    )
    with faulty(lambda _: said) as server, pytest.raises(RemoteStoreError) as raised:
        get(server)

    assert str(raised.value) == f"{server.url}: GET of <g>: 500 Internal Server Error: The disk is full, 3 times"
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 415])
def test_refusal_is_not_tried_again(status: int) -> None:
    with faulty(lambda _: Answer(status)) as server, pytest.raises(RemoteStoreError, match=str(status)):
        get(server)

    assert len(server.requests) == 1


@pytest.mark.parametrize(("asked", "waited"), [("7", 7.0), ("3600", 30.0), ("Fri, 31 Dec 2027 23:59:59 GMT", 0.0)])
def test_server_says_how_long_to_wait_and_is_heard_within_bounds(
    asked: str, waited: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", slept.append)
    with faulty(lambda n: Answer() if n else Answer(429, headers={"Retry-After": asked})) as server:
        get(server)

    assert slept == [waited]


def test_store_that_hangs_is_given_up() -> None:
    given_up = pytest.raises(RemoteStoreError, match=r"no answer within 0\.2 s, 2 times")
    with faulty(lambda _: Answer(hang=True)) as server, given_up:
        get(server, timeout=0.2, retries=1)


def test_answer_that_breaks_off_is_asked_for_again() -> None:
    with faulty(lambda n: Answer(body=b"half of it", cut=0 if n else 5)) as server:
        assert get(server) == b"half of it"


def test_store_that_is_not_there_is_named() -> None:
    url = f"http://127.0.0.1:{free_port()}/store"

    with pytest.raises(RemoteStoreError, match="the connection is lost: Connection refused"):
        get(url, retries=0)


def test_redirection_is_not_followed_for_it_could_lead_anywhere() -> None:
    moved = Answer(302, headers={"Location": "https://elsewhere/store"})
    with (
        faulty(lambda _: moved) as server,
        pytest.raises(RemoteStoreError, match="moved to https://elsewhere/store; give"),
    ):
        get(server)


def test_password_is_sent_when_it_is_asked_for_and_not_before() -> None:
    with faulty(lambda n: Answer(body=b"in") if n else BASIC) as server:
        assert get(server, credentials=MINH) == b"in"

    sent = [authorization for _, _, authorization in server.requests]
    assert sent == [None, f"Basic {base64.b64encode('minh:mật-khẩu'.encode()).decode()}"]


def test_wrong_password_is_told_without_showing_it() -> None:
    with faulty(lambda _: BASIC) as server, pytest.raises(RemoteStoreError) as raised:
        get(server, credentials=MINH)

    assert str(raised.value).endswith("401 Unauthorized: the user's name or password, of a test, is wrong")
    assert "mật-khẩu" not in f"{raised.value!r} {MINH!r}"


def test_wrong_password_of_a_store_that_takes_digests_is_told(virtuoso: OtherStore) -> None:
    wrong = Credentials("dba", "wrong", "a test")

    with pytest.raises(RemoteStoreError, match="401 Unauthorized: the user's name or password, of a test, is wrong"):
        get(virtuoso.url, credentials=wrong)


def test_missing_password_is_told_with_how_to_give_it() -> None:
    with (
        faulty(lambda _: BASIC) as server,
        pytest.raises(RemoteStoreError, match="THIDUA_REMOTE_PASSWORD, or by a netrc file"),
    ):
        get(server)


def test_environment_goes_before_the_netrc_file_which_is_asked_for_the_host_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine store.example.org login lan password bí-mật\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    both = {"THIDUA_REMOTE_USER": "minh", "THIDUA_REMOTE_PASSWORD": "x"}

    assert find("https://store.example.org/store", {}) == Credentials("lan", "bí-mật", "the netrc file")
    assert find("https://other.example.org/store", {}) is None
    given = find("https://store.example.org/store", both)
    assert given is not None
    assert (given.user, given.password) == ("minh", "x")


def test_netrc_file_is_not_sent_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login lan password x\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with faulty(lambda _: Answer()) as server:
        get(server)

    assert server.requests == [("GET", "/store", None)]


def test_half_of_the_credentials_is_an_error() -> None:
    with pytest.raises(RemoteStoreError, match="THIDUA_REMOTE_USER is set and THIDUA_REMOTE_PASSWORD is not"):
        find("http://127.0.0.1/", {"THIDUA_REMOTE_USER": "minh"})


@pytest.mark.parametrize(
    "url", ["", "store", "ftp://example.org/store", "http://", "http://example.org:port/", "file:///etc"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(RemoteStoreError, match="is no address"):
        checked(url)


def test_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(RemoteStoreError) as raised:
        checked("https://minh:secret@example.org/store")

    assert "secret" not in str(raised.value)
