"""The evidence check: every claim has evidence, and every quote stands in the stored text where it says."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from graph_store.description import Description
from graph_store.faults import Fault, Words
from ontology.names import OA, PROV, TD


def evidence_faults(description: Description, text: str) -> list[Fault]:
    """What is wrong between an article's graph and its stored text.

    Checked: each claim has evidence that has it for its body; `text[start:end]` is the quote, and its prefix and
    suffix stand beside it; the article's digest (SHA-256) is the text's. Offsets are code points, `end` exclusive.
    """
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    faults = [
        Fault(
            f"the graph was made from another text: its digest is {stated}, the stored text's {digest}",
            reason_vi=f"đồ thị được tạo từ một văn bản khác: mã của nó là {stated}, của văn bản được lưu là {digest}",
        )
        for stated in description.objects_of(TD.textDigest)
        if stated != digest
    ]
    for claim in description.claims:
        sentence = description.sentence(claim)
        faults += (Fault(words.en, claim, sentence, words.vi) for words in _claim_faults(description, claim, text))
    return faults


def _claim_faults(description: Description, claim: str, text: str) -> Iterator[Words]:
    if not description.values(claim, PROV.wasDerivedFrom):
        yield Words("it names no article that it comes from", "không ghi bài báo mà nó lấy từ")
    evidences = description.values(claim, TD.evidence)
    if not evidences:
        yield Words("it has no evidence", "không có dẫn chứng")
    for evidence in evidences:
        if claim not in description.values(evidence, OA.hasBody):
            yield Words(f"its evidence {evidence} has another body", f"dẫn chứng {evidence} có nội dung khác")
        yield from _quote_faults(description, evidence, text)


def _quote_faults(description: Description, evidence: str, text: str) -> Iterator[Words]:
    found: dict[str, list[str]] = defaultdict(list)
    for selector in description.selectors(evidence):
        for name in ("start", "end", "exact", "prefix", "suffix"):
            found[name] += description.values(selector, OA[name])
    numbers = [value for name in ("start", "end") for value in found[name] if value.isdecimal()]
    if len(numbers) != 2 or len(found["exact"]) != 1:
        yield Words(
            "its evidence needs one start, one end and one quote",
            "dẫn chứng cần một vị trí đầu, một vị trí cuối và một đoạn trích",
        )
        return
    start, end, quote = int(numbers[0]), int(numbers[1]), found["exact"][0]
    if start >= end or text[start:end] != quote:
        there = text[start : min(end, start + 80)]
        yield Words(
            f"its quote “{quote}” differs from the text at {start}:{end}, “{there}”",
            f"đoạn trích “{quote}” khác với văn bản tại {start}:{end}, “{there}”",
        )
    elif not all(text[:start].endswith(words) for words in found["prefix"]):
        yield Words(
            f"the text before {start} differs from the prefix of its quote",
            f"văn bản trước {start} khác với phần đứng trước đoạn trích",
        )
    elif not all(text[end:].startswith(words) for words in found["suffix"]):
        yield Words(
            f"the text after {end} differs from the suffix of its quote",
            f"văn bản sau {end} khác với phần đứng sau đoạn trích",
        )
