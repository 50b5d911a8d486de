"""Polars: one join of all vacancies with lots filed under skill and cell, then filters and a sort."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from benchmarks.columns import Array, Columns, Lists, named
from benchmarks.peers.keys import FAR_ONLY, NEAR_ONLY, Keys
from benchmarks.peers.protocol import TOP, Found
from portal.kernel.globe import EARTH_RADIUS_KM

_CHEAP = (
    "countries",
    "held",
    "first",
    "forms",
    "shifts",
    "tickets",
    "languages",
    "sectors",
    "currency",
    "pay",
)
_PLACE = ("lat", "lon", "travel", "relocates", "occupation")
_REST = ("last", "headcount", "busy_first", "busy_last", "busy_heads", "min_group")
_V_CHEAP = (*_CHEAP[:-1], "pay", "latest", "any_shift")
_V_PLACE = ("lat", "lon", "housed", "entry_level", "occupation", "requires")
_V_REST = ("first", "last", "headcount", "busy_first", "busy_last", "busy_heads", "min_group", "min_days")
_BEST = 1_000_000_000  # thousand millionths
_AT_ONCE = 5_000_000


class Polars:
    """Data frames in memory."""

    name = "Polars"
    batch = 20_000
    tuned = (
        "Lots are filed under each skill with a cell of half a degree, by four classes of radius (under each "
        "country those who would move or reach beyond 80 km); thousands of vacancies are joined at once on "
        "their rarest required skill and the cells around. Beside each lot filed stands a word of bits "
        "(shifts, forms, tickets, languages, countries as they fit) that turns most pairs away first. Other "
        "columns are fetched only for the pairs that are left, cheap gates first, then great circles, skills "
        "last, by joins with rows of skill sets."
    )

    def version(self) -> str:
        return pl.__version__

    def load(self, columns: Columns) -> None:
        self._columns, self._keys = columns, Keys(columns)
        filed = self._keys.filed()
        self._lots_by_key, self._words_by_key = pl.Series("lot", filed.lots), pl.Series("word", filed.words)
        words = self._keys.words
        self._every, self._some = pl.Series("every", words.every), pl.Series("some", words.some)
        starts = np.flatnonzero(np.diff(filed.keys, prepend=-1))
        self._index = pl.DataFrame(
            {
                "key": filed.keys[starts],
                "start": starts,
                "count": np.diff(starts, append=len(filed.keys)),
            }
        ).with_columns(pl.col("key").set_sorted())
        self._lots = _frame(columns.lots)
        self._by_rank = pl.Series(np.argsort(columns.lots["rank"]).astype(np.int32))
        self._vacancies = _frame(columns.vacancies).with_columns(
            pl.Series("requires", columns.required.sizes > 0)
        )
        self._nearness = pl.Series(columns.nearness.ravel())
        self._occupations = pl.Series(columns.occupations)
        self._counted, self._kin = (
            _keyed(one, len(columns.parents)) for one in (columns.counted, columns.kin)
        )
        self._counted = self._counted.with_columns(held=True)
        above = columns.parents
        self._above = pl.DataFrame(
            {"skill": above.owners.astype(np.int32), "concept": above.items.astype(np.int64)}
        )
        self._asked = pl.concat(
            [
                pl.DataFrame({"v": one.owners.astype(np.int32), "skill": one.items, "weight": weight})
                for one, weight in ((columns.required, 2.0), (columns.desired, 1.0))
            ]
        )

    def best(self, vacancies: Array) -> Sequence[Found]:
        sought = self._keys.sought(vacancies)
        found = pl.DataFrame(
            {"v": sought.vacancies.astype(np.int32), "key": sought.keys, "side": sought.sides}
        ).join(self._index, on="key")
        part_of = np.cumsum(found["count"].to_numpy()) // _AT_ONCE
        edges = [0, *(np.flatnonzero(np.diff(part_of)) + 1).tolist(), len(found)]
        best = self._scored(pl.concat(self._passing(found[one:other]) for one, other in pairwise(edges)))
        places = {int(one): at for at, one in enumerate(vacancies.tolist())}
        answers = [Found(np.zeros(0, np.int64), np.zeros(0)) for _ in places]
        for (v,), group in best.group_by("v", maintain_order=True):
            answers[places[int(str(v))]] = Found(group["lot"].to_numpy(), group["nano"].to_numpy() / 1e9)
        return answers

    def _passing(self, found: pl.DataFrame) -> pl.DataFrame:
        """Pairs under these keys that pass all gates but those on skills and occupation."""
        pairs = (
            found.select("v", "side", at=pl.int_ranges("start", pl.col("start") + pl.col("count")))
            .explode("at")
            .drop_nulls()
        )
        pairs = pairs.with_columns(
            self._words_by_key.gather(pairs["at"]),
            self._every.gather(pairs["v"]),
            self._some.gather(pairs["v"]),
        ).filter(
            pl.col("word") & pl.col("every") == pl.col("every"),
            pl.col("word") & pl.col("some") != 0,
        )
        pairs = pairs.select("v", "side", self._lots_by_key.gather(pairs["at"]).alias("lot"))
        pairs = self._with(pairs, _CHEAP, _V_CHEAP).filter(
            pl.col("countries") & pl.col("v_countries") != 0,
            ~pl.col("held") & ~pl.col("v_held"),
            pl.col("first") <= pl.col("v_latest"),
            pl.col("forms") & pl.col("v_forms") != 0,
            pl.when("v_any_shift")
            .then(pl.col("shifts") & pl.col("v_shifts") != 0)
            .otherwise(pl.col("shifts") & pl.col("v_shifts") == pl.col("v_shifts")),
            pl.col("tickets") & pl.col("v_tickets") == pl.col("v_tickets"),
            pl.col("languages") & pl.col("v_languages") == pl.col("v_languages"),
            pl.col("sectors") & pl.col("v_sectors") != 0,
            (pl.col("currency") != pl.col("v_currency")) | (pl.col("pay") <= pl.col("v_pay")),
        )
        pairs = self._with(pairs.select("v", "side", "lot", "first"), _PLACE, _V_PLACE)
        pairs = pairs.with_columns(_km()).with_columns(within=pl.col("km") <= pl.col("travel"))
        group = [self._occupations.gather(pairs[name]) // 100 for name in ("occupation", "v_occupation")]
        worth = pl.col("v_requires") | pl.col("v_entry_level") | pl.lit(group[0] == group[1])
        pairs = pairs.filter(
            pl.when("within").then(pl.col("side") != FAR_ONLY)
            .otherwise((pl.col("side") != NEAR_ONLY) & pl.col("relocates") & pl.col("v_housed") & worth)
        )  # fmt: skip
        kept = ("v", "lot", "first", "km", "travel", "within", "occupation", "v_occupation", "v_entry_level")
        first, last = pl.max_horizontal("first", "v_first"), pl.min_horizontal("last", "v_last")
        return (
            self._with(pairs.select(*kept), _REST, _V_REST)
            .with_columns(begin=first, end=last)
            .with_columns(
                covered=(pl.col("end") - pl.col("begin") + 1).clip(0),
                length=pl.col("v_last") - pl.col("v_first") + 1,
                free=_free(""),
                v_free=_free("v_"),
            )
            .filter(
                pl.col("covered") >= pl.min_horizontal("length", "v_min_days"),
                pl.min_horizontal("free", "v_free") >= pl.max_horizontal("min_group", "v_min_group"),
            )
            .select(*kept, "covered", "length", "free", "v_free")
        )

    def _scored(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """The best of pairs that pass all other gates."""
        size = len(self._columns.occupations)
        at = pairs["occupation"].cast(pl.Int64) * size + pairs["v_occupation"]
        near = pl.Series("near", self._nearness.gather(at))
        pairs = pairs.with_columns(near).with_columns(
            near=pl.when("v_entry_level").then(pl.max_horizontal("near", 0.5)).otherwise("near"),
            pair=pl.int_range(pl.len()),
        )
        set_of = self._lots["skill_set"].gather(pairs["lot"]).cast(pl.Int64)
        walk = pairs.select("pair", "v", base=set_of * len(self._columns.parents)).join(self._asked, on="v")
        walk = walk.with_columns(key=pl.col("base") + pl.col("skill")).join(
            self._counted, on="key", how="left"
        )
        missing = walk.filter(pl.col("held").is_null() & (pl.col("weight") == 2)).select("pair").unique()
        walk = walk.join(missing, on="pair", how="anti")
        related = (
            walk.filter(pl.col("held").is_null()).select("pair", "base", "skill", "weight")
            .join(self._above, on="skill")
            .select("pair", "skill", "weight", key=pl.col("base") + pl.col("concept"))
            .join(self._kin, on="key", how="semi")
            .unique(["pair", "skill"])
        )  # fmt: skip
        met = (
            pl.concat([
                walk.select("pair", "weight", met=pl.when(pl.col("held")).then("weight").otherwise(0.0)),
                related.select("pair", weight=pl.lit(0.0), met=pl.col("weight") * 0.5),
            ])
            .group_by("pair").agg(pl.col("met").sum(), pl.col("weight").sum())
        )  # fmt: skip
        return (
            pairs.join(missing, on="pair", how="anti")
            .join(met, on="pair", how="left")
            .with_columns(skills=(pl.col("met") / pl.col("weight")).fill_null(pl.col("near")))
            .filter((pl.col("near") >= 0.5) | (pl.col("skills") > 0))
            .select("v", order=(_BEST - _nano()) * len(self._by_rank) + self._ranks)
            .group_by("v")
            .agg(pl.col("order").bottom_k(TOP).sort())
            .explode("order")
            .select(
                "v",
                lot=(pl.col("order") % len(self._by_rank)).map_batches(self._by_rank.gather, pl.Int32),
                nano=_BEST - pl.col("order") // len(self._by_rank),
            )
        )

    @property
    def _ranks(self) -> pl.Expr:
        ranks = self._lots["rank"].cast(pl.Int64)
        return pl.col("lot").map_batches(ranks.gather, return_dtype=pl.Int64)

    def _with(self, pairs: pl.DataFrame, lots: Sequence[str], vacancies: Sequence[str]) -> pl.DataFrame:
        """The pairs with these facts of both sides, fetched by their places."""
        return pairs.with_columns(
            *(self._lots[name].gather(pairs["lot"]) for name in lots if name not in pairs.columns),
            *(self._vacancies[name].gather(pairs["v"]).alias(f"v_{name}") for name in vacancies
              if f"v_{name}" not in pairs.columns),
        )  # fmt: skip

    def servers(self) -> Sequence[int]:
        return ()

    def close(self) -> None:
        pass


def _frame(rows: Array) -> pl.DataFrame:
    return pl.DataFrame(named(rows))


def _keyed(lists: Lists, width: int) -> pl.DataFrame:
    """One row for each item of a list: the number of the list and the item as one key."""
    return pl.DataFrame({"key": lists.owners.astype(np.int64) * width + lists.items})


def _km() -> Any:
    here, there = pl.col("lat").radians(), pl.col("v_lat").radians()
    across = ((there - here) / 2).sin()
    along = ((pl.col("v_lon") - pl.col("lon")).radians() / 2).sin()
    half_chord = across * across + here.cos() * there.cos() * along * along
    return (2 * EARTH_RADIUS_KM * pl.min_horizontal(half_chord, 1.0).sqrt().arcsin()).alias("km")


def _free(side: str) -> pl.Expr:
    busy = (
        (pl.col(f"{side}busy_first") <= pl.col("end"))
        & (pl.col(f"{side}busy_last") >= pl.col("begin"))
        & (pl.col("begin") <= pl.col("end"))
    )
    taken = pl.when(busy).then(f"{side}busy_heads").otherwise(0)
    return (pl.col(f"{side}headcount") - taken).clip(0)


def _nano() -> pl.Expr:
    travel = pl.col("travel")
    reached = pl.when(travel > 0).then(1.0 - 0.5 * pl.col("km") / travel).otherwise(1.0)
    moved = 0.4 - 0.2 * pl.min_horizontal("km", 3000.0) / 3000.0
    distance = pl.when("within").then(reached).otherwise(moved)
    dates = pl.min_horizontal(1.0, pl.col("covered") / pl.col("length"))
    heads = (
        pl.when(pl.col("v_free") > 0)
        .then(pl.min_horizontal(1.0, pl.col("free") / pl.col("v_free")))
        .otherwise(0.0)
    )
    total = 0.45 * pl.col("skills") + 0.20 * pl.col("near") + 0.15 * distance + 0.10 * dates + 0.10 * heads
    return (total * 1e9).round().cast(pl.Int64)
