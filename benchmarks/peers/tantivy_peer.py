"""tantivy: a full-text query finds the lots that share the words of a vacancy, NumPy judges these."""

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
import tantivy

from benchmarks.columns import Array, Columns
from benchmarks.peers.numpy_rules import Rules
from benchmarks.peers.protocol import Found
from portal.kernel.globe import EARTH_RADIUS_KM

_STEP = 0.5  # degrees
_LOCAL_KM = 80.0
_FIRST_LOOK = 2000
_BITS = (
    ("countries", "c"),
    ("sectors", "n"),
    ("tickets", "k"),
    ("languages", "l"),
    ("forms", "f"),
    ("shifts", "h"),
)


class Tantivy:
    """A full-text index in memory, one segment."""

    name = "tantivy"
    batch = 1
    tuned = (
        "One segment in memory. The words of a lot are the skills it counts, its occupation, and what it "
        "meets of countries, sectors, tickets, languages, shifts and forms; also each cell of half a degree "
        "that its radius touches. A vacancy requires all its words at once, without ranking them; the lots "
        "found are judged by every rule in NumPy."
    )

    def version(self) -> str:
        return version("tantivy")

    def load(self, columns: Columns) -> None:
        self._columns, self._rules = columns, Rules(columns)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
        builder.add_unsigned_field("lot", fast=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=1_000_000_000, num_threads=1)
        for lot, words in enumerate(_words_of_lots(columns)):
            document = tantivy.Document()
            document.add_text("words", words)
            document.add_unsigned("lot", lot)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def best(self, vacancies: Array) -> Sequence[Found]:
        return [self._rules.best(one, self._candidates(one)) for one in vacancies.tolist()]

    def _candidates(self, vacancy: int) -> Array:
        query = tantivy.Query.const_score_query(self._query(vacancy), 1.0)
        found: Any = self._searcher.search(query, limit=_FIRST_LOOK, count=True)
        if found.count > _FIRST_LOOK:
            found = self._searcher.search(query, limit=found.count, count=False)
        addresses = [address for _, address in found.hits]
        lots: Array = np.array(self._searcher.fast_field_values("lot", addresses), np.int64)
        return lots

    def _query(self, vacancy: int) -> Any:
        v, columns = self._columns.vacancies[vacancy], self._columns
        required = columns.required[vacancy].tolist()
        must = [f"s{skill}" for skill in required]
        must += [
            word for name, letter in _BITS if name != "forms" and not (name == "shifts" and v["any_shift"])
            for word in _words(letter, int(v[name]))
        ]  # fmt: skip
        either = [_words("f", int(v["forms"]))]
        if v["any_shift"]:
            either.append(_words("h", int(v["shifts"])))
        where = [_cell(_row(float(v["lat"])), _column(float(v["lon"]))), "wide"]
        either.append([*where, "moves"] if v["housed"] else where)
        if not required and not v["entry_level"]:
            near = np.flatnonzero(columns.nearness[:, v["occupation"]] >= 0.5).tolist()
            words = [f"o{one}" for one in near]
            desired = columns.desired[vacancy].tolist()
            words += [f"s{one}" for one in desired]
            words += [f"p{one}" for skill in desired for one in columns.parents[skill].tolist()]
            either.append(words)
        clauses = [(tantivy.Occur.Must, self._term(word)) for word in must]
        clauses += [(tantivy.Occur.Must, self._any(words)) for words in either]
        return tantivy.Query.boolean_query(clauses)

    def _term(self, word: str) -> Any:
        return tantivy.Query.term_query(self._schema, "words", word, "basic")

    def _any(self, words: Iterable[str]) -> Any:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(word)) for word in words])

    def servers(self) -> Sequence[int]:
        return ()

    def close(self) -> None:
        pass


def _words_of_lots(columns: Columns) -> Iterator[str]:
    lots, remembered = columns.lots, _Remembered()
    of_set: dict[int, str] = {}
    reach = np.degrees(lots["travel"] / EARTH_RADIUS_KM) + 1e-6
    squeeze = np.cos(np.radians(np.minimum(np.abs(lots["lat"]) + reach, 89.0)))
    south, north = (np.floor((lots["lat"] + by + 90) / _STEP).astype(int) for by in (-reach, reach))
    west, east = (
        np.floor((lots["lon"] + by + 180) / _STEP).astype(int) for by in (-reach / squeeze, reach / squeeze)
    )
    for at, lot in enumerate(lots):
        chosen = int(lot["skill_set"])
        if chosen not in of_set:
            held, kin = columns.counted[chosen].tolist(), columns.kin[chosen].tolist()
            of_set[chosen] = " ".join([*(f"s{one}" for one in held), *(f"p{one}" for one in kin)])
        words = [of_set[chosen], f"o{lot['occupation']}"]
        words += [remembered.words(letter, int(lot[name])) for name, letter in _BITS]
        if lot["travel"] > _LOCAL_KM:
            words.append("wide")
        else:
            words += [
                _cell(row, column)
                for row in range(south[at], north[at] + 1)
                for column in range(west[at], east[at] + 1)
            ]
            if lot["relocates"]:
                words.append("moves")
        yield " ".join(words)


class _Remembered:
    """Words of bits, put together once for each value."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], str] = {}

    def words(self, letter: str, bits: int) -> str:
        known = self._known.get((letter, bits))
        if known is None:
            known = self._known[letter, bits] = " ".join(_words(letter, bits))
        return known


def _words(letter: str, bits: int) -> list[str]:
    return [f"{letter}{at}" for at in range(bits.bit_length()) if bits >> at & 1]


def _row(latitude: float) -> int:
    return int(np.floor((latitude + 90) / _STEP))


def _column(longitude: float) -> int:
    return int(np.floor((longitude + 180) / _STEP))


def _cell(row: int, column: int) -> str:
    return f"g{row}x{column % int(360 / _STEP)}"
