"""Why a total moved between two computations: from one total to the other, cause by cause."""

from collections.abc import Mapping

import pandas as pd

from calculators import french
from dashboard.charts.reading import EUROS
from dashboard.charts.style import AMBRE, BLEU, BRIQUE, GRIS, PIN, Chart, bar, draw, scatter
from dashboard.tables import Column

#: The causes in the order in which they are switched (calculators.aci.et_si.decomposition.CAUSES), as the screens name them.
CAUSES = {
    "regles": "Règles",
    "corrections": "Données corrigées",
    "premieres": "Premières observations",
    "performance": "Résultats",
    "calendrier": "Calendrier",
}
MEANING = {
    "regles": "une autre version de l’accord s’applique",
    "corrections": "des valeurs déjà observées ont été corrigées entre les deux jours",
    "premieres": "ce qui n’avait encore aucune valeur est observé pour la première fois : ni progrès ni recul",
    "performance": "ce qui était déjà observé a des mois nouveaux",
    "calendrier": "dates, missions, population : la saisie de gauche diffère du contrat enregistré",
}
HEIGHT = 330


def write_signed(cents: int) -> str:
    """A difference with its sign: « +1 234,00 € », « −12,50 € », « 0,00 € »."""
    return f"{'+' if cents > 0 else ''}{french.euros(cents)}"


def draw_gaps(row: Mapping[str, int], *, mark: str = "") -> Chart:
    """The way from `avant` to `apres`. `row`: avant, one amount of cents by cause, apres; `mark`: symbol of the totals.

    The totals are points on a zoomed axis, the causes bars from one running total to the next: no length lies.
    """
    labels, low, length, colours, texts, running = [], [], [], [], [], int(row["avant"])
    ends = [running]
    for code, label in CAUSES.items():
        moved = int(row[code])
        labels.append(label)
        low.append(running / 100)
        length.append(moved / 100)
        colours.append(PIN if moved > 0 else BRIQUE if moved < 0 else GRIS)
        texts.append(write_signed(moved))
        running += moved
        ends.append(running)
    span = max(ends) - min(ends)
    margin = max(0.28 * span, 0.004 * max(ends, default=0), 10_000)
    names = ["Avant", *labels, "Après"]
    traces = [
        bar(
            orientation="h",
            y=labels,
            x=length,
            base=low,
            marker={
                "color": colours,
                "pattern": {"shape": ["/" if c == BRIQUE else "" for c in colours], "fillmode": "overlay"},
            },
            text=texts,
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y} : %{text}<extra></extra>",
        ),
        scatter(
            x=[int(row["avant"]) / 100, int(row["apres"]) / 100],
            y=["Avant", "Après"],
            mode="markers+text",
            marker={"symbol": "diamond", "size": 14, "color": [BLEU, AMBRE]},
            text=[french.euros(int(row[name])) + mark for name in ("avant", "apres")],
            textposition="middle right",
            cliponaxis=False,
            hovertemplate="%{y} : %{text}<extra></extra>",
        ),
    ]
    figure = draw(
        traces,
        height=HEIGHT,
        named=False,
        xaxis={
            "ticksuffix": f"{french.INSECABLE}€",
            "tickformat": ",.0f",
            "nticks": 6,
            "range": [(min(ends) - margin) / 100, (max(ends) + 1.8 * margin) / 100],
        },
        yaxis={"showgrid": False, "categoryorder": "array", "categoryarray": names, "range": [len(names) - 0.5, -0.5]},
    )
    return Chart(
        figure=figure,
        sentence=_sentence(row),
        table=_table(row),
        columns=(
            Column("etape", "Étape"),
            Column("montant", "Montant", "euros"),
            Column("cumul", "Total du contrat", "euros"),
            Column("sens", "Pourquoi"),
        ),
        height=HEIGHT,
        reading=EUROS,
    )


def _table(row: Mapping[str, int]) -> pd.DataFrame:
    running = int(row["avant"])
    rows = [{"etape": "Avant", "montant": pd.NA, "cumul": running, "sens": "le premier calcul"}]
    for code, label in CAUSES.items():
        running += int(row[code])
        rows.append(
            {
                "etape": label,
                "montant": int(row[code]),
                "cumul": running,
                "sens": MEANING[code] if row[code] else "sans effet ici",
            }
        )
    total = int(row["apres"]) - int(row["avant"])
    rows.append(
        {"etape": "Après", "montant": total, "cumul": int(row["apres"]), "sens": "le second calcul, et l’écart"}
    )
    return pd.DataFrame(rows).astype({"montant": "Int64"})


def _sentence(row: Mapping[str, int]) -> str:
    before, after = int(row["avant"]), int(row["apres"])
    moved = {label: int(row[code]) for code, label in CAUSES.items() if row[code]}
    if not moved:
        return f"Rien n’a changé : {french.euros(after)} dans les deux calculs."
    parts = [f"{french.lower_first(label)} {write_signed(cents)}" for label, cents in moved.items()]
    gap = write_signed(after - before) if after != before else "aucun écart au total, car les causes se compensent"
    return (
        f"Le total du contrat passe de {french.euros(before)} à {french.euros(after)} ({gap}) : "
        f"{french.enumerate_fr(parts)}. Ces parts font l’écart au centime."
    )
