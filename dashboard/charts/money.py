"""The euros of one contract: a cascade of the droits, a calendar of the receipts."""

from collections.abc import Mapping

import pandas as pd

from calculators import french
from calculators.aci.accord.statut import ATTESTE, RECONSTITUE, SYMBOLES, least_sure
from dashboard.charts.reading import EUROS
from dashboard.charts.style import AMBRE, BLEU, BRIQUE, GRIS, PIN, VIOLET, Chart, bar, draw, scatter
from dashboard.tables import Column

VOLETS = {"fixe": "volet fixe", "variable": "volet variable", "majoration": "majoration"}
#: The kinds of payments, in the order of the legend; see calculators.aci.droits.versements.NATURES.
NATURES = {
    "totalite": "fonctionnement, en une fois",
    "avance": "avance",
    "solde": "solde",
    "variable": "volet variable",
    "majoration": "majoration",
    "lettre_intention": "lettre d’intention",
    "reprise": "reprise",
}
_NATURE_COLOURS = {"totalite": GRIS, "avance": PIN, "solde": BLEU, "variable": AMBRE, "reprise": BRIQUE}
_UNSURE = ("reconstitué", "proposé")


def _pattern(statuts: "pd.Series[str]") -> dict:
    """Hatching on amounts that are not read in a text; the label repeats it with the symbol."""
    shapes = ["/" if s in _UNSURE else "" for s in statuts]
    return {"shape": shapes, "fillmode": "overlay", "fgcolor": "#ffffff", "fgopacity": 0.5, "size": 7, "solidity": 0.25}


def _symbol(statut: str) -> str:
    return f" {SYMBOLES[statut]}" if statut in _UNSURE else ""


def post(mission: str, volet: str, missions: Mapping[str, str]) -> str:
    """The name of one line of entitlement: « Accès aux soins, volet fixe »."""
    if mission == "lettre_intention":
        return "Aide à la lettre d’intention"
    if mission == "fonctionnement":
        return "Fonctionnement" if volet == "fixe" else "Fonctionnement, majoration"
    return f"{missions.get(mission, mission)}, {VOLETS.get(volet, volet)}"


def cascade(lignes: pd.DataFrame, *, missions: Mapping[str, str], title: str) -> Chart:
    """Droits added up post by post to the total.

    `lignes`: rows of entitlement (mission, volet, montant_centimes, statut, connue) of one CPTS, one year or several.
    `missions`: short names by code, in display order. `title` names the period in the sentence (« l’année 1 »).
    """
    order = {code: rank for rank, code in enumerate(["fonctionnement", *missions])}
    lignes = lignes.astype({"mission": "str", "volet": "str", "statut": "str"})
    unknown = bool((~lignes["connue"]).any())
    lignes = lignes[lignes["montant_centimes"].ne(0)]
    sums = (
        lignes.groupby(["mission", "volet"], sort=False)
        .agg(montant_centimes=("montant_centimes", "sum"), statut=("statut", least_sure))
        .reset_index()
    )
    sums = sums.sort_values(
        ["mission", "volet"], key=lambda s: s.map(order).fillna(99) if s.name == "mission" else s, ignore_index=True
    )
    sums["poste"] = [post(m, v, missions) for m, v in zip(sums["mission"], sums["volet"], strict=True)]
    total = int(sums["montant_centimes"].sum())
    statut = least_sure(sums["statut"]) if len(sums) else ATTESTE
    bars = pd.concat(
        [
            sums,
            pd.DataFrame([{"mission": "", "volet": "", "montant_centimes": total, "statut": statut, "poste": "Total"}]),
        ],
        ignore_index=True,
    )
    starts = [*(bars["montant_centimes"].cumsum() - bars["montant_centimes"]).iloc[:-1], 0]
    colour = {"fixe": PIN, "variable": AMBRE}
    trace = bar(
        orientation="h",
        y=bars["poste"],
        x=bars["montant_centimes"] / 100,
        base=[s / 100 for s in starts],
        marker={
            "color": [
                BLEU if p == "Total" else GRIS if m == "fonctionnement" else colour.get(v, VIOLET)
                for p, m, v in zip(bars["poste"], bars["mission"], bars["volet"], strict=True)
            ],
            "pattern": _pattern(bars["statut"]),
        },
        text=[
            french.euros(m, cents=False) + _symbol(s)
            for m, s in zip(bars["montant_centimes"], bars["statut"], strict=True)
        ],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}<br>%{text}<extra></extra>",
    )
    height = 70 + 30 * len(bars)
    figure = draw(
        [trace],
        height=height,
        named=False,
        xaxis={"ticksuffix": f"{french.INSECABLE}€", "tickformat": ",.0f", "range": [0, total / 100 * 1.14 or 1]},
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    return Chart(
        figure=figure,
        sentence=_cascade_sentence(sums, total=total, title=title, unknown=unknown),
        table=bars,
        columns=(
            Column("poste", "Poste"),
            Column("montant_centimes", "Montant", "euros"),
            Column("statut", "Statut", "statut"),
        ),
        height=height,
        reading=EUROS,
    )


def _cascade_sentence(sums: pd.DataFrame, *, total: int, title: str, unknown: bool) -> str:
    if not total:
        return f"Rien n’est dû pour {title} : aucune mission n’a commencé."
    variable = int(sums.loc[sums["volet"].eq("variable"), "montant_centimes"].sum())
    unsure = int(sums.loc[sums["statut"].eq(RECONSTITUE), "montant_centimes"].sum())
    text = f"Pour {title}, les droits s’élèvent à {french.euros(total)}"
    if variable:
        share = french.percent(variable / total, 0)
        text += f", dont {french.euros(variable)} de volets variables ({share}), gagnés sur objectifs"
    text += "."
    if unknown:
        text += " L’atteinte d’au moins une mission n’est pas connue : son volet variable est compté pour zéro."
    if unsure:
        text += (
            f" {french.euros(unsure)} reposent sur des montants reconstitués "
            f"({SYMBOLES[RECONSTITUE]}, hachurés) : le contrat de la CPTS fait foi."
        )
    return text


def calendar(versements: pd.DataFrame, *, after: object | None = None) -> Chart:
    """Receipts by day, stacked by nature, in the order of time.

    `versements`: date, nature, montant_centimes, statut of one CPTS. `after`: the day from which the next receipt is
    looked for in the sentence. Recoveries are negative amounts.
    """
    days = versements.astype({"nature": "str", "statut": "str"}).sort_values("date", kind="stable")
    by_nature = (
        days.groupby(["date", "nature"], sort=False)
        .agg(montant_centimes=("montant_centimes", "sum"), statut=("statut", least_sure))
        .reset_index()
    )
    totals = (
        days.groupby("date")
        .agg(montant_centimes=("montant_centimes", "sum"), statut=("statut", least_sure))
        .reset_index()
    )
    labels = {d: french.day(d) for d in totals["date"]}
    traces: list[dict] = []
    known = [n for n in NATURES if n in set(by_nature["nature"])]
    for nature in [*known, *sorted(set(by_nature["nature"]) - set(known))]:
        part = by_nature[by_nature["nature"].eq(nature)]
        traces.append(
            bar(
                orientation="h",
                name=NATURES.get(nature, nature.replace("_", " ")),
                y=[labels[d] for d in part["date"]],
                x=part["montant_centimes"] / 100,
                marker={"color": _NATURE_COLOURS.get(nature, VIOLET), "pattern": _pattern(part["statut"])},
                # The hatching says how sure the amount is: the nature is a word in the bar, where there is room for it.
                text=[NATURES.get(nature, nature.replace("_", " ")).split(",")[0]] * len(part),
                textposition="inside",
                insidetextanchor="middle",
                insidetextfont={"color": "#0e1720"},
                customdata=[
                    f"{french.euros(m)}{_symbol(s)}"
                    for m, s in zip(part["montant_centimes"], part["statut"], strict=True)
                ],
                hovertemplate="%{y}<br>%{fullData.name} : %{customdata}<extra></extra>",
            )
        )
    traces.append(
        scatter(
            y=[labels[d] for d in totals["date"]],
            x=totals["montant_centimes"].clip(lower=0) / 100,
            mode="text",
            text=[
                f"  {french.euros(m)}{_symbol(s)}"
                for m, s in zip(totals["montant_centimes"], totals["statut"], strict=True)
            ],
            textposition="middle right",
            cliponaxis=False,
            showlegend=False,
            hoverinfo="skip",
        )
    )
    height = 90 + 30 * len(totals)
    most = float(totals["montant_centimes"].clip(lower=0).max()) / 100 if len(totals) else 1.0
    least = float(totals["montant_centimes"].clip(upper=0).min()) / 100 if len(totals) else 0.0
    figure = draw(
        traces,
        height=height,
        barmode="relative",
        uniformtext={"minsize": 11, "mode": "hide"},
        xaxis={
            "ticksuffix": f"{french.INSECABLE}€",
            "tickformat": ",.0f",
            "range": [least * 1.1, most * 1.2 or 1],
        },
        yaxis={
            "autorange": "reversed",
            "showgrid": False,
            "type": "category",
            "categoryorder": "array",
            "categoryarray": list(labels.values()),
        },
    )
    return Chart(
        figure=figure,
        sentence=_calendar_sentence(totals, after=after),
        table=by_nature.assign(nature=by_nature["nature"].map(lambda n: NATURES.get(n, n.replace("_", " ")))),
        columns=(
            Column("date", "Jour", "day"),
            Column("nature", "Nature"),
            Column("montant_centimes", "Montant", "euros"),
            Column("statut", "Statut", "statut"),
        ),
        height=height,
        reading=EUROS,
    )


def _calendar_sentence(totals: pd.DataFrame, *, after: object | None) -> str:
    if totals.empty:
        return "Aucun versement n’est à attendre."
    total, first, last = totals["montant_centimes"].sum(), totals["date"].iloc[0], totals["date"].iloc[-1]
    text = (
        f"{french.count(len(totals), 'versement')} entre le {french.day(first)} et le {french.day(last)}, "
        f"{french.euros(total)} en tout."
    )
    if len(totals) == 1:
        text = f"Un seul versement, le {french.day(first)} : {french.euros(total)}."
    if after is not None:
        to_come = totals[totals["date"] > pd.Timestamp(french.as_date(after))]
        if len(to_come):
            coming = to_come.iloc[0]
            amount = french.euros(coming["montant_centimes"])
            text += f" Le prochain est attendu le {french.day(coming['date'])} : {amount}."
    return text
