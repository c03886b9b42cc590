"""The Fiche's last sections: attainment and euros earned and at stake, the droits and receipts, the last deposits."""

from html import escape

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci.droits.a_venir import find_running_year
from calculators.aci.et_si.taux import CONVENTION
from calculators.rows import rows as records
from dashboard.asking import fiche, questions, session
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from dashboard.charts import money as money_charts
from dashboard.charts.style import Chart
from dashboard.fiche.attainment_chart import attainment
from dashboard.fiche.attainment_words import say_rate
from dashboard.fiche.spine_words import STATES
from dashboard.pages import DEPOT, INDICATEUR
from dashboard.tables import Column
from dashboard.ui import downloads, pickers, widgets, words
from pipelines.comparaison.echelle import scale_of
from pipelines.financement.funding import Part
from pipelines.financement.par_mission import any_indicator, indicators, missions


def is_demo(who: pd.Series, done: Part) -> bool:
    """True when the contract is invented, or its attainment is read in invented observations."""
    return bool(who["demonstration"]) or (len(done.atteintes) > 0 and questions.invented())


def _mission_names() -> dict[str, str]:
    return {code: mission.court for code, mission in session.accord().missions.items()}


# Neither the month nor the peers change the euros: drawn once, they are shown again as they are.
@question(entries=64, copied=False)
def variable(session: Session, id_cpts: str, annee: int) -> pd.DataFrame:
    """What the variable parts of one contract year come to; columns of par_mission.missions. Read only."""
    return missions(fiche.money(id_cpts), annee=annee)


@question(entries=64, copied=False)
def _attainment(session: Session, id_cpts: str, annee: int) -> Chart:
    return attainment(variable(id_cpts, annee), names=_mission_names(), title=f"l’année {annee}")


def say_supposed(found: pd.DataFrame, *, year: int, names: dict[str, str]) -> str:
    """What of the year is projected, and what nobody has observed; empty when all of it was read in observations."""
    projected = found[found["modele"].gt(0)]
    text = words.say_repeated({year: dict(zip(projected["mission"], projected["modele"], strict=True))}, names).strip()
    if len(projected):
        text = f"L’année {year} n’est pas encore observée. {text}"
    unseen = [names.get(mission, mission) for mission in found.loc[~found["connue"], "mission"]]
    if unseen:
        text += f" {french.enumerate_fr(unseen)} : pas encore observé, compté ni à 0 ni à 100 %."
    return text.strip()


@question(entries=64, copied=False)
def _receipts(session: Session, id_cpts: str) -> Chart:
    return money_charts.calendar(fiche.money(id_cpts).versements, after=session.today)


def section(who: pd.Series, done: Part, *, demo: bool) -> None:
    """The euros of one contract year: variable parts by mission and by indicator, then the droits, then the receipts."""
    st.header("Ses euros", anchor=False)
    lines = done.lignes
    if lines.empty:
        for reason in done.sans_calcul["motif"]:
            widgets.sentence(f"Rien n’est calculable : {french.lower_first(str(reason))}", attention=True)
        if done.sans_calcul.empty:
            widgets.sentence("Aucun contrat n’est signé : l’ACI ne doit encore rien à cette CPTS.")
        return
    downloads.speak_of(f"{who['nom']} ({who['id_cpts']})", f"Atteinte observée. {CONVENTION}")
    names = _mission_names()
    year = _year(lines)
    if demo:
        widgets.text("L’atteinte des volets variables est lue dans des observations **simulées**.")
    found, title = variable(done.id_cpts, year), f"l’année {year}"
    if len(found):
        if said := say_supposed(found, year=year, names=names):
            widgets.sentence(said, demo=demo)
        widgets.block(
            _attainment(done.id_cpts, year),
            key="fiche.atteinte",
            name=f"{who['id_cpts'].lower()}-atteinte-annee-{year}",
            title="Atteinte par mission : compté et en jeu",
            demo=demo,
        )
        _by_indicator(done, found, year, names)
    with st.expander(
        "Tous les droits de l’année", icon=":material/receipt_long:", key="fiche.tous", on_change="rerun"
    ) as box:
        if box.open:
            part = lines[lines["annee_contrat"].eq(year)]
            widgets.block(
                money_charts.cascade(part, missions=names, title=title), key="fiche.droits", name="droits", demo=demo
            )
    widgets.block(
        _receipts(done.id_cpts),
        key="fiche.versements",
        name="versements",
        title="Ce qui arrive, jour par jour",
        demo=demo,
    )


def _year(lines: pd.DataFrame) -> int:
    years = sorted(int(n) for n in lines["annee_contrat"].unique() if n)
    return int(
        pickers.choose_segment(
            "Année de contrat",
            {str(n): f"Année {n}" for n in years},
            key="annee",
            default=str(find_running_year(lines, session.today()) or years[-1]),
        )
    )


def _by_indicator(done: Part, found: pd.DataFrame, year: int, names: dict[str, str]) -> None:
    if not any_indicator(done, found, annee=year):
        widgets.sentence(
            "Aucune observation de cette année n’est encore reçue : elle ne se partage pas par indicateur."
        )
        return
    with st.expander(
        "Par indicateur : ce que chacun rapporte", icon=":material/savings:", key="fiche.parts", on_change="rerun"
    ) as box:
        if box.open:
            _parts(done, found, year, names)


def _parts(done: Part, found: pd.DataFrame, year: int, names: dict[str, str]) -> None:
    catalogue = session.catalogue()
    rows = indicators(done, found, annee=year, catalogue=catalogue)
    out = []
    mission = ""
    for row in records(rows):
        if row.mission != mission:
            mission = row.mission
            out.append({"indicateur": f"<strong>{escape(names.get(mission, mission))}</strong>", "classe": "groupe"})
        item = catalogue.indicateurs.get(row.code)
        name = INDICATEUR.anchor(row.libelle, indicateur=row.code) if item else escape(row.libelle)
        doubt = f"<small>{escape(french.typography(row.doute))}</small>" if row.doute else ""
        value = target = french.ABSENT
        if item and row.cible is not None:
            scale = scale_of(item)
            value = scale.write(row.valeur) if row.etat == "valeur" else STATES.get(row.etat, row.etat)
            target = f"{scale.write(row.cible)}<small>départ {scale.write(row.reference)}</small>"
        out.append(
            {
                "indicateur": name,
                "valeur": value,
                "cible": target,
                "atteinte": escape(say_rate(row.taux_bas, row.taux, row.taux_haut)) + doubt,
                "gagne": french.euros(row.gagne_centimes),
                "enjeu": french.euros(row.enjeu_centimes),
                "classe": "",
            }
        )
    columns = [
        Column("indicateur", "Indicateur", "html"),
        Column("valeur", "Valeur de l’année", "amount"),
        Column("cible", "Cible", "amount"),
        Column("atteinte", "Atteinte", "amount"),
        Column("gagne", "Compté à ce jour", "written"),
        Column("enjeu", "En jeu", "written"),
    ]
    widgets.table(
        pd.DataFrame(out).fillna(""),
        columns,
        caption="Sans montants par indicateur au contrat, ceux d’une mission pèsent le même poids dans son volet variable",
        row_class="classe",
        whole=True,
    )


def deposits(who: pd.Series) -> None:
    """The last files that said something about this CPTS."""
    found = fiche.deposits(who["id_cpts"])
    st.header("Derniers dépôts à son sujet", anchor=False)
    if found.empty:
        widgets.sentence("Aucun fichier n’a encore rien dit de cette CPTS.")
        return
    last = found.iloc[0]
    widgets.sentence(
        f"Dernier dépôt le {french.day(last['depose_le'])} par {last['auteur']} : "
        f"{french.count(int(last['nouvelles']), 'valeur nouvelle', 'valeurs nouvelles')}, "
        f"{french.count(int(last['corrigees']), 'valeur corrigée', 'valeurs corrigées')}.",
        demo=bool(last["demonstration"]),
    )
    periods = zip(found["premier_mois"], found["dernier_mois"], strict=True)
    rows = found.assign(
        fichier_mot=[
            DEPOT.anchor(f if isinstance(f, str) else str(d), depot=str(d))
            for d, f in zip(found["depot"], found["fichier"], strict=True)
        ],
        mois_mot=[french.month(a) if a == b else f"{french.month(a)} à {french.month(b)}" for a, b in periods],
        etat_mot=["○\u00a0retiré" if pd.notna(r) else "●\u00a0enregistré" for r in found["retire_le"]],
        nature=[widgets.DEMO if d else "réelle" for d in found["demonstration"]],
    )
    widgets.table(
        rows,
        [
            Column("depose_le", "Déposé le", "day"),
            Column("fichier_mot", "Fichier", "html"),
            Column("auteur", "Par"),
            Column("mois_mot", "Mois"),
            Column("nouvelles", "Nouvelles", "int"),
            Column("corrigees", "Corrigées", "int"),
            Column("confirmees", "Redites", "int"),
            Column("etat_mot", "État"),
            Column("nature", "Données", "html"),
        ],
        caption="Les douze derniers ; les nombres ne comptent que les valeurs de cette CPTS",
        whole=True,
    )
