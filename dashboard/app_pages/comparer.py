"""Comparer: one indicator, one month, a group of CPTS; dots with their 95 % intervals and targets, then the trend."""

from datetime import date

import streamlit as st

from dashboard import french, pickers, questions, session, widgets
from dashboard.charts import compare, dots
from dashboard.charts.trend import trend
from pipelines.catalogue import Indicateur

PER_PAGE = 30
TAILLES = {"0": "Toutes", "1": "Taille 1", "2": "Taille 2", "3": "Taille 3", "4": "Taille 4"}


def filters() -> tuple[Indicateur, date, questions.Group, list[str]]:
    """Indicator, month, group and the CPTS to bring out."""
    catalogue = session.catalogue()
    missions = catalogue.missions
    indicators = {
        code: f"{missions[i.mission].court if i.mission else 'Vie de la CPTS'} · {i.court}"
        for code, i in catalogue.indicateurs.items()
    }
    territories = questions.territories()
    followed = territories[territories["nature"].eq("cpts") & territories["sous_contrat"]]
    names = questions.names(followed)
    known = [i for i in catalogue.cpts["id_cpts"] if i in names]
    filters_ = st.container(key="filtres")
    one, two, three = filters_.columns([2, 1, 1.6])
    with one:
        code = pickers.choose("Indicateur", indicators, key="indicateur", default="PRE_SEIN")
    with two:
        month = pickers.choose_month("Mois", questions.months(), default=questions.usual_month())
    with three:
        taille = pickers.choose_segment("Taille", TAILLES, key="taille", default="2")
    one, two, three = filters_.columns([1, 1, 2.6])
    with one:
        region = pickers.choose("Région", {"": "Toutes"} | questions.regions(), key="region")
    with two:
        cpam = pickers.choose("CPAM", {"": "Toutes"} | questions.cpams(), key="cpam")
    with three:
        chosen = pickers.choose_many(
            "CPTS mises en avant (six au plus)", names, key="avec", most=6, default=known[:4], placeholder="Aucune"
        )
    group = questions.Group(taille=int(taille) or None, region=region or None, cpam=cpam or None)
    return catalogue.indicateurs[code], month, group, chosen


st.title("Comparer", anchor=False)
if not questions.months():
    widgets.stop_with("Aucune observation n’est encore enregistrée : déposez un fichier mensuel pour comparer.")
indicateur, month, group, chosen = filters()
label = questions.group_label(group)
frame = questions.compared(indicateur.code, month, group, tuple(chosen))
demo = bool(frame["demonstration"].any())
if frame.empty:
    widgets.stop_with(f"Aucune CPTS à comparer : {label}. Élargissez le groupe.")

st.header(indicateur.libelle, anchor=False)
widgets.text(
    f"{indicateur.pourquoi} "
    + {"hausse": "**↑ Plus haut est mieux.**", "baisse": "**↓ Plus bas est mieux.**", "neutre": "**Jamais classé.**"}[
        indicateur.sens
    ]
)
chart = compare.comparison(frame, indicateur, mois=month, group=label, chosen=chosen)
widgets.block(
    chart,
    key="comparaison",
    name=f"{indicateur.code.lower()}-{month:%Y-%m}",
    title=f"Les CPTS en {french.month(month)}",
    demo=demo,
    caption=f"{indicateur.libelle}, {french.month(month)}, {label}",
    row_class="classe",
)
shown = compare.drawn(frame, chosen)
if len(shown) > compare.FEW and indicateur.type != "livrable":
    st.subheader("CPTS par CPTS", anchor=False)
    pages = -(-len(shown) // PER_PAGE)
    place = shown.index[shown["id_cpts"].isin(chosen)]
    if pickers.changed("comparer.groupe", (indicateur.code, month, group, chosen)):
        pickers.forget("page")
    page = pickers.choose_page(pages, key="page", default=int(place[0]) // PER_PAGE + 1 if len(place) else 1)
    part = shown.iloc[(page - 1) * PER_PAGE : page * PER_PAGE].reset_index(drop=True)
    first, last = (page - 1) * PER_PAGE + 1, (page - 1) * PER_PAGE + len(part)
    widgets.sentence(
        f"De la {french.ordinal(first)} à la {french.ordinal(last)} CPTS sur {len(shown)} : le point est la valeur, le trait "
        "gris son intervalle de confiance à 95 %, la barre verticale la cible du contrat. Le tableau est au-dessus.",
        demo=demo,
    )
    figure = dots.dots(
        part,
        indicateur,
        median=compare.median_of(frame),
        chosen=chosen,
        span=questions.span(shown[shown["etat"].eq("valeur")]),
    )
    st.plotly_chart(
        figure, key="detail.figure", config=widgets.PLOTLY, height=dots.height_of(len(part)), alt=chart.sentence
    )

widgets.later_note(month, questions.months()[-1], "les courbes ci-dessous")
series = questions.series(indicateur.code, tuple(chosen))
widgets.block(
    trend(series, questions.quantiles(indicateur.code, group), indicateur, group=label),
    key="tendance",
    name=f"{indicateur.code.lower()}-tendance",
    title="L’évolution",
    demo=demo,
)
with st.expander("Comment lire cet indicateur", icon=":material/help:", key="lecture"):
    widgets.text(
        f"**Précautions.** {indicateur.precautions}\n\n**Source.** {indicateur.source}. "
        f"Relu le {french.day(indicateur.revu_le)}.\n\n"
        "**Intervalle à 95 %** : méthode de Wilson pour une part, de Poisson (exacte ou Byar) pour un taux ou un compte. "
        "Une CPTS est dite « mieux » ou « moins bien » que la médiane quand son intervalle ne la contient pas."
    )
