"""Likeness: how much of their text two articles share, told from small signatures of the texts.

A text is taken as its syllables in order, folded: case, tone placement, normalisation, punctuation and underscores don't
count, nor does a line of its head that is a date. What is compared are its shingles, runs of three syllables. The
likeness of two texts is the weighted Jaccard index of their sets of shingles, in which a shingle with a number weighs
sixteen times: two years' reports in the same words differ in their numbers. It is estimated by MinHash (Broder 1997): of
`_HASHES` hash functions, the share whose smallest value over the shingles is the same in both. The standard error is at
most 0.044. Of each value the lower 16 bits are kept, so that a signature has 256 bytes.
"""

from __future__ import annotations

import re
import zlib
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.readers.header import undated
from pipeline.view import fold_text

VERSION: Final = 1
"""Of the form and the meaning of signatures: those of other versions can't be compared with them."""

SAME: Final = 0.6
"""Likeness from which two texts are the same article. Measured in docs/extraction.md."""

_SHORT: Final = 50
"""Syllables below which only an equal text is the same article: a signature of so few shingles tells too little."""

_SHINGLE: Final = 3
_NUMBER_WEIGHT: Final = 16
_HASHES: Final = 128
_BAND: Final = 4
"""Values a band: texts that agree in all values of some band are compared (4 x 16 bits are one 64-bit key)."""
_AT_ONCE: Final = 2_048
"""Shingles hashed at once, so that memory stays flat and in the processor's cache."""
_COMPARED: Final = 50
"""Texts that agree in a band with many others are compared with this many of them, the first."""

_SYLLABLE = re.compile(r"[^\W_]+")


def _numbers(name: str, count: int) -> NDArray[np.uint64]:
    """Fixed numbers without a pattern; generators of random numbers may differ between versions of numpy."""
    digests = (blake2b(f"{name} {n}".encode(), digest_size=8).digest() for n in range(count))
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)


_FACTORS: Final = _numbers("factor", _HASHES) | np.uint64(1)
_TERMS: Final = _numbers("term", _HASHES)
_PLACES: Final = _numbers("place", _SHINGLE) | np.uint64(1)

FORM: Final = np.dtype([("text", "<u8"), ("syllables", "<u4"), ("values", "<u2", _HASHES)])
"""One signature as a record: digest of the syllables, their number, MinHash values."""

Signatures = NDArray[np.void]
"""Some signatures, an array of `FORM`."""

Repeats = dict[int, tuple[int, float]]
"""Of each text that repeats another, by its place: the place of the other, and how alike they are (0 to 1)."""


def signature(text: str) -> Signatures:
    """The signature of a text, one record of `FORM`, in time linear in its length. Lines of its head that are a date don't count.

    >>> bool((signature("Hoà Bình họp.") == signature("HÒA_BÌNH, họp")).all())
    True
    """
    syllables = _SYLLABLE.findall(fold_text(undated(text)))
    record = np.zeros(1, FORM)
    record["text"] = int.from_bytes(blake2b(" ".join(syllables).encode(), digest_size=8).digest(), "little")
    record["syllables"] = min(len(syllables), 2**32 - 1)
    shingles = _shingles(syllables)
    least = np.full(_HASHES, np.iinfo(np.uint64).max)
    for start in range(0, len(shingles), _AT_ONCE):
        hashed = shingles[start : start + _AT_ONCE] * _FACTORS[:, None] + _TERMS[:, None]
        np.minimum(least, hashed.min(axis=1), out=least)
    record["values"] = least & np.uint64(0xFFFF)  # the upper bits of the least of many values are mostly zero
    return record


def _shingles(syllables: list[str]) -> NDArray[np.uint64]:
    """A 64-bit hash of each shingle, of one with a number as many as it weighs; of a shorter text, one of the whole."""
    codes = {syllable: zlib.crc32(syllable.encode()) for syllable in set(syllables)}
    hashes = np.fromiter((codes[s] for s in syllables), np.uint64, len(syllables))
    numeric = np.fromiter((s[0].isdigit() for s in syllables), np.bool_, len(syllables))
    runs = max(len(syllables) - _SHINGLE + 1, 0)
    mixed, numbered = np.zeros(max(runs, 1), np.uint64), np.zeros(max(runs, 1), np.bool_)
    for place, factor in enumerate(_PLACES):
        part = slice(place, place + runs)
        mixed[:runs] += _spread(hashes[part]) * factor
        numbered[:runs] |= numeric[part]
    plain, heavy = np.unique(_spread(mixed[~numbered])), np.unique(_spread(mixed[numbered]))
    return np.concatenate([plain, *(_spread(heavy + np.uint64(copy)) for copy in range(_NUMBER_WEIGHT))])


def _spread(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A bijection that spreads over all 64 bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def repeats(signatures: Signatures, settled: int = 0) -> Repeats:
    """Which of some texts repeat which, told from their signatures in order of precedence.

    A text repeats the most alike one of those before it that repeat none themselves, where their likeness is at least `SAME` (of several
    equally alike ones, the first). So which texts are originals depends on the order given and on nothing else. The first `settled`
    texts are originals, whatever they are like.
    """
    _, first, group = np.unique(signatures["text"], return_index=True, return_inverse=True)
    equal = first[group]  # of each text, the first whose syllables are the same
    found = _near_repeats(signatures, equal, settled)
    for place in np.flatnonzero(equal != np.arange(len(equal))).tolist():
        if place >= settled:
            found[place] = found.get(int(equal[place]), (int(equal[place]), 1.0))
    return found


def _near_repeats(signatures: Signatures, equal: NDArray[np.intp], settled: int) -> Repeats:
    """`repeats`, among texts no two of which are equal."""
    chosen = np.flatnonzero((equal == np.arange(len(equal))) & (signatures["syllables"] >= _SHORT))
    values = np.ascontiguousarray(signatures["values"][chosen])
    later, earlier = _candidates(values)
    near: dict[int, list[tuple[float, int]]] = {}
    for start in range(0, len(later), 100_000):
        part = slice(start, start + 100_000)
        shares = (values[later[part]] == values[earlier[part]]).mean(axis=1)
        for pair in np.flatnonzero(shares >= SAME).tolist():
            place = int(chosen[later[start + pair]])
            if place >= settled:
                near.setdefault(place, []).append((-float(shares[pair]), int(chosen[earlier[start + pair]])))
    found: Repeats = {}
    for place in sorted(near):
        originals = [(share, other) for share, other in near[place] if other not in found]
        if originals:
            share, other = min(originals)
            found[place] = other, -share
    return found


def _candidates(values: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of rows, the later and the earlier, that agree in all values of a band; each pair once."""
    count = len(values)
    keys = values.view(np.uint64).reshape(count, _HASHES // _BAND)
    pairs = [np.zeros(0, np.int64)]
    for band in range(keys.shape[1]):
        order = np.argsort(keys[:, band], kind="stable").astype(np.int64)
        key = keys[order, band]
        positions = np.arange(count)
        starts = np.concatenate([[True], key[1:] != key[:-1]])[:count]
        run = np.maximum.accumulate(np.where(starts, positions, 0))
        for lag in range(_COMPARED):
            later = np.flatnonzero(run + lag < positions)
            if not len(later):
                break
            pairs.append(order[later] * count + order[run[later] + lag])
    each = np.unique(np.concatenate(pairs))
    return each // max(count, 1), each % max(count, 1)
