"""A store that holds small counts in the clear, and its twins, told apart by nothing else than these counts."""

import dataclasses
import io
import re
import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipelines.store.catalogue_tables import replace_catalogue
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import month_file

NAMES = tuple(f"DEMO-{letter}" for letter in "ABCDEFGH")
MONTHS = [date(2025 + (m + 8) // 12, (m + 8) % 12 + 1, 1) for m in range(14)]  # September 2025 to October 2026
LAST = MONTHS[-1]
MISSIONS = ("acces", "parcours", "prevention", "accompagnement")
TARGETS = (
    ("ACC_MT_C2S", "acces", 0.06, 0.02),
    ("ACC_MT_70", "acces", 0.999, 0.90),
    ("ACC_URG", "acces", 0.30, 0.10),
    ("PAR_SORTIE", "parcours", 0.30, 0.80),
    ("PAR_INCL", "parcours", 1.0, 40.0),
    ("PRE_SEIN", "prevention", 0.01, 0.70),
    ("ACP_INSTALL", "accompagnement", 0.0, 10.0),
)
#: In a PDF: its two identities and the moments it was made and changed.
WRITTEN_AT = re.compile(rb"/ID\[.*?\]|D:\d{14}[^)]*|<(xmp:\w+Date|xmpMM:\w+ID)>[^<]*")
#: What is small: CPTS, indicator, month (None: all), then (numerator, denominator, value) as planted and in the twin.
SECRETS = (
    ("DEMO-A", "ACC_MT_C2S", LAST, (7, 300, 7 / 300), (3, 300, 3 / 300)),  # a count
    ("DEMO-B", "ACC_MT_70", LAST, (993, 1000, 0.993), (996, 1000, 0.996)),  # its complement
    ("DEMO-A", "PAR_SORTIE", date(2026, 3, 1), (0, 8, 0.0), (2, 5, 0.4)),  # a denominator, of a month that is summed
    ("DEMO-A", "PAR_SORTIE", LAST, (9, 40, 9 / 40), (4, 40, 4 / 40)),
    ("DEMO-C", "PAR_INCL", LAST, (None, None, 6), (None, None, 10)),  # a plain count
    ("DEMO-A", "ACP_INSTALL", LAST, (None, None, 3), (None, None, 1)),  # professionals: under 5
    ("DEMO-D", "PRE_SEIN", LAST, (None, None, 0.02), (None, None, 0.01)),  # a share alone, of 400 the months before
    ("DEMO-A", "ACC_URG", LAST, (9, 50_000, 0.18), (2, 50_000, 0.04)),  # a rate
)
CORRECTED = ("DEMO-C", "ACC_MT_C2S", date(2026, 9, 1), (5, 300, 5 / 300), (8, 300, 8 / 300))  # then corrected to 40


def planted(path: Path, *, others: bool = False) -> Store:
    """Eight invented CPTS with contracts and targets, fourteen months sent by the CPAM and by the CPTS, SECRETS among them.

    ``others``: with the other small counts and other comments on them, sent by the ordinary way, so that the files and their
    fingerprints differ too.
    """
    store = Store.open(path)
    signed = date(2024, 3, 15)
    replace_catalogue(
        store,
        cpts=pd.DataFrame(
            {
                "id_cpts": NAMES,
                "nom": [f"CPTS démo {name}" for name in NAMES],
                "nature": "cpts",
                "etape": "contrat",
                "cpam": "CPAM (démo)",
                "regions": "32",
                "population_contrat": 50_000,
                "population_insee": 50_000,
                "lat": [49.0 + rank / 10 for rank in range(len(NAMES))],
                "lon": 2.5,
            }
        ),
        contrats=pd.DataFrame(
            {
                "id_cpts": NAMES,
                "date_signature": signed,
                "annees": 5,
                "population": 50_000,
                "situation": [
                    {
                        "id_cpts": name,
                        "population": 50_000,
                        "date_signature": signed,
                        "annees": 5,
                        "missions": dict.fromkeys(MISSIONS, signed),
                    }
                    for name in NAMES
                ],
                "statut": "demonstration",
            }
        ),
        missions=pd.DataFrame([{"id_cpts": n, "mission": m, "debut": signed} for n in NAMES for m in MISSIONS]),
        objectifs=pd.DataFrame(
            [
                {"id_cpts": name, "annee_contrat": None, "indicateur": code, "mission": mission}
                | {"reference": ref, "cible": goal, "sens": "hausse" if goal > ref else "baisse"}
                for name in NAMES
                for code, mission, ref, goal in TARGETS
            ]
        ),
        demonstration=True,
    )
    for supplier in ("CPAM", "CPTS"):
        lines = [line for month in MONTHS for line in lines_of(supplier, month, others=others)]
        _send(store, lines, supplier, datetime(2026, 11, 10, 9))
    cpts, code, month, *_ = CORRECTED
    _send(store, [f"{cpts};{month:%Y-%m};{code};40;300;;"], "corrige", datetime(2026, 11, 12, 9))
    return store


def twin(store: Store, path: Path, *, hidden: bool = False) -> Store:
    """The same store with other small counts; ``hidden``: with what is there when the supplier sends them hidden."""
    other = Store.open(shutil.copytree(Path(store.identity), path))
    with other.write() as cursor:
        for cpts, code, month, before, after in (*SECRETS, CORRECTED):
            n, d, v = (None, None, None) if hidden else after
            facts = {"cpts": cpts, "code": code, "mois": month, "n": n, "d": d, "v": v}
            facts |= {
                "etat": "masquee" if hidden else "valeur",
                "marque": "secret" if hidden else None,
                "avant": before[2],
            }
            cursor.execute(
                """
                UPDATE observations SET numerateur = $n::DOUBLE, denominateur = $d::DOUBLE, valeur = $v::DOUBLE, etat = $etat,
                    marqueur = $marque, commentaire = CASE WHEN $etat = 'masquee' THEN NULL ELSE 'ou ' || $v END
                WHERE id_cpts = $cpts AND indicateur = $code AND mois = $mois AND version = 1
                """,
                facts,
            )
            assert cursor.rows(
                "SELECT count(*) FROM observations WHERE id_cpts = $cpts AND indicateur = $code AND mois = $mois", facts
            )[0][0]
    return other


def taken_apart(data: bytes) -> dict[str, bytes]:
    """What a file holds, without the moment it was written at: the parts of a workbook, a PDF as it is, or a text."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return {name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"}
    return {"": WRITTEN_AT.sub(b"", data) if data.startswith(b"%PDF") else data}


def told(answer) -> str:
    """Everything an answer holds, as text."""
    if isinstance(answer, pd.DataFrame):
        return answer.to_csv()
    if dataclasses.is_dataclass(answer):
        # The mark of a committed state tells two stores apart, not what they hold.
        kept = [f.name for f in dataclasses.fields(answer) if f.name != "snapshot"]
        return "\n".join(f"{name}: {told(getattr(answer, name))}" for name in kept)
    if isinstance(answer, dict):
        return "\n".join(f"{key}: {told(value)}" for key, value in answer.items())
    if isinstance(answer, (list, tuple)):
        return "\n".join(map(told, answer))
    if isinstance(answer, bytes):
        return repr(taken_apart(answer))
    return repr(answer)


def lines_of(supplier: str, month: date, *, others: bool = False) -> list[str]:
    """The lines that a supplier sends for a month."""
    rank = 4 if others else 3
    small = {secret[:2]: secret[rank] for secret in (*SECRETS, CORRECTED) if secret[2] == month}
    usual = {
        "CPAM": {
            "ACC_MT_C2S": (30, 300),
            "ACC_MT_70": (950, 1000),
            "ACC_URG": (600, 50_000),
            "PRE_SEIN": (240, 400),
            "PRE_COL": (500, 1000),
        },
        "CPTS": {"PAR_SORTIE": (60, 120), "PAR_INCL": (30,), "ACP_INSTALL": (7,)},
    }[supplier]
    lines = []
    for rank, name in enumerate(NAMES):
        for code, counts in usual.items():
            row = small.get((name, code))
            if row is None:
                row = (
                    (counts[0] + rank + month.month, counts[1], None)
                    if len(counts) == 2
                    else (None, None, 7 + rank + counts[0])
                )
            n, d, v = row
            if n is not None:
                v = None
            note = ("petits effectifs" if others else "petit effectif") if (name, code) in small else ""
            cells = ["" if x is None else str(x).replace(".", ",") for x in (n, d, v)]
            lines.append(";".join([name, f"{month:%Y-%m}", code, *cells, note]))
    return lines


def _send(store: Store, lines: list[str], name: str, when: datetime) -> None:
    done = deposit(
        store,
        Scope.local(),
        month_file(*lines),
        f"{name}.csv",
        auteur=f"{name} (démo)",
        demonstration=True,
        maintenant=when,
    )
    assert done.rejetees == 0 and done.etat == "actif", done.as_json()
