"""The settings: one table with name, default and help. Each has an option and an environment variable `THIDUA_NAME`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Setting:
    """One setting. The type of its default is its type (true or false: a flag); a number has `least` for its least value."""

    name: str
    default: Path | str | int
    help: str
    least: int = 1
    most: int | None = None
    choices: tuple[str, ...] = ()
    """The values that there are, where they are few."""

    @property
    def variable(self) -> str:
        """The environment variable that gives it; an option on the command line goes before."""
        return f"THIDUA_{self.name.upper()}"

    @property
    def option(self) -> str:
        """The option that gives it, on the commands that it concerns."""
        return f"--{self.name.replace('_', '-')}"


SETTINGS: Final[dict[str, Setting]] = {
    setting.name: setting
    for setting in (
        Setting("store", Path("data"), "Directory of the store: its releases and the pointer to the current one."),
        Setting(
            "workers",
            0,
            "Processes that extract articles in a long build; 0 is one for each processor.",
            least=0,
        ),
        Setting("cluster_deadline", 30, "Seconds in which the cluster of --cluster must answer and have a worker."),
        Setting(
            "remote_timeout", 120, "Seconds without an answer after which a request to another store counts as lost."
        ),
        Setting(
            "remote_retries",
            5,
            "How often a request to another store that failed for a passing reason is sent again.",
            least=0,
        ),
        Setting("remote_batch", 50_000, "Triples of one request to another store; a larger graph takes several."),
        Setting("host", "127.0.0.1", "Address that the server listens on; 0.0.0.0 lets other machines in."),
        Setting("port", 8000, "TCP port that the server listens on.", most=65535),
        Setting("query_workers", 0, "Processes that answer queries; 0 is two for each processor.", least=0),
        Setting("query_seconds", 10, "Longest time that a query is computed; it is then ended and answered 503."),
        Setting("query_megabytes", 512, "Memory that one query may take beside the graph.", least=64),
        Setting("answer_bytes", 256 << 20, "Longest answer of a query, in bytes."),
        Setting("waiting", 64, "Queries that may wait for a worker; one more is answered 503.", least=0),
        Setting("waiting_seconds", 10, "Longest wait of a query for a worker."),
        Setting(
            "per_client", 16, "Queries of one client that may wait or run at the same time; one more is answered 429."
        ),
        Setting(
            "graph_in",
            "auto",
            "Whether the graph is queried in `memory` or on the `disk`; `auto` is memory where it fits.",
            choices=("auto", "memory", "disk"),
        ),
        Setting("memory_megabytes", 4096, "Largest graph that `auto` keeps in memory."),
        Setting("cache_megabytes", 64, "Memory for answers that are kept to be given again; 0 keeps none.", least=0),
        Setting(
            "engine", "", "Query endpoint of a store with a published release, to be asked in the local store's place."
        ),
        Setting("services", "", "File (TOML) that lists the endpoints which SERVICE may ask; empty: it is refused."),
        Setting(
            "proxies", 0, "Reverse proxies before the server whose X-Forwarded-For tells the client's address.", least=0
        ),
        Setting("write_token", "", "File with the token that updates and graph writes need; empty: nobody may write."),
        Setting("update_seconds", 60, "Longest time that an update is computed."),
        Setting("max_graph_bytes", 64 << 20, "Longest update, and largest graph, that is taken, in bytes."),
        Setting(
            "max_query_bytes", 128 * 1024, "Longest SPARQL query accepted, in bytes; a longer one is answered 413."
        ),
        Setting("page_size", 50, "Claims or search hits on one page of a long list."),
        Setting("group_size", 8, "Claims of one type on an entity's page before the link to all of them."),
        Setting("table_rows", 1000, "Rows that the HTML table of a query's answer shows; downloads carry all."),
        Setting("access_log", "", "File that a line of JSON is appended to for each request; - is standard error."),
        Setting("log_clients", False, "Log the addresses of clients, which are personal data."),
        Setting("log_queries", False, "Log the text of queries, which may be personal data."),
        Setting(
            "metrics",
            "local",
            "Who may read /metrics: this machine (local; not through a proxy), all, or nobody (off).",
            choices=("local", "all", "off"),
        ),
    )
}
"""Every setting by its name."""

BUILD: Final = ("workers", "cluster_deadline")
"""Names of the settings of the build."""

REMOTE: Final = ("remote_timeout", "remote_retries", "remote_batch")
"""Names of the settings of publishing to another store."""

SERVER: Final = (
    "host",
    "port",
    "query_workers",
    "query_seconds",
    "query_megabytes",
    "answer_bytes",
    "waiting",
    "waiting_seconds",
    "per_client",
    "graph_in",
    "memory_megabytes",
    "cache_megabytes",
    "engine",
    "services",
    "proxies",
    "write_token",
    "update_seconds",
    "max_graph_bytes",
    "max_query_bytes",
    "page_size",
    "group_size",
    "table_rows",
    "access_log",
    "log_clients",
    "log_queries",
    "metrics",
)
"""Names of the settings of the server, which are fields of `server.config.ServerConfig`."""
