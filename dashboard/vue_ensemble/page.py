"""Vue d'ensemble: what moved beyond noise, who is late, what will be paid, at which stage the CPTS are."""

import re
from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from calculators import french, mois
from calculators.aci.droits.a_venir import find_horizons, sum_until
from calculators.aci.et_si.taux import CONVENTION
from calculators.comparison.envois import due_on, keep_partial, keep_silent
from calculators.comparison.judgement import MIEUX, MOINS_BIEN, PLUS_BAS, PLUS_HAUT, SEMBLABLE
from dashboard.asking import questions
from dashboard.asking.session import Session
from dashboard.pages import FICHE
from dashboard.tables import Column, badge
from dashboard.ui import downloads, pickers, widgets
from dashboard.ui.widgets import Card
from dashboard.vue_ensemble import late, movement
from dashboard.vue_ensemble import questions as vue_ensemble_questions
from dashboard.vue_ensemble.questions import Coming
from dashboard.vue_ensemble.stages import stage_chart
from pipelines.catalogue import Catalogue
from pipelines.comparaison.mouvements import BOUGE, Moved
from pipelines.settings import due_day

SHOWN = 12


@dataclass(frozen=True)
class Seen:
    """What the page is about: a month, the CPTS kept by a region and a fund (empty: all), their name in a sentence."""

    month: date
    followed: pd.DataFrame
    who: str
    region: str
    cpam: str


def filters() -> Seen:
    """The filters chosen."""
    one, two, three = st.container(key="filtres").columns(3)
    with one:
        month = pickers.choose_month("Mois", questions.months(), default=questions.usual_month())
    with two:
        region = pickers.choose("Région", {"": "Toutes"} | questions.regions(), key="region")
    with three:
        cpam = pickers.choose("CPAM", {"": "Toutes"} | questions.cpams(), key="cpam")
    frame = vue_ensemble_questions.followed(region, cpam)
    where = ", ".join(p for p in (questions.regions().get(region, ""), cpam) if p)
    who = f"les CPTS ({where})" if where else vue_ensemble_questions.EVERYONE
    return Seen(month, frame, who, region, cpam)


def headline(session: Session, seen: Seen, receipts: pd.DataFrame, moved: Moved, money: Coming) -> None:
    """The four answers, in ten seconds: what moved, who is late, what will be paid, who signed."""
    month, signed = seen.month, seen.followed[seen.followed["sous_contrat"]]
    silent, today = len(keep_silent(receipts)), session.today
    due = due_on(month, due_day())
    end_month, quarter = find_horizons(today)
    total = sum_until(money.versements, quarter)
    link = late.link_to_missing("qui et quoi", month, region=seen.region, cpam=seen.cpam)
    when = f"attendu le {french.day(due)}" if today > due else f"attendu pour le {french.day(due)}, pas encore dû"
    partial = len(keep_partial(receipts))
    neutral = moved.count(PLUS_HAUT, PLUS_BAS)
    widgets.cards(
        [
            Card(
                "Ont bougé en un an au-delà du bruit",
                french.count(moved.count(*BOUGE), "valeur"),
                f"▲ {french.number(moved.count(MIEUX))} en mieux, ▼ {french.number(moved.count(MOINS_BIEN))} en moins bien"
                + (f", {french.number(neutral)} sans jugement" if neutral else "")
                + f" ; {french.number(moved.count(SEMBLABLE))} autres variations : du bruit",
            ),
            Card(
                f"{'En retard, sans' if today > due else 'Sans'} aucun envoi pour {french.month(month)}",
                french.count(silent, "CPTS", "CPTS"),
                f"sur {french.number(len(receipts))}, {french.count(partial, 'autre')} en partie ; {when} · {link}",
                attention=silent > 0 and today > due,
            ),
            Card(
                f"À verser d’ici le {french.day(quarter)}",
                f"{french.number(total / 100_000_000, 1)}{french.INSECABLE}M€"
                if total >= 1_000_000_000
                else french.euros(total, cents=False),
                f"dont {french.euros(sum_until(money.versements, end_month), cents=False)} d’ici la fin du mois, sans "
                f"renouvellement {badge(money.statut) if total else ''}",
            ),
            Card(
                "Contrat signé",
                french.count(len(signed), "CPTS", "CPTS"),
                f"dont {french.count(int((~signed['demonstration']).sum()), 'réelle')}{_supposed(session.catalogue, signed)} ; "
                f"{say_standing(money)} · {on_the_way(session.catalogue, seen.followed)}",
            ),
        ]
    )


def _supposed(catalogue: Catalogue, signed: pd.DataFrame) -> str:
    """How many of the signed are so by supposition: their own facts say that no source attests it."""
    count = int(signed["id_cpts"].isin(catalogue.etapes_supposees).sum())
    return f", dont {french.count(count, 'supposée')}" if count else ""


def say_standing(money: Coming) -> str:
    """« 553 ont un versement à venir, 116 n’en ont plus (sans renouvellement), 1 n’est pas calculée »."""
    here = money.portee
    said = [f"{french.number(here.en_cours)} {french.plural(here.en_cours, 'a', 'ont')} un versement à venir"]
    if here.finis:
        said.append(
            f"{french.number(here.finis)} {french.plural(here.finis, 'n’en a', 'n’en ont')} plus, sans renouvellement"
        )
    if money.sans_calcul:
        said.append(
            f"{french.number(money.sans_calcul)} {french.plural(money.sans_calcul, 'n’est', 'ne sont')} pas "
            f"{french.plural(money.sans_calcul, 'calculée')}"
        )
    return ", ".join(said)


def say_counted(money: Coming) -> str:
    """What the payments to come count, what they leave out, for how many."""
    here, total = money.portee, int(money.versements["montant_centimes"].sum())
    text = (
        f"Compté : les contrats signés, jusqu’à leur fin ({french.count(here.en_cours, 'CPTS', 'CPTS')}). Pas compté : aucun "
        f"renouvellement, ni pour {french.count(here.finis, 'CPTS', 'CPTS')} dont le dernier versement est passé, ni pour "
        f"{french.number(here.finissent)} dont il tombe d’ici douze mois"
    )
    if here.inconnues:
        text += (
            f" ; {french.count(here.inconnues, 'part variable jamais observée', 'parts variables jamais observées')} "
            f"({french.count(here.inconnues_cpts, 'CPTS', 'CPTS')}, au plus {french.euros(here.inconnues_centimes, cents=False)})"
        )
    if money.sans_calcul:
        text += f" ; {french.count(money.sans_calcul, 'contrat')} sans date de signature ou sans calcul"
    return (
        f"{text}. Le même calcul donne {french.euros(here.passes_centimes, cents=False)} sur les douze derniers mois, contre "
        f"{french.euros(total, cents=False)} ici : l’écart n’est pas une baisse annoncée. {CONVENTION}"
    )


def on_the_way(catalogue: Catalogue, followed: pd.DataFrame) -> str:
    """« 35 en chemin : 6 projet déposé et validé, 7 rédaction du projet de santé… », the most advanced first."""
    known = catalogue.etapes
    waiting = followed.loc[followed["etape"].notna() & followed["etape"].ne("contrat"), "etape"].value_counts()
    ordered = sorted(waiting.index, key=lambda code: -known[code].rang)
    stages = [f"{waiting[c]} {french.lower_first(re.split(' (?:avec|par) ', known[c].libelle)[0])}" for c in ordered]
    total = f"{french.number(int(waiting.sum()))} en chemin"
    return escape(f"{total} : {', '.join(stages)}" if stages else total)


def moves(catalogue: Catalogue, month: date, moved: Moved, *, demo: bool) -> None:
    """The movements that stand out, then counts by indicator; how noise was told from movement."""
    st.header("Ce qui a bougé au-delà du bruit", anchor=False)
    indicateurs = catalogue.indicateurs
    if moved.rows.empty:
        before = mois.shift(month, -12)
        widgets.sentence(f"Aucune valeur comparable entre {french.month(before)} et {french.month(month)}.")
        return
    chart = movement.movement_bars(moved, indicateurs, mois=month)
    caption = f"CPTS qui ont bougé en un an, par indicateur, {french.month(month)}"
    widgets.block(chart, key="mouvements", name=f"mouvements-{month:%Y-%m}", demo=demo, caption=caption)
    named = moved.named
    if len(named):
        shown = min(SHOWN, len(named))
        widgets.table(
            movement.movement_table(named.head(SHOWN), indicateurs, mois=month),
            [
                Column("cpts", "CPTS", "html"),
                Column("indicateur_lien", "Indicateur", "html"),
                Column("avant", "Un an plus tôt", "written"),
                Column("apres", "Trois derniers mois", "written"),
                Column("ecart_ecrit", "Écart", "written"),
                Column("force", "Force", "written"),
                Column("sens_ecrit", "Sens"),
            ],
            caption=f"Les mouvements les plus nets ({shown} sur {len(named)}, tous dans le fichier) ; la CPTS mène à sa fiche, "
            "l’indicateur à la comparaison",
            whole=True,
        )
        widgets.downloads(
            named.assign(libelle=[indicateurs[c].libelle for c in named["indicateur"]]),
            movement.EXPORTS,
            key="mouvements.liste",
            name=f"{'demonstration-' if demo else ''}ce-qui-a-bouge-{month:%Y-%m}",
            title="Valeurs qui ont bougé au-delà du bruit en un an",
        )
    st.caption(french.typography(movement.method(moved, mois=month)))


def money_section(money: Coming, *, demo: bool) -> None:
    """What will be paid by month and nature, then by fund."""
    st.header("Ce qui sera versé", anchor=False)
    widgets.sentence(french.typography(say_counted(money)), demo=demo, attention=True)
    widgets.block(
        money.par_mois,
        key="a-verser",
        name="versements-a-venir",
        caption="Versements à venir, par mois et nature",
        demo=demo,
    )
    if money.par_cpam is not None:
        widgets.block(money.par_cpam, key="par-cpam", name="versements-par-cpam", title="Par CPAM", demo=demo)


def stages(catalogue: Catalogue, followed: pd.DataFrame) -> None:
    """How many at each stage, then who is on the way."""
    st.header("Où en sont les CPTS", anchor=False)
    demo = bool(followed["demonstration"].any())
    known = catalogue.etapes
    widgets.block(stage_chart(followed, known), key="etapes", name="etapes", caption="CPTS par étape", demo=demo)
    ranks = {code: etape.rang for code, etape in known.items()}
    waiting = followed[followed["etape"].notna() & followed["etape"].ne("contrat")]
    waiting = waiting.assign(rang=waiting["etape"].map(ranks)).sort_values(["rang", "nom"], ascending=[False, True])
    if waiting.empty:
        return
    waiting = waiting.assign(
        lien=[FICHE.anchor(n, cpts=i) for i, n in zip(waiting["id_cpts"], waiting["nom"], strict=True)],
        libelle=[known[c].libelle for c in waiting["etape"]],
    )
    widgets.table(
        waiting,
        [
            Column("lien", "CPTS", "html"),
            Column("libelle", "Étape"),
            Column("etape_date", "Depuis le", "day"),
            Column("cpam", "CPAM"),
        ],
        caption="CPTS en chemin vers le contrat, les plus avancées d’abord",
    )


def show(session: Session) -> None:
    """Draw the page."""
    st.title("Vue d’ensemble", anchor=False)
    if not questions.months():
        widgets.stop_with("Aucune observation n’est encore enregistrée : commencez par la page « Dépôt mensuel ».")
    seen = filters()
    month, followed, region, cpam = seen.month, seen.followed, seen.region, seen.cpam
    ids = set(followed["id_cpts"])
    receipts = questions.received(month)
    receipts = receipts[receipts["id_cpts"].isin(ids)]
    moved = vue_ensemble_questions.moved(month).of(ids)
    payments = vue_ensemble_questions.coming(region, cpam, who=seen.who)
    demo = bool(followed["demonstration"].any()) or questions.invented()
    if demo:
        widgets.demo_note("Les territoires « CPTS démo » et toutes les observations de cette page sont simulés.")
    widgets.later_note(month, questions.months()[-1], "la colonne « Dernier mois reçu » et les versements à venir")
    headline(session, seen, receipts, moved, payments)
    if cpam:
        downloads.offer(month=month, cpam=cpam, demo=demo)
    moves(session.catalogue, month, moved, demo=demo)
    late.late(month, receipts, region=region, today=session.today, demo=demo)
    money_section(payments, demo=demo)
    stages(session.catalogue, followed)
