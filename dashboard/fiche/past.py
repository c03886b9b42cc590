"""The Fiche's second section: every indicator against its own past, one chart in full, new limits by hand."""

from datetime import date

import pandas as pd
import streamlit as st

from calculators import french
from calculators.comparison.judgement import NON_JUGEABLE
from calculators.comparison.trend import BAISSE, HAUSSE
from dashboard.asking import fiche
from dashboard.fiche import sparkline
from dashboard.fiche.control_chart import control
from dashboard.fiche.control_words import WORDS, verdict
from dashboard.pages import INDICATEUR
from dashboard.tables import Column
from dashboard.ui import address, pickers, widgets
from pipelines.comparaison.cartes import OwnCard, news, write_base
from pipelines.comparaison.echelle import Scale, scale_of

#: The address keeps the months from which limits were set anew, and why.
BASES = "bases"
_ARROWS = {HAUSSE: "↗ hausse", BAISSE: "↘ baisse"}
_EFFECTS = {1: ", mieux", -1: ", moins bien", 0: ""}


def own_past(who: pd.Series, month: date) -> list[OwnCard]:
    """The control charts of this CPTS up to the month, with the rebases of the address."""
    return fiche.own_past(who["id_cpts"], month, address.recall(BASES))


def said(found: list[OwnCard]) -> str:
    """The signals of all the charts in one sentence: what is new, then how many older ones last."""
    recent = news(found)
    lasting = sum(c.told for c in found) - len(recent)
    text = "Face à son propre passé, aucun signal apparu dans l’année : ce qui bouge est du bruit, ou dure depuis longtemps."
    if recent:
        parts = [
            f"{WORDS[c.nature]} de « {c.indicateur.court} » depuis {french.month(c.depuis)}" for c in recent if c.depuis
        ]
        seen = french.plural(len(recent), "signal apparu", "signaux apparus")
        there = f"{seen} dans l’année et encore là : {french.enumerate_fr(parts, limit=4)}"
        text = f"Face à son propre passé, {there}."
    if lasting:
        text += (
            f" {french.upper_first(french.count(lasting, 'signal plus ancien', 'signaux plus anciens'))} "
            f"{french.plural(lasting, 'dure', 'durent')} : le niveau n’est plus celui de la moyenne."
        )
    return text


def section(who: pd.Series, month: date, found: list[OwnCard], frame: pd.DataFrame, *, demo: bool) -> None:
    """The table of all charts, then one in full. `frame`: rows of queries.cpts_profile, for the targets."""
    if not found:
        return
    st.header("Face à son propre passé", anchor=False)
    widgets.sentence(said(found), demo=demo)
    _all(found)
    options = {c.indicateur.code: c.indicateur.court for c in found}
    recent = news(found)
    start = recent[0].indicateur.code if recent else "PRE_SEIN"
    code = pickers.choose("Indicateur", options, key="indicateur", default=start)
    card = next(c for c in found if c.indicateur.code == code)
    targets = frame.loc[frame["indicateur"].eq(code), "cible"].dropna()
    widgets.block(
        control(card, nom=who["nom"], target=float(targets.iloc[0]) if len(targets) else None),
        key="fiche.carte",
        name=f"{who['id_cpts'].lower()}-{code.lower()}-carte",
        title="La carte de contrôle",
        demo=demo,
    )
    st.caption(
        french.typography(
            "Carte XmR : moyenne ± 2,66 étendues mobiles moyennes, sans les étendues aberrantes. Quatre signaux : un point hors "
            "des limites ; sept du même côté de la moyenne ; sept qui montent ou descendent ; deux sur trois près d’une limite. Sur "
            "soixante mois indépendants de pur hasard, une carte sur deux porte un signal quelque part : seuls les trois derniers mois "
            "sont dits, et il en reste au plus une fausse alerte pour vingt cartes, quels que soient les effectifs (mesuré par simulation). "
            "Là où l’on attend moins de dix évènements, ou exceptions, en un mois, une valeur doit aussi sortir de ce que le hasard fait "
            "de ses effectifs (loi binomiale ou de Poisson), et n’est d’un côté que s’il l’y met une fois sur deux au plus : les fausses "
            "alertes y sont rares, et un petit changement s’y voit plus tard. Un cumul de douze ou vingt-quatre mois a les limites "
            "d’une moyenne mobile (Roberts, 1959), un état qui change peu d’un mois au suivant celles de son passé d’avant l’année "
            "écoulée, élargies de sa mémoire ; l’un et l’autre n’ont que le premier signal. Tendance d’un état : sur les douze derniers "
            "mois, test de Kendall, ou, s’il change peu d’un mois au suivant, pente comparée à ce que sa mémoire seule en fait "
            "(Weatherhead, 1998). Pour ce qui se compte par mois, par cumul, ou revient avec les saisons, chaque mois contre le même "
            "mois un an plus tôt (permutation des signes)."
        )
    )
    _rebase(who, card)


def _all(found: list[OwnCard]) -> None:
    rows = []
    for card in found:
        scale, carte = scale_of(card.indicateur), card.carte
        last = len(carte.valeurs[0]) - 1
        limits = french.ABSENT
        if not pd.isna(carte.bas[0, last]):
            limits = f"{scale.write(carte.bas[0, last])} – {scale.write(carte.haut[0, last])}"
            limits += "<small>limites d’essai</small>" if card.essai else ""
        trend = _ARROWS.get(card.tendance, card.tendance) + _EFFECTS[card.effet]
        if card.tendance == NON_JUGEABLE:
            trend = "trop peu de mois"
        rows.append(
            {
                "indicateur": INDICATEUR.anchor(card.indicateur.court, indicateur=card.indicateur.code),
                "courbe": sparkline.image(card),
                "valeur": _last(card, scale),
                "limites": limits,
                "signal": verdict(card),
                "depuis": french.month(card.depuis) if card.depuis else french.ABSENT,
                "tendance": french.upper_first(trend),
                "classe": "choisi" if card.neuf else "",
            }
        )
    columns = [
        Column("indicateur", "Indicateur", "html"),
        Column("courbe", "Son passé, entre ses limites", "html"),
        Column("valeur", "Dernière valeur", "amount"),
        Column("limites", "Limites", "amount"),
        Column("signal", "Trois derniers mois"),
        Column("depuis", "Depuis"),
        Column("tendance", "Tendance"),
    ]
    widgets.table(
        pd.DataFrame(rows),
        columns,
        caption="Une carte de contrôle par indicateur ; en couleur, celles dont le signal est apparu dans l’année",
        row_class="classe",
        whole=True,
    )


def _last(card: OwnCard, scale: Scale) -> str:
    """The newest value shown; its month when the one looked at has none."""
    values = card.carte.valeurs[0]
    known = [at for at, value in enumerate(values) if not pd.isna(value)]
    if not known:
        return french.ABSENT
    at = known[-1]
    when = "" if at == len(values) - 1 else f"<small>{french.month_short(card.mois[at])}</small>"
    return f"{scale.write(values[at])}{when}"


def _rebase(who: pd.Series, card: OwnCard) -> None:
    """New limits from a month on, with a reason; kept in the address, so a link shows them to whoever opens it."""
    kept = card.carte.rebasages
    title = "Refaire les limites à partir d’un mois" + (f" ({len(kept)})" if kept else "")
    code = card.indicateur.code
    with st.expander(title, icon=":material/straighten:", key="fiche.bases", expanded=bool(kept)):
        widgets.text(
            "À faire quand le fonctionnement a changé pour de bon : une nouvelle organisation, un nouveau mode de calcul. Jamais pour "
            "effacer un signal. Le mois et le motif restent dans l’adresse de la page et sur la carte."
        )
        for one in kept:
            left, right = st.columns([4, 1], vertical_alignment="center")
            with left:
                widgets.text(f"Depuis **{french.month(one.mois)}** : {one.motif}")
            with right:
                if st.button("Retirer", key=f"retirer.{code}.{one.mois:%Y-%m}", icon=":material/undo:"):
                    _keep(who, code, one.mois, None)
        with st.form(f"base.{who['id_cpts']}.{code}", border=False):
            left, right = st.columns([1, 2])
            months = {f"{m:%Y-%m}": french.month(m) for m in card.mois[1:][::-1]}
            if not months:
                return
            chosen = left.selectbox("À partir de", list(months), format_func=lambda m: months[m])
            reason = right.text_input(
                "Motif", max_chars=120, placeholder="Exemple : nouveau circuit de sortie d’hôpital"
            )
            if st.form_submit_button("Refaire les limites", icon=":material/straighten:"):
                if reason.strip():
                    _keep(who, code, date.fromisoformat(f"{chosen}-01"), reason)
                else:
                    st.error("Dites pourquoi : sans motif, les limites ne bougent pas.", icon=":material/error:")


def _keep(who: pd.Series, code: str, month: date, reason: str | None) -> None:
    text = write_base(address.recall(BASES), id_cpts=who["id_cpts"], code=code, mois=month, motif=reason)
    address.keep(BASES, text)
    st.rerun()
