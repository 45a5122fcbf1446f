"""Metrics in the form of Prometheus. Every label has few values: nothing that a client sends becomes one.

Each application has a `Metrics` and a registry of its own, so that several can live in one process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from graph_store.errors import StoreError
from graph_store.federation.engine import FederatingEngine
from graph_store.federation.services import OUTCOMES as SERVICE_OUTCOMES
from graph_store.federation.services import Services
from graph_store.pool.engine import PoolEngine
from graph_store.pool.handle import CAUSES
from graph_store.pool.opening import TwofoldEngine
from graph_store.release import RELEASE_ID, begun
from graph_store.remote.engine import RemoteEngine
from server.answer_cache import AnswerCache
from server.record import OUTCOMES, Outcome, RequestRecord
from server.source import Source

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """What is counted and measured. A `Metrics` is a sink of `server.watching`; the pool and the cache are looked at when it is read."""

    def __init__(
        self,
        source: Source,
        cache: AnswerCache | None = None,
        services: Services | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.registry = registry = CollectorRegistry()
        self._queries = Counter("thidua_queries", "SPARQL queries by how they ended.", ["outcome"], registry=registry)
        self._query_seconds = Histogram(
            "thidua_query_seconds", "Seconds until the answer to a SPARQL query was begun.",
            buckets=_BUCKETS, registry=registry,
        )  # fmt: skip
        self._requests = Histogram(
            "thidua_http_request_seconds", "Seconds until a request was answered whole, or given up.",
            ["route", "method", "status"], buckets=_BUCKETS, registry=registry,
        )  # fmt: skip
        self._sent = Counter("thidua_http_sent_bytes", "Bytes of bodies sent.", registry=registry)
        for outcome in OUTCOMES:
            self._queries.labels(outcome)  # a series that is there from the beginning can be alerted on
        registry.register(_ReleaseCollector(source, clock))
        registry.register(_PoolCollector(source))
        if cache is not None:
            registry.register(_CacheCollector(cache))
        if services:
            registry.register(_ServiceCollector(services))
        ProcessCollector(registry=registry)

    def __call__(self, record: RequestRecord) -> None:
        """Count a request that has ended."""
        method = record.method if record.method in _METHODS else "other"
        labels = (record.route or "none", method, f"{record.status // 100}xx")
        self._requests.labels(*labels).observe(record.seconds)
        self._sent.inc(record.sent)
        if record.query is not None:
            self.query_ended(record.outcome or "fault", record.ready)

    def query_ended(self, outcome: Outcome, seconds: float) -> None:
        """Count a query; `seconds` until its answer was begun."""
        self._queries.labels(outcome).inc()
        self._query_seconds.observe(seconds)

    def written(self, accept: str | None) -> tuple[bytes, str]:
        """All metrics and their content type: OpenMetrics where `accept` asks for it, else the text format."""
        encode, content_type = choose_encoder(accept or "")
        return encode(self.registry), content_type


class _ReleaseCollector(Collector):
    """The release that is served, looked for when the metrics are read."""

    def __init__(self, source: Source, clock: Callable[[], float]) -> None:
        self._source = source
        self._clock = clock

    def collect(self) -> Iterator[Metric]:
        info = GaugeMetricFamily("thidua_release_info", "The release that is served.", labels=["release"])
        age = GaugeMetricFamily("thidua_release_age_seconds", "Seconds since the release that is served was begun.")
        try:
            release = self._source.current().release
        except StoreError:
            release = ""
        if release:
            info.add_metric([release], 1)
            if RELEASE_ID.match(release):
                age.add_metric([], max(0.0, self._clock() - begun(release).timestamp()))
        yield info
        yield age

    def describe(self) -> list[Metric]:
        return []  # registering must not look for a release


class _PoolCollector(Collector):
    """The workers of the release that is served; an engine in the server's own process has none. A new release counts from 0."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def collect(self) -> Iterator[Metric]:
        try:
            engine = self._source.current().engine
        except StoreError:
            return
        if isinstance(engine, FederatingEngine):
            engine = engine.inner
        if not isinstance(engine, (PoolEngine, TwofoldEngine, RemoteEngine)):
            return
        yield GaugeMetricFamily("thidua_workers_busy", "Workers that are answering a query.", value=engine.busy)
        yield GaugeMetricFamily("thidua_queries_waiting", "Queries that wait for a worker.", value=engine.waiting)
        if isinstance(engine, TwofoldEngine):
            yield GaugeMetricFamily(
                "thidua_graph_in_memory",
                "Whether the union of all graphs is in memory yet.",
                value=int(engine.in_memory),
            )
        if isinstance(engine, RemoteEngine):
            return  # its workers are the store's own
        restarts = CounterMetricFamily(
            "thidua_worker_restarts",
            "Workers replaced: killed at a bound, ended by a signal (memory, stack), or of themselves.",
            labels=["cause"],
        )
        for cause in CAUSES:
            restarts.add_metric([cause], engine.restarts[cause])
        yield restarts

    def describe(self) -> list[Metric]:
        return []


class _CacheCollector(Collector):
    """The answers that are kept."""

    def __init__(self, cache: AnswerCache) -> None:
        self._cache = cache

    def collect(self) -> Iterator[Metric]:
        lookups = CounterMetricFamily("thidua_cache_lookups", "Look-ups in the cache of answers.", labels=["result"])
        lookups.add_metric(["hit"], self._cache.hits)
        lookups.add_metric(["miss"], self._cache.misses)
        yield lookups
        yield GaugeMetricFamily("thidua_cache_bytes", "Bytes of answers in the cache.", value=self._cache.size)

    def describe(self) -> list[Metric]:
        return []


class _ServiceCollector(Collector):
    """The endpoints that SERVICE asks, by how that ended. They are those that the maintainer lists."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        asked = CounterMetricFamily(
            "thidua_service_requests", "Queries put to listed endpoints by SERVICE.", labels=["endpoint", "outcome"]
        )
        for service in self._services.all():
            for outcome in SERVICE_OUTCOMES:
                asked.add_metric([service.listed.iri, outcome], service.asked[outcome])
        yield asked

    def describe(self) -> list[Metric]:
        return []
