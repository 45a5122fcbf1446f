"""The limits of the server, as people and programs are told them: one table, to which a limit is added by a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from server.config import ServerConfig

Value = int | float | str


@dataclass(frozen=True)
class Limit:
    """One limit with its value; `name` is for programs, `unit` is empty where `value` has none."""

    name: str
    vi: str
    en: str
    value: Value
    unit: str

    def as_json(self) -> dict[str, Value]:
        """The members of its JSON object."""
        return {"name": self.name, "vi": self.vi, "en": self.en, "value": self.value, "unit": self.unit}


@dataclass(frozen=True)
class _Row:
    name: str
    vi: str
    en: str
    unit: str
    value: Callable[[ServerConfig], Value]


_TABLE: Final = (
    _Row("query_bytes", "Độ dài truy vấn", "Length of a query", "bytes", lambda config: config.max_query_bytes),
    _Row(
        "query_seconds",
        "Thời gian tính một truy vấn",
        "Computing a query",
        "seconds",
        lambda config: config.query_seconds,
    ),
    _Row(
        "query_megabytes", "Bộ nhớ của một truy vấn", "Memory of a query", "MB", lambda config: config.query_megabytes
    ),
    _Row("answer_bytes", "Độ dài câu trả lời", "Length of an answer", "bytes", lambda config: config.answer_bytes),
    _Row("waiting", "Số truy vấn cùng chờ", "Queries that wait", "queries", lambda config: config.waiting),
    _Row("waiting_seconds", "Thời gian chờ", "Waiting", "seconds", lambda config: config.waiting_seconds),
    _Row(
        "per_client",
        "Số truy vấn cùng lúc của một máy khách",
        "Queries of one client",
        "queries",
        lambda config: config.per_client,
    ),
    _Row("table_rows", "Số dòng của bảng HTML", "Rows of the HTML table", "rows", lambda config: config.table_rows),
    _Row(
        "service",
        "SERVICE (truy vấn điểm khác)",
        "SERVICE (asking other endpoints)",
        "",
        lambda config: "to those that are listed" if config.services else "refused",
    ),
    _Row(
        "update",
        "SPARQL Update",
        "SPARQL Update",
        "",
        lambda config: "with a token" if config.write_token else "refused",
    ),
)


_VI: Final = {
    "bytes": "byte",
    "seconds": "giây",
    "queries": "truy vấn",
    "rows": "dòng",
    "refused": "từ chối",
    "with a token": "khi có mã",
    "to those that are listed": "đến những điểm trong danh sách",
}
"""Units and values in Vietnamese."""


def limits(config: ServerConfig) -> list[Limit]:
    """The limits that `config` sets."""
    return [Limit(row.name, row.vi, row.en, row.value(config), row.unit) for row in _TABLE]


def in_words(config: ServerConfig) -> dict[str, str]:
    """The limits in one sentence of each language."""
    found = limits(config)
    vietnamese = (f"{one.vi}: {_VI.get(str(one.value), one.value)} {_VI.get(one.unit, one.unit)}" for one in found)
    english = (f"{one.en}: {one.value} {one.unit}" for one in found)
    return {
        "vi": f"Giới hạn: {'; '.join(map(str.rstrip, vietnamese))}.",
        "en": f"Limits: {'; '.join(map(str.rstrip, english))}.",
    }
