"""What the server is told at its start: one frozen record, passed in by whoever starts it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph_store.pool.limits import Limits, Mode


@dataclass(frozen=True)
class ServerConfig:
    """Settings of the server; every field but `store` has a default that suits one machine."""

    store: Path
    """The store's directory, which holds the releases and the `current` pointer."""
    host: str = "127.0.0.1"
    """Address to listen on; the default is reached from this machine alone."""
    port: int = 8000
    """TCP port to listen on."""
    query_workers: int = 0
    """Processes that answer queries; 0 is two for each processor."""
    query_seconds: int = 10
    """Longest time that a query is computed; it is then ended and answered 503."""
    query_megabytes: int = 512
    """Memory that one query may take beside the graph."""
    answer_bytes: int = 256 << 20
    """Longest answer of a query."""
    waiting: int = 64
    """Queries that may wait for a worker; one more is answered 503."""
    waiting_seconds: int = 10
    """Longest wait of a query for a worker."""
    per_client: int = 16
    """Queries of one client that may wait or run at the same time; one more is answered 429."""
    graph_in: Mode = "auto"
    """Whether the graph is queried in `memory` or on the `disk`; `auto` is memory for one that fits `memory_megabytes`."""
    memory_megabytes: int = 4096
    """Largest graph kept in memory in mode `auto`."""
    cache_megabytes: int = 64
    """Memory for answers that are kept to be given again; 0 keeps none."""
    engine: str = ""
    """Query endpoint of a store elsewhere that holds a published release and is asked in the place of the local store."""
    services: str = ""
    """File that lists the endpoints which SERVICE may ask (`graph_store.federation.listing`); empty where it may ask none."""
    proxies: int = 0
    """Reverse proxies before the server whose X-Forwarded-For tells the client's address."""
    write_token: str = ""
    """File with the token that writes need; empty where nobody may write."""
    update_seconds: int = 60
    """Longest time that an update is computed."""
    max_graph_bytes: int = 64 << 20
    """Longest update, and largest graph, that is taken; a longer one is answered 413."""
    max_query_bytes: int = 128 * 1024
    """Longest SPARQL query accepted, in bytes of UTF-8; a longer one is answered 413."""
    page_size: int = 50
    """Claims or search hits on one page of a long list."""
    group_size: int = 8
    """Claims of one type shown on an entity's page before the link to all of them."""
    table_rows: int = 1000
    """Rows of a query's answer that the HTML table shows; the data formats carry all."""
    access_log: str = ""
    """File that the access log is appended to; `-` is standard error, empty is no log."""
    log_clients: bool = False
    """Whether the access log has the addresses of clients, which are personal data."""
    log_queries: bool = False
    """Whether the access log has the text of queries, which may be personal data."""
    metrics: str = "local"
    """Who may read `/metrics`: `local` is this machine, not through a proxy; `all`; `off`."""

    @property
    def limits(self) -> Limits:
        """What a query may cost."""
        return Limits(
            workers=self.query_workers,
            seconds=self.query_seconds,
            megabytes=self.query_megabytes,
            answer_bytes=self.answer_bytes,
            waiting=self.waiting,
            waiting_seconds=self.waiting_seconds,
            per_client=self.per_client,
        )

    @property
    def threads(self) -> int:
        """Requests answered at the same time: those whose queries run or wait, and some that need none."""
        return self.limits.processes + self.waiting + 16
