"""Asking an endpoint that misbehaves: whatever it does, it is over by the deadline, and the reason is told."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from ipaddress import ip_address
from typing import Any

import pytest

from graph_store.errors import RemoteStoreError
from graph_store.remote.asking import AskingError, Endpoint
from graph_store.remote.pinning import ForbiddenAddressError, is_public, pinned
from tests.speaking import Say, Speaker, drop, request_of, results, says, speaking

ANSWER = b'{"head":{},"boolean":true}'
WITHIN = 0.6


def ask(url: str, seconds: float = WITHIN, most: int = 1000) -> bytes:
    with Endpoint(url).ask("ASK {}", "*/*", time.monotonic() + seconds, most) as asked:
        return asked.read()


def silence(_: socket.socket, speaker: Speaker) -> None:
    speaker.ended.wait(30)


def begin_and_hang(connection: socket.socket, speaker: Speaker) -> None:
    connection.sendall(results(ANSWER)[:-5])
    speaker.ended.wait(30)


LATE: dict[str, Say] = {
    "silence": silence,
    "a head that comes byte by byte": lambda c, s: drop(c, s, b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000),
    "headers without end": lambda c, s: drop(c, s, b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500),
    "a body that comes byte by byte": lambda c, s: drop(c, s, results(b" " * 900)),
    "a body that stops": begin_and_hang,
    "chunks without end": lambda c, s: drop(
        c, s, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 200
    ),
    "a body without a length that stops": lambda c, s: drop(c, s, b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 900),
}


@pytest.mark.parametrize("say", LATE.values(), ids=LATE)
def test_an_endpoint_that_takes_its_time_is_cut_at_the_deadline(say: Say) -> None:
    with speaking(say) as speaker:
        began = time.monotonic()
        with pytest.raises(AskingError) as caught:
            ask(speaker.url)
    assert caught.value.why == "late"
    assert WITHIN <= time.monotonic() - began < 10  # not the 30 s of the endpoint


OTHER: dict[str, tuple[Say, str, str]] = {
    "closed at once": (lambda _c, _s: None, "unreachable", "connection"),
    "a body cut short": (says(results(ANSWER)[:-5]), "unreachable", "connection"),
    "chunks cut short": (
        says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"),
        "unreachable",
        "connection",
    ),
    "no HTTP": (says(b"SSH-2.0-x\r\n\r\n"), "unreachable", "connection"),
    "too long": (says(results(b" " * 1001)), "large", "longer than 1,000 bytes"),
    "coded unasked": (says(results(b"x", "text/csv", "Content-Encoding: gzip")), "unreadable", "gzip"),
    "moved": (
        says(b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n"),
        "refused",
        "moved to http://10.0.0.1/",
    ),
    "a malformed query": (
        says(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 5\r\n\r\nwrong"),
        "refused",
        "400 Bad Request",
    ),
    "too many requests": (says(b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"), "failed", "429"),
    "a fault": (says(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"), "failed", "500 Oops"),
}


@pytest.mark.parametrize(("say", "why", "reason"), OTHER.values(), ids=OTHER)
def test_why_there_is_no_answer_is_told(say: Say, why: str, reason: str) -> None:
    with speaking(say) as speaker, pytest.raises(AskingError, match=reason) as caught:
        ask(speaker.url, seconds=20)
    assert caught.value.why == why


def test_what_the_server_says_of_a_refusal_is_kept_within_bounds() -> None:
    said = b"x" * 100_000
    answer = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100000\r\n\r\n" + said
    with speaking(says(answer)) as speaker, pytest.raises(AskingError) as caught:
        ask(speaker.url, seconds=20, most=1 << 20)
    assert (caught.value.status, caught.value.said) == (400, "x" * 4096)


def test_nobody_there_is_told() -> None:
    with pytest.raises(AskingError, match="refused") as caught:
        ask("http://127.0.0.1:9/sparql")
    assert caught.value.why == "unreachable"


def test_a_connection_is_used_again() -> None:
    connections: list[int] = []

    def twice(connection: socket.socket, speaker: Speaker) -> None:
        connections.append(connection.fileno())
        answer = results(ANSWER).replace(b"Connection: close\r\n", b"")
        connection.sendall(answer)
        connection.recv(65536)
        connection.sendall(answer)

    with speaking(twice) as speaker:
        endpoint = Endpoint(speaker.url)
        for _ in range(2):
            with endpoint.ask("ASK {}", "*/*", time.monotonic() + 20, 1000) as asked:
                assert asked.read() == ANSWER
        endpoint.close()
    assert len(connections) == 1


def test_a_kept_connection_that_the_server_closes_as_it_is_used_again_is_made_anew() -> None:
    connections: list[int] = []

    def once(connection: socket.socket, speaker: Speaker) -> None:
        connections.append(connection.fileno())
        connection.sendall(results(ANSWER).replace(b"Connection: close\r\n", b""))
        connection.recv(65536)  # the next request, to which it says nothing

    with speaking(once) as speaker:
        endpoint = Endpoint(speaker.url)
        for _ in range(2):
            with endpoint.ask("ASK {}", "*/*", time.monotonic() + 20, 1000) as asked:
                assert asked.read() == ANSWER
        endpoint.close()
    assert len(connections) == 2


@pytest.mark.parametrize("url", ["ftp://x/", "http://", "//x/sparql", "http://user:secret@x/"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(RemoteStoreError):
        Endpoint(url)


PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:a00:1",
    "fe80::1",
    "fec0::1",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "2001:db8::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:5ef5:79fb:0:0:80ff:fffe",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_of_the_public_network_is_not_connected_to(address: str) -> None:
    assert not is_public(ip_address(address))
    with pytest.raises(ForbiddenAddressError):
        pinned(address, 80, 1, may_be_private=False)
    assert pinned(address, 80, 1, may_be_private=True) == str(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8", "2002:808:808::"])
def test_an_address_of_the_public_network_is(address: str) -> None:
    assert pinned(address, 80, 1, may_be_private=False) == str(ip_address(address))


def looked_up(*answers: str) -> Any:
    """A resolver that gives one answer after the other."""
    left = list(answers)

    def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        address = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    return getaddrinfo


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1"])
def test_a_name_of_this_machine_in_any_spelling_is_refused(host: str) -> None:
    """The last three are addresses to the system's resolver alone."""
    with pytest.raises(AskingError, match=r"no address of the public network|can't be found"):
        Endpoint(f"http://{host}/", may_be_private=False).ask("ASK {}", "*/*", time.monotonic() + 5, 100)


def test_a_name_that_changes_its_address_is_connected_to_where_it_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("socket.getaddrinfo", looked_up("8.8.8.8", "127.0.0.1"))
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    with pytest.raises(AskingError, match="refused"):
        Endpoint("http://x.example/", may_be_private=False).ask("ASK {}", "*/*", time.monotonic() + 5, 100)
    assert set(connected) == {"8.8.8.8"}


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: time.sleep(3) or [])
    began = time.monotonic()
    with pytest.raises(AskingError, match="has not been found within") as caught:
        ask("http://x.example/", seconds=0.3)
    assert caught.value.why == "late"
    assert time.monotonic() - began < 3


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate for `localhost` and its key, that nobody trusts."""
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = str(folder / "certificate.pem"), str(folder / "key.pem")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-out", certificate, "-keyout", key],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


def securely(certificate: tuple[str, str]) -> Say:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def say(connection: socket.socket, _: Speaker) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            request_of(secure)
            secure.sendall(results(ANSWER))

    return say


def test_a_certificate_is_checked_and_its_name_is_the_endpoints_though_its_address_is_connected_to(
    certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with speaking(securely(certificate), reads=False) as speaker:
        localhost = speaker.url.replace("http://127.0.0.1", "https://localhost")
        with pytest.raises(AskingError, match="no secure connection") as caught:
            ask(localhost, seconds=20)
        assert caught.value.why == "unreachable"
        monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
        assert ask(localhost, seconds=20) == ANSWER
        with pytest.raises(AskingError, match="no secure connection"):
            ask(speaker.url.replace("http:", "https:"), seconds=20)  # the certificate is not for 127.0.0.1


def test_a_handshake_that_never_ends_is_cut_at_the_deadline() -> None:
    with speaking(lambda c, s: drop(c, s, b"\x16\x03\x03\x3f\xff" + b"\0" * 1000), reads=False) as speaker:
        began = time.monotonic()
        with pytest.raises(AskingError) as caught:
            ask(speaker.url.replace("http:", "https:"))
    assert caught.value.why == "late"
    assert time.monotonic() - began < 10
