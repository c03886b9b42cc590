"""What will be paid to many CPTS, month by month."""

from collections.abc import Mapping
from datetime import date
from html import escape

import pandas as pd

from calculators import french
from calculators.aci.accord.statut import SYMBOLES, least_sure
from calculators.aci.droits.a_venir import find_horizons
from dashboard.charts.money import NATURES
from dashboard.charts.reading import ACI, MONTANTS, SANS_DENOMINATEUR, Reading
from dashboard.charts.style import AMBRE, BLEU, BRIQUE, GRIS, PIN, VIOLET, Chart, bar, draw, scatter
from dashboard.pages import VUE_ENSEMBLE
from dashboard.tables import Column

#: Colour and hatching change together, beside the word of the legend.
_HATCHES = {"totalite": "-", "avance": "", "solde": "/", "variable": "."}
_COLOURS = {"totalite": GRIS, "avance": PIN, "solde": BLEU, "variable": AMBRE, "reprise": BRIQUE}

HEIGHT = 360
MOST = 15
SANS_CPAM = "CPAM inconnue"


def paid_by_fund(versements: pd.DataFrame, cpam_of: Mapping[str, str], *, after: date) -> Chart:
    """What each fund pays by the end of the month, of the quarter, of twelve months. `versements`: rows of a_venir.keep_coming.

    `cpam_of`: CPTS → fund; two funds of one CPTS are written « A|B » and stay together, for none is known to pay alone.
    """
    month, quarter = find_horizons(after)
    days = pd.to_datetime(versements["date"])
    cents = versements["montant_centimes"]
    funds = versements["id_cpts"].astype(str).map(cpam_of).fillna(SANS_CPAM)
    frame = pd.DataFrame(
        {
            "cpam": funds,
            "id_cpts": versements["id_cpts"].astype(str),
            "mois": cents.where(days <= pd.Timestamp(month), 0),
            "trimestre": cents.where(days <= pd.Timestamp(quarter), 0),
            "annee": cents,
            "statut": versements["statut"].astype(str),
        }
    )
    sums = (
        frame.groupby("cpam")
        .agg(
            cpts=("id_cpts", "nunique"),
            mois=("mois", "sum"),
            trimestre=("trimestre", "sum"),
            annee=("annee", "sum"),
            statut=("statut", least_sure),
        )
        .sort_values(["trimestre", "annee"], ascending=False)
        .reset_index()
    )
    sums["nom"] = sums["cpam"].str.replace("|", " et ", regex=False)
    sums["lien"] = [
        escape(nom) if fund == SANS_CPAM or "|" in fund else VUE_ENSEMBLE.anchor(nom, cpam=fund)
        for fund, nom in zip(sums["cpam"], sums["nom"], strict=True)
    ]
    top = sums.head(MOST)
    # In thousands, small amounts would be written 0, 0, 0, 1.
    largest = float(top["trimestre"].max()) if len(top) else 0.0
    small = largest < 10 * 100_000
    unit, worth = ("€", 100) if small else ("k€", 100_000)
    trace = bar(
        orientation="h",
        y=top["nom"],
        x=top["trimestre"] / worth,
        marker={"color": PIN},
        text=[french.euros(v, cents=False) for v in top["trimestre"]],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y} : %{text}<extra></extra>",
    )
    most = max(largest / worth, 1.0)
    height = 84 + 26 * max(len(top), 2)
    figure = draw(
        [trace],
        height=height,
        named=False,
        xaxis={
            "title": {
                "text": f"d’ici le {french.day(quarter)}, en {'euros' if small else 'milliers d’euros'}",
                "standoff": 8,
            },
            "ticksuffix": f"{french.INSECABLE}{unit}",
            "tickformat": ",.0f",
            "range": [0, 1.14 * most],
        },
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    numbers = (
        Column("cpts", "CPTS payées en douze mois", "int"),
        Column("mois", f"D’ici le {french.day(month)}", "euros"),
        Column("trimestre", f"D’ici le {french.day(quarter)}", "euros"),
        Column("annee", "D’ici douze mois", "euros"),
        Column("statut", "Statut", "statut"),
    )
    return Chart(
        figure=figure,
        sentence=_funds_sentence(sums, quarter),
        table=sums,
        columns=(Column("lien", "CPAM", "html"), *numbers),
        height=height,
        exports=(Column("nom", "CPAM"), *numbers),
        reading=_reading(after),
    )


def _funds_sentence(sums: pd.DataFrame, quarter: date) -> str:
    due = sums[sums["trimestre"] > 0]
    if due.empty:
        return f"Aucune CPAM n’a de versement à faire d’ici le {french.day(quarter)}."
    said = [f"{nom} ({french.euros(v, cents=False)})" for nom, v in zip(due["nom"], due["trimestre"], strict=True)]
    total = french.euros(int(due["trimestre"].sum()), cents=False)
    shown = f" La figure montre les {MOST} premières, le tableau toutes." if len(sums) > MOST else ""
    return (
        f"{french.upper_first(french.count(len(due), 'CPAM verse', 'CPAM versent'))} {total} d’ici le {french.day(quarter)} ; les plus gros montants : "
        f"{french.enumerate_fr(said[:3])}.{shown}"
    )


def _reading(after: date) -> Reading:
    return Reading(
        unit="euros (M€ : millions, k€ : milliers)",
        direction="↔ sans jugement",
        denominator=SANS_DENOMINATEUR,
        source=ACI,
        not_provisional=MONTANTS,
        updated=after,
        definition="Versements calculés (avances, soldes, parts variables, reprises), à la date du calendrier de l’accord",
        caveats="Calendrier théorique : la caisse peut payer plus tard. Un total porte le statut de sa partie la moins sûre.",
    )


def payments_by_month(versements: pd.DataFrame, *, after: date, who: str) -> Chart:
    """Payments to come by month and nature. `versements`: rows of a_venir.keep_coming."""
    frame = versements.assign(mois=pd.to_datetime(versements["date"]).dt.to_period("M").dt.to_timestamp())
    sums = frame.groupby(["mois", "nature"], observed=True)["montant_centimes"].sum().reset_index()
    months = sorted(sums["mois"].unique())
    labels = [french.month_short(m).replace(french.INSECABLE, "<br>") for m in months]
    traces: list[dict] = []
    for nature in NATURES:
        part = sums[sums["nature"].astype(str).eq(nature)].set_index("mois")["montant_centimes"]
        if not len(part):
            continue
        values = part.reindex(months, fill_value=0)
        traces.append(
            bar(
                x=labels,
                y=values / 100_000_000,
                name=NATURES[nature],
                marker={
                    "color": _COLOURS.get(nature, VIOLET),
                    "pattern": {"shape": _HATCHES.get(nature, "x"), "fillmode": "overlay", "fgopacity": 0.5, "size": 7},
                },
                customdata=[french.euros(v, cents=False) for v in values],
                hovertemplate="%{x}<br>%{fullData.name} : %{customdata}<extra></extra>",
            )
        )
    totals = sums.groupby("mois")["montant_centimes"].sum().reindex(months)
    traces.append(
        scatter(
            x=labels,
            y=totals.clip(lower=0) / 100_000_000,
            mode="text",
            text=[f"{french.number(t / 100_000_000, 1)}" for t in totals],
            textposition="top center",
            showlegend=False,
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
    figure = draw(
        traces,
        height=HEIGHT,
        barmode="relative",
        bargap=0.25,
        xaxis={"showgrid": False},
        yaxis={
            "title": {"text": "millions d’euros", "standoff": 11},
            "ticksuffix": f"{french.INSECABLE}M€",
            "rangemode": "tozero",
        },
    )
    total = int(sums["montant_centimes"].sum())
    text = f"Aucun versement n’est à attendre pour {who} d’ici douze mois."
    if len(months):
        peak = int(totals.to_numpy().argmax())
        statut = least_sure(frame["statut"].astype(str))
        text = (
            f"D’ici {french.month(months[-1])}, {french.euros(total, cents=False)} sont à verser pour {who} ; le mois le plus "
            f"chargé est {french.month(totals.index[peak])} ({french.euros(totals.iloc[peak], cents=False)}). "
            f"Statut du total : {SYMBOLES[statut]} {statut}."
        )
    table = (
        frame.groupby(["mois", "nature"], observed=True)
        .agg(montant_centimes=("montant_centimes", "sum"), cpts=("id_cpts", "nunique"), statut=("statut", least_sure))
        .reset_index()
    )
    return Chart(
        figure=figure,
        sentence=text,
        table=table.assign(nature=table["nature"].astype(str).map(NATURES)),
        columns=(
            Column("mois", "Mois", "month"),
            Column("nature", "Nature"),
            Column("cpts", "CPTS", "int"),
            Column("montant_centimes", "Montant", "euros"),
            Column("statut", "Statut", "statut"),
        ),
        height=HEIGHT,
        reading=_reading(after),
    )
