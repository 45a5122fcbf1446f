"""What the server is told at its start: one frozen record, passed in by whoever starts it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ServerConfig:
    """Settings of the server; every field but `store` has a default that suits one machine."""

    store: Path
    """The store's directory, which holds the releases and the `current` pointer."""
    host: str = "127.0.0.1"
    """Address to listen on; the default is reached from this machine alone."""
    port: int = 8000
    """TCP port to listen on."""
    threads: int = 4
    """Requests answered at the same time; each takes one blocking thread."""
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
