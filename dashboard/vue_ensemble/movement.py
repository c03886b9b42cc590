"""What moved in a year beyond what chance and ordinary variation explain, over many CPTS and indicators at once."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from calculators import french
from calculators.comparison.judgement import MIEUX, MOINS_BIEN, NON_JUGEABLE, PLUS_BAS, PLUS_HAUT, SEMBLABLE
from calculators.comparison.movement import FAUSSES
from calculators.rows import rows as records
from dashboard.charts.looks import PROVISOIRE
from dashboard.charts.reading import Reading
from dashboard.charts.style import AMBRE, GRIS, PIN, Chart, across, bar, draw
from dashboard.pages import COMPARER, FICHE
from dashboard.tables import Column
from pipelines.catalogue import Indicateur
from pipelines.comparaison.echelle import scale_of
from pipelines.comparaison.mouvements import BOUGE, SYMBOLES, Moved

EXPORTS = (
    Column("id_cpts", "Code CPTS"),
    Column("nom", "CPTS"),
    Column("indicateur", "Code indicateur"),
    Column("libelle", "Indicateur"),
    Column("valeur_avant", "Valeur, un an plus tôt (sur trois mois)"),
    Column("valeur", "Valeur, sur les trois derniers mois"),
    Column("ecart", "Écart"),
    Column("numerateur_avant", "Numérateur, un an plus tôt (moyenne)"),
    Column("denominateur_avant", "Dénominateur, un an plus tôt (moyenne)"),
    Column("numerateur", "Numérateur (moyenne)"),
    Column("denominateur", "Dénominateur (moyenne)"),
    Column("z", "Écart rapporté au bruit"),
    Column("p", "Probabilité sous le hasard"),
    Column("mouvement", "Sens"),
    Column("provisoire", "Provisoire"),
)


#: The hatching of the provisional part of a bar, by that of the rest.
_WAITING = {"": "|", "/": "\\", "x": "+", ".": "-"}


def method(moved: Moved, *, mois: date) -> str:
    """How noise was told from movement, in sentences a board can read."""
    return (
        f"Méthode : la moyenne des trois mois jusqu’à {french.month(mois)} (deux au moins sont connus), comparée à celle d’un an plus tôt, "
        "élargie de ce que les CPTS varient d’ordinaire d’une année à l’autre sur le même indicateur. Sur "
        f"{french.number(moved.tests)} comparaisons faites ensemble, un seuil de 5 % en nommerait environ "
        f"{french.number(moved.attendus)} par pur hasard ; le seuil est donc relevé (Benjamini et Hochberg) pour qu’au plus "
        f"{french.percent(FAUSSES, 0)} des mouvements nommés soient du bruit. Ni les livrables, ni les valeurs cachées ou "
        "envoyées sans leurs effectifs n’y entrent."
    )


def headline(moved: Moved, *, mois: date) -> str:
    """The sentence of the section: what moved, and that the rest is noise."""
    named, compared = moved.count(*BOUGE), len(moved.rows) - moved.count(NON_JUGEABLE)
    if not named:
        return f"Aucun mouvement ne dépasse le bruit en {french.month(mois)} : " + (
            f"les {french.number(compared)} variations sur un an ne se distinguent pas du hasard."
            if compared > 1
            else "la variation sur un an ne se distingue pas du hasard."
        )
    neutral = moved.count(PLUS_HAUT, PLUS_BAS)
    rest = compared - named
    return (
        f"En {french.month(mois)}, {french.count(named, 'valeur a', 'valeurs ont')} bougé au-delà du bruit en un an : "
        f"{french.number(moved.count(MIEUX))} en mieux, {french.number(moved.count(MOINS_BIEN))} en moins bien"
        + (f", {french.number(neutral)} sans jugement" if neutral else "")
        + (
            f". Les {french.number(rest)} autres variations ne se distinguent pas du bruit : il n’y a rien à en conclure."
            if rest > 1
            else ". L’autre variation ne se distingue pas du bruit : il n’y a rien à en conclure."
            if rest
            else "."
        )
    )


def movement_bars(moved: Moved, indicateurs: Mapping[str, Indicateur], *, mois: date) -> Chart:
    """For each indicator, how many CPTS moved for the better and for the worse; without direction, up and down."""
    counts = _counted(moved.rows, indicateurs)
    waiting = _counted(moved.rows[moved.rows["provisoire"].eq(True)], indicateurs).reindex(counts.index, fill_value=0)
    names = [indicateurs[c].court for c in counts.index]
    drawn = [
        (MOINS_BIEN, AMBRE, -1, "/"),
        (MIEUX, PIN, 1, ""),
        (PLUS_BAS, GRIS, -1, "x"),
        (PLUS_HAUT, GRIS, 1, "."),
    ]
    traces: list[dict] = []
    for judged, colour, sign, shape in drawn:
        word = f"{SYMBOLES[judged]} {judged}" + (" (sans jugement)" if colour == GRIS else "")
        if colour == GRIS and not counts[judged].any():
            continue
        for values, later in ((counts[judged] - waiting[judged], False), (waiting[judged], True)):
            if later and not values.any():
                continue
            said = f"{word}, {PROVISOIRE}" if later else word
            traces.append(
                bar(
                    orientation="h",
                    y=names,
                    x=sign * values,
                    name=said,
                    marker={
                        "color": colour,
                        "pattern": {"shape": _WAITING[shape] if later else shape, "fillmode": "overlay"},
                        "opacity": 0.6 if later else 1,
                    },
                    text=[str(n) if n else "" for n in values],
                    customdata=[f"{n} CPTS, {said}" for n in values],
                    textposition="outside",
                    cliponaxis=False,
                    hovertemplate="%{y} : %{customdata}<extra></extra>",
                )
            )
    height = 114 + 24 * max(len(names), 2)
    most = max(1, int(counts[list(BOUGE)].to_numpy().max())) if len(counts) else 1
    figure = draw(
        traces,
        height=height,
        barmode="relative",
        bargap=0.3,
        shapes=[across(x=0, color=GRIS, width=1)],
        xaxis={
            "range": [-most * 1.18, most * 1.18],
            "showticklabels": False,
            "showgrid": False,
            "title": {"text": "← moins bien · nombre de CPTS · mieux →", "standoff": 8},
        },
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    table = counts.reset_index().assign(nom=names)
    month = f"{mois:%Y-%m}"
    links = [COMPARER.anchor(n, indicateur=c, mois=month) for c, n in zip(counts.index, names, strict=True)]
    numbers = (
        Column(MIEUX, "▲ mieux", "int"),
        Column(MOINS_BIEN, "▼ moins bien", "int"),
        Column(PLUS_HAUT, "↑ plus haut (sans jugement)", "int"),
        Column(PLUS_BAS, "↓ plus bas (sans jugement)", "int"),
        Column(SEMBLABLE, "Bruit", "int"),
        Column(NON_JUGEABLE, "Sans effectifs", "int"),
    )
    return Chart(
        figure=figure,
        sentence=headline(moved, mois=mois) + _most_often(counts[MIEUX], counts[MOINS_BIEN], indicateurs),
        table=table.assign(lien=links),
        columns=(Column("lien", "Indicateur", "html"), *numbers),
        height=height,
        exports=(Column("indicateur", "Code indicateur"), Column("nom", "Indicateur"), *numbers),
        reading=Reading(
            unit="nombre de CPTS",
            direction="→ à droite ce qui va mieux, ← à gauche ce qui va moins bien ; en gris, sans jugement",
            denominator="CPTS dont les trois derniers mois et les mêmes un an plus tôt sont connus",
            definition="CPTS dont la valeur a changé en un an au-delà du bruit, comparaisons multiples comprises",
            caveats=method(moved, mois=mois),
            provisional=[mois] if bool(moved.rows["provisoire"].any()) else (),
        ),
    )


def _counted(rows: pd.DataFrame, indicateurs: Mapping[str, Indicateur]) -> pd.DataFrame:
    """How many rows of each indicator have each word of judgement."""
    words = [*BOUGE, SEMBLABLE, NON_JUGEABLE]
    at, codes = pd.factorize(rows["indicateur"])
    place = pd.Index(words).get_indexer(pd.Index(rows["mouvement"]))
    counted = np.zeros((len(codes), len(words)), dtype=np.int64)
    np.add.at(counted, (at, place), 1)
    counts = pd.DataFrame(counted, index=pd.Index(codes, name="indicateur"), columns=words)
    return counts.reindex([c for c in indicateurs if c in counts.index])


def _most_often(better: pd.Series, worse: pd.Series, indicateurs: Mapping[str, Indicateur]) -> str:
    said = []
    for values, word in ((better, "en mieux"), (worse, "en moins bien")):
        if len(values) and values.max() > 1:
            at = int(values.to_numpy().argmax())
            court = indicateurs[str(values.index[at])].court
            said.append(f"Le plus souvent {word} : {french.lower_first(court)} ({values.iloc[at]} CPTS).")
    return "".join(f" {text}" for text in said)


def movement_table(moved: pd.DataFrame, indicateurs: Mapping[str, Indicateur], *, mois: date) -> pd.DataFrame:
    """Rows of `Moved.named` in words: cpts and indicateur_lien (links), avant, apres, ecart_ecrit, force, sens_ecrit."""
    scales = {code: scale_of(i) for code, i in indicateurs.items()}
    rows = []
    for row in records(moved):
        known, scale = indicateurs[row.indicateur], scales[row.indicateur]
        on = {"indicateur": row.indicateur, "mois": f"{mois:%Y-%m}"}
        mark = " · provisoire" if row.provisoire else ""
        rows.append(
            {
                "cpts": FICHE.anchor(row.nom, cpts=row.id_cpts, **on),
                "indicateur_lien": COMPARER.anchor(known.court, **on),
                "avant": scale.write(row.valeur_avant),
                "apres": scale.write(row.valeur),
                "ecart_ecrit": scale.gap(row.ecart),
                "force": f"{french.number(abs(row.z), 1)} fois le bruit",
                "sens_ecrit": f"{SYMBOLES[row.mouvement]} {row.mouvement}{mark}",
            }
        )
    columns = ["cpts", "indicateur_lien", "avant", "apres", "ecart_ecrit", "force", "sens_ecrit"]
    return pd.DataFrame(rows, columns=columns)
