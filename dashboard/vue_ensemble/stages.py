"""At which stage the CPTS are, from first contact to signed contract."""

from collections.abc import Mapping

import pandas as pd

from calculators import french
from dashboard.charts.reading import SANS_SENS, Reading
from dashboard.charts.style import GRIS, PIN, Chart, bar, draw
from dashboard.tables import Column
from pipelines.catalogue import Etape


def stage_chart(followed: pd.DataFrame, stages: Mapping[str, Etape]) -> Chart:
    """CPTS by stage, the real ones apart. `followed`: etape and demonstration, a row per CPTS."""
    counts = (
        followed.assign(etape=followed["etape"].fillna(""))
        .groupby(["etape", "demonstration"])
        .size()
        .unstack(fill_value=0)
        .reindex(columns=[False, True], fill_value=0)
        .reindex([*stages, *([""] if followed["etape"].isna().any() else [])], fill_value=0)
    )
    names = [stages[c].libelle if c in stages else "Étape inconnue" for c in counts.index]
    traces: list[dict] = []
    for demo, name, colour in ((False, "réelles", PIN), (True, "démonstration", GRIS)):
        traces.append(
            bar(
                orientation="h",
                y=names,
                x=counts[demo],
                name=name,
                marker={"color": colour, "pattern": {"shape": "/" if demo else "", "fillmode": "overlay"}},
                text=[french.number(n) if n else "" for n in counts[demo]],
                textposition="outside" if demo else "auto",
                cliponaxis=False,
                hovertemplate="%{y} : %{x}<extra></extra>",
            )
        )
    height = 104 + 30 * len(names)
    figure = draw(
        traces,
        height=height,
        barmode="stack",
        xaxis={"showticklabels": False, "showgrid": False, "title": {"text": "nombre de CPTS", "standoff": 8}},
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    on_the_way = [
        f"{french.number(n)} à l’étape « {french.lower_first(name)} »"
        for code, name, n in zip(counts.index, names, counts.sum(axis=1), strict=True)
        if n and code not in ("contrat", "")
    ]
    total, signed = int(counts.to_numpy().sum()), int(counts.reindex(["contrat"], fill_value=0).to_numpy().sum())
    return Chart(
        figure=figure,
        sentence=f"{french.number(signed)} CPTS sur {french.number(total)} {french.plural(signed, 'a', 'ont')} signé "
        f"{french.plural(signed, 'son', 'leur')} contrat ; "
        f"{french.number(total - signed) if total > signed else 'aucune'} "
        f"{'sont' if total - signed > 1 else 'est' if total > signed else 'n’est'} en chemin"
        + (f" : {french.enumerate_fr(on_the_way)}." if on_the_way else "."),
        table=counts.reset_index().assign(nom=names).rename(columns={False: "reelles", True: "demo"}),
        columns=(
            Column("nom", "Étape"),
            Column("reelles", "Réelles", "int"),
            Column("demo", "Démonstration", "int"),
        ),
        height=height,
        reading=Reading(
            unit="nombre de CPTS",
            direction=SANS_SENS,
            denominator="toutes les CPTS suivies",
            source="catalogue des CPTS (étapes et dates connues)",
            definition="Étape de chaque CPTS, du premier contact au contrat signé",
        ),
    )
