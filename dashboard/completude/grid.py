"""The grids of Complétude as HTML tables: a line per CPAM or per CPTS and supplier, a column per month."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from calculators import french
from calculators.comparison.envois import COMPLETS, merge_states
from calculators.rows import records
from dashboard.completude.states import ETATS, GELE
from dashboard.pages import COMPLETUDE, FICHE
from dashboard.tables import Column

SUPPLIERS = {"CPAM": "CPAM", "CPTS": "CPTS"}
_KEPT = {"Fournisseur": ' class="f"'}
#: The columns a cell is written from.
_READ = (
    *("id_cpts", "nom", "fournisseur", "mois", "statut", "gele"),
    *("echeance", "attendus", "recus", "masques", "inconnus", "dernier_recu_le", "absents"),
)


def table_html(head: Sequence[str], rows: Sequence[str], *, months: Sequence[object], caption: str) -> str:
    """The table around written rows; `head`: the columns before the months."""
    caption = french.typography(caption)
    titles = "".join(f'<th scope="col"{_KEPT.get(t, "")}>{escape(t)}</th>' for t in head)
    titles += "".join(f'<th scope="col" class="m">{escape(french.month_short(m))}</th>' for m in months)
    # The words above stay in sight when the months scroll; the caption says the same to who does not see them.
    return (
        f'<p class="grille-titre" aria-hidden="true">{escape(caption)}</p>'
        f'<div class="tableau grille" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{titles}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def legend_html(*, frozen: bool) -> str:
    """What each symbol means, in words."""
    items = [
        f'<li><span class="e e-{statut}">{etat.symbole}{french.INSECABLE}{etat.court}</span> {escape(etat.sens)}</li>'
        for statut, etat in ETATS.items()
    ]
    if frozen:
        items.append(
            f'<li><span class="e">{GELE}{french.INSECABLE}gelé</span> le mois ne change plus sans motif explicite</li>'
        )
    return f'<ul class="legende">{"".join(items)}</ul>'


def _cell(statut: str, *, text: str, title: str, frozen: bool) -> str:
    etat = ETATS[statut]
    ice = f' <span title="mois gelé">{GELE}</span>' if frozen else ""
    hover = french.typography(title) + (", mois gelé" if frozen else "")
    return (
        f'<td class="e-{statut}" title="{escape(hover, quote=True)}">'
        f"{etat.symbole}{french.INSECABLE}{escape(text)}{ice}</td>"
    )


def _said(row: dict[str, Any]) -> tuple[str, str]:
    """The short text of a cell, and the sentence on hover."""
    statut, month = row["statut"], french.month(row["mois"])
    word = ETATS[statut].court
    if statut == "non_attendu":
        return word, f"{month} : rien n’était attendu"
    due = f"attendu le {french.day_short(row['echeance'])}"
    if statut in ("manquant", "a_venir"):
        return word, f"{month} : aucune des {row['attendus']} valeurs attendues n’est arrivée, {due}"
    when = f"dernier envoi utile le {french.day_short(row['dernier_recu_le'])}"
    parts = [f"{month} : {row['recus']} valeurs sur {row['attendus']}", due, when]
    if row["masques"]:
        parts.append(french.count(row["masques"], "masquée"))
    if row["inconnus"]:
        parts.append(french.count(row["inconnus"], "déclarée inconnue", "déclarées inconnues"))
    if statut == "partiel":
        parts.append(f"il manque {row['absents'].replace('|', ', ')}")
        return f"{row['recus']}/{row['attendus']}", ", ".join(parts)
    return word, ", ".join(parts)


def funds_grid(frame: pd.DataFrame, funds: Sequence[str], *, filters: Mapping[str, str]) -> str:
    """One line per CPAM: complete sendings over those due, month by month; the name filters the page, `filters` stay."""
    part = frame[frame["cpam"].isin(funds)]
    # Counted once for all cells: a group by cell costs a second.
    counted = part.assign(**{statut: part["statut"].eq(statut) for statut in ETATS})
    totals = (
        counted.groupby(["cpam", "mois"])[[*ETATS, "recus"]].sum().join(part.groupby(["cpam", "mois"])["gele"].all())
    )
    cells: dict[str, list[str]] = {fund: [] for fund in funds}
    for (fund, month), row in zip(totals.index, totals.to_dict("records"), strict=True):
        counts = {statut: int(row[statut]) for statut in ETATS}
        statut = merge_states(counts, recus=int(row["recus"]))
        complete = sum(counts[state] for state in COMPLETS)
        due = sum(counts.values()) - counts["non_attendu"]
        word = f"{complete}/{due}" if statut == "partiel" else ETATS[statut].court
        title = f"{french.month(month)} : {french.number(complete)} envois complets sur {french.number(due)}"
        cells[str(fund)].append(_cell(statut, text=word, title=title, frozen=bool(row["gele"])))
    sizes = part.groupby("cpam")["id_cpts"].nunique()
    rows = []
    for fund in funds:
        # Two funds share some CPTS: their line leads to the first of them.
        link = COMPLETUDE.anchor(fund.replace("|", " et "), **{**filters, "cpam": fund.split("|")[0]})
        rows.append(f'<tr><th scope="row">{link}</th><td class="n">{sizes[fund]}</td>{"".join(cells[fund])}</tr>')
    return table_html(
        ["CPAM", "CPTS"],
        rows,
        months=sorted(part["mois"].unique()),
        caption="Envois complets sur envois attendus, par CPAM et par mois, les plus en retard d’abord",
    )


def cpts_grid(frame: pd.DataFrame, ids: Sequence[str]) -> str:
    """One line per CPTS and supplier, in the order of `ids`; the name leads to its page."""
    part = frame[frame["id_cpts"].isin(ids)].sort_values("mois", kind="stable")
    # One pass over the cells as plain values: a frame by line costs three times as much.
    lines: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in records(part[list(_READ)]):
        lines.setdefault((row["id_cpts"], row["fournisseur"]), []).append(row)
    rows = []
    for id_ in ids:
        suppliers = [s for s in SUPPLIERS if (id_, s) in lines]
        for rank, supplier in enumerate(suppliers):
            line = lines[(id_, supplier)]
            first = (
                f'<th scope="rowgroup" rowspan="{len(suppliers)}">{FICHE.anchor(line[0]["nom"], cpts=id_)}</th>'
                if not rank
                else ""
            )
            cells = []
            for row in line:
                text, title = _said(row)
                cells.append(_cell(row["statut"], text=text, title=title, frozen=bool(row["gele"])))
            rows.append(f'<tr>{first}<td class="f">{supplier}</td>{"".join(cells)}</tr>')
    return table_html(
        ["CPTS", "Fournisseur"],
        rows,
        months=sorted(frame["mois"].unique()),
        caption="Un envoi par CPTS, mois et fournisseur ; laissez la souris sur une case pour le détail",
    )


#: The columns of the downloads: one row per CPTS, month and supplier.
EXPORTED = (
    Column("id_cpts", "Code CPTS"),
    Column("nom", "CPTS"),
    Column("cpam", "CPAM"),
    Column("mois", "Mois", "month"),
    Column("fournisseur", "Fournisseur"),
    Column("echeance", "Échéance", "day"),
    Column("attendus", "Valeurs attendues", "int"),
    Column("recus", "Valeurs reçues", "int"),
    Column("masques", "dont masquées", "int"),
    Column("inconnus", "dont inconnues", "int"),
    Column("dernier_recu_le", "Reçu le", "day"),
    Column("statut", "Statut"),
    Column("gele", "Gelé"),
    Column("absents", "Indicateurs absents"),
)
