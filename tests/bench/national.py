"""A national file of the largest size foreseen, invented: 800 CPTS, 25 indicators, 60 months, as French Excel writes it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pipelines.catalogue import Catalogue, load_catalogue
from pipelines.store.catalogue_tables import replace_catalogue
from pipelines.store.connection import Store

CPTS, INDICATORS, MONTHS = 800, 25, 60
LAST_MONTH = "2026-10"


def national_catalogue() -> Catalogue:
    """The reference catalogue with made-up indicators beside its own until there are INDICATORS."""
    catalogue = load_catalogue()
    known = dict(catalogue.indicateurs)
    models = [i for i in known.values() if i.type == "proportion"]
    for rank in range(INDICATORS - len(known)):
        model = models[rank]
        code = f"{model.code}_B"
        known[code] = replace(model, code=code, libelle=f"{model.libelle} (bis)", court=f"{model.court[:26]} (bis)")
    return replace(catalogue, indicateurs=known)


def national_cpts(count: int = CPTS) -> pd.DataFrame:
    """The columns of the store's table of CPTS that a check reads: id_cpts, nom, date_signature."""
    ranks = range(1, count + 1)
    return pd.DataFrame(
        {
            "id_cpts": [f"CPTS-{rank:04d}" for rank in ranks],
            "nom": [f"CPTS du territoire {rank}" for rank in ranks],
            "date_signature": pd.Timestamp("2020-03-01"),
        }
    )


def national_file(
    catalogue: Catalogue,
    *,
    cpts: int = CPTS,
    months: int = MONTHS,
    seed: int = 4,
    last: str = LAST_MONTH,
    steady: bool = False,
) -> bytes:
    """One line per CPTS, indicator and month, by month: UTF-8 with BOM, semicolons, CRLF, decimal commas, days as months.

    Of the shares, one indicator in four is sent as a percentage alone and one in four with spaces between thousands;
    two cells in a hundred are hidden; every line bears the remark an extraction adds. ``steady``: each series stays about
    its own level, the same for every seed, as those of a file that goes on from another.
    """
    random = np.random.default_rng(seed)
    indicators = list(catalogue.indicateurs.values())
    first = pd.Period(last, "M") - (months - 1)
    ids = national_cpts(cpts)["id_cpts"].tolist()
    days = [f"01/{(first + m).month:02d}/{(first + m).year}" for m in range(months)]
    remarks = [f"SNDS, extraction nationale du {(first + m):%m/%Y}, consolidée" for m in range(months)]
    per_month = cpts * len(indicators)
    size = months * per_month
    rank = np.tile(np.arange(len(indicators)), cpts * months)
    kinds = np.array([i.type for i in indicators])[rank]
    low, high = (np.array([i.bornes[side] for i in indicators])[rank] for side in (0, 1))
    drawn = np.random.default_rng(0) if steady else random
    population = np.repeat(np.tile(drawn.integers(3_000, 90_000, cpts), months), len(indicators))
    population = population + random.integers(0, 400, size)
    level = np.tile(drawn.uniform(0.1, 0.85, per_month), months) if steady else random.uniform(0.05, 0.9, size)
    share = low + (high - low) * (level + random.uniform(-0.01, 0.01, size) if steady else level)
    pair = np.isin(kinds, ("proportion", "taux_1000"))
    scale = np.where(kinds == "taux_1000", 1000, 1)
    numerator = np.floor(population * share / scale).astype(np.int64)
    percent = (kinds == "proportion") & (rank % 4 == 1)
    spaced = pair & ~percent & (rank % 4 == 2)
    hidden = random.random(size) < 0.02
    count = np.floor(np.minimum(share, 3_000)).astype(np.int64)
    whole = [_texts(numerator, spaced), _texts(population, spaced)]
    yes = np.where(share > (low + high) / 2, "réalisé", "non")
    tenth = np.floor(share * 1000).astype(np.int64)
    shares = pa.array([f"{t // 10},{t % 10} %" for t in range(1_001)]).take(pa.array(np.clip(tenth, 0, 1_000)))
    value = pc.if_else(kinds == "compte", pa.array(count).cast("string"), pa.array(yes.astype(object)))
    value = pc.if_else(percent, shares, pc.if_else(pair, "", value))
    value = pc.if_else(hidden & ~pair | hidden & percent, "NS", value)
    counted = pair & ~percent
    table = pa.table(
        {
            "id_cpts": pa.array(ids).take(pa.array(np.tile(np.repeat(np.arange(cpts), len(indicators)), months))),
            "mois": pa.array(days).take(pa.array(np.repeat(np.arange(months), per_month))),
            "indicateur": pa.array([i.code for i in indicators]).take(pa.array(rank)),
            "numerateur": pc.if_else(counted, pc.if_else(hidden, "< 11", whole[0]), ""),
            "denominateur": pc.if_else(counted, whole[1], ""),
            "valeur": value,
            "commentaire": pa.array(remarks).take(pa.array(np.repeat(np.arange(months), per_month))),
        }
    )
    sink = pa.BufferOutputStream()
    options = pa.csv.WriteOptions(include_header=False, delimiter=";", quoting_style="none")
    pa.csv.write_csv(table, sink, options)
    header = ";".join(table.column_names)
    return ("\ufeff" + header + "\r\n").encode() + sink.getvalue().to_pybytes().replace(b"\n", b"\r\n")


def _texts(numbers: np.ndarray, spaced: np.ndarray) -> pa.Array:
    plain = pa.array(numbers).cast("string")
    parted = pc.replace_substring_regex(plain, r"(\d)(\d{3})$", "\\1\u202f\\2")
    return pc.if_else(spaced, parted, plain)


def national_store(folder: Path, catalogue: Catalogue) -> Store:
    """A new store that knows the national CPTS and their contracts, and holds no observation."""
    store = Store.open(folder, catalogue=catalogue)
    known = national_cpts()
    rng = range(len(known))
    replace_catalogue(
        store,
        cpts=known[["id_cpts", "nom"]].assign(
            nature="cpts", population_contrat=[20_000 + 200 * r for r in rng], population_insee=None
        ),
        contrats=known[["id_cpts", "date_signature"]].assign(annees=5, situation="{}", statut="demonstration"),
        missions=pd.DataFrame(),
        objectifs=pd.DataFrame(),
        demonstration=True,
    )
    return store
