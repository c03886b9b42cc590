"""Fiche CPTS: who it is, every indicator against target, peers and its own past, and its euros."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from calculators.aci.statut import least_sure
from dashboard import french, pickers, questions, session, simulation, widgets
from dashboard.charts import money
from dashboard.charts.profile import profile
from dashboard.charts.trend import trend
from dashboard.profile_table import profile_rows
from dashboard.tables import Column, badge
from dashboard.widgets import Card

FAITS = {"connu": "✓ connu", "suppose": "≈ supposé", "inconnu": "? inconnu"}


def pick() -> tuple[pd.Series, date | None]:
    """The territory and the month; the page ends here while a link names an unknown territory."""
    frame = questions.territories()
    months = questions.months()
    with st.container(key="filtres"):
        left, right = st.columns([2, 1])
    with left:
        chosen = pickers.choose_known("CPTS", questions.names(frame), key="cpts", default="CPTS-WEPP")
    if chosen is None:
        st.stop()
    with right:
        month = pickers.choose_month("Mois", months, default=questions.usual_month()) if months else None
    return frame.set_index("id_cpts", drop=False).loc[chosen], month


def identity(who: pd.Series) -> None:
    """Name, fund, agency, stage, taille."""
    stages = session.catalogue().etapes
    parts = [
        str(who["cpam"]).replace("|", " et ") if pd.notna(who["cpam"]) else "",
        str(who["ars"]).replace("|", " et ") if pd.notna(who["ars"]) else "",
        stages[who["etape"]].libelle if who["etape"] in stages else "",
    ]
    mark = f" {widgets.DEMO}" if who["demonstration"] else ""
    st.html(f"<p>{escape(' · '.join(p for p in parts if p))}{mark}</p>")


def population(who: pd.Series) -> Card:
    """Contractual and INSEE populations side by side, and the distance to the next taille."""
    contract, insee = who["population"], who["population_insee"]
    if pd.isna(contract):
        return Card("Population", french.ABSENT, "inconnue")
    rules = session.accord().en_vigueur_le(session.today())
    detail = escape(simulation.taille_note(int(contract), rules))
    if pd.isna(who["population_contrat"]) and not who["demonstration"]:
        return Card("Population INSEE 2023", french.number(contract), detail + "<br>Celle du contrat n’est pas connue.")
    if pd.notna(insee):
        other = session.accord().taille(int(insee), session.today())
        detail += f"<br>INSEE 2023 : {french.number(insee)} (taille {other})"
        if other != session.accord().taille(int(contract), session.today()):
            detail += " ⚠ autre taille"
    return Card("Population annoncée", french.number(contract), french.typography(detail))


def contract_cards(who: pd.Series, lines: pd.DataFrame, paid: pd.DataFrame, *, demo: bool) -> list[Card]:
    """Signature and year, what this year gives, what comes next; `demo` when attainment is read in invented data."""
    mark = f"{widgets.DEMO} " if demo else ""
    today = pd.Timestamp(session.today())
    if lines.empty:
        detail = "date de signature inconnue : rien n’est calculable" if who["sous_contrat"] else "aucun contrat signé"
        return [Card("Contrat", french.day(who["date_signature"]), detail, attention=True)]
    current = lines[(lines["debut"] <= today) & (lines["fin"] >= today)]
    if current.empty:
        end = lines["fin"].max()
        cards = [Card("Contrat", french.day(who["date_signature"]), f"terminé le {french.day(end)}", attention=True)]
    else:
        year = int(current["annee_contrat"].iloc[0])
        amount, status = int(current["montant_centimes"].sum()), least_sure(current["statut"].astype(str))
        cards = [
            Card(
                "Contrat signé le",
                french.day(who["date_signature"]),
                f"année {year}, jusqu’au {french.day(current['fin'].iloc[0])}",
            ),
            Card(
                f"Droits de l’année {year}",
                french.euros(amount, cents=False),
                f"{mark}{badge(status)} à l’atteinte d’aujourd’hui",
            ),
        ]
    to_come = paid[paid["date"] > today]
    if len(to_come):
        day = to_come["date"].min()
        part = to_come[to_come["date"].eq(day)]
        cards.append(
            Card(
                "Prochain versement",
                french.euros(int(part["montant_centimes"].sum()), cents=False),
                f"{mark}{badge(least_sure(part['statut'].astype(str)))} le {french.day(day)}",
            )
        )
    return cards


def facts(id_cpts: str) -> None:
    """Every public fact, known, assumed or unknown, with its source."""
    frame = session.catalogue().faits
    frame = frame[frame["id_cpts"].eq(id_cpts)]
    if frame.empty:
        return
    unknown = int(frame["statut"].eq("inconnu").sum())
    with st.expander(
        f"{french.count(len(frame), 'fait')} sur ce territoire, dont {french.count(unknown, 'inconnu')}",
        icon=":material/fact_check:",
        key="fiche.faits",
        expanded=id_cpts == "REG-PACA",
    ):
        widgets.table(
            frame.assign(statut_mot=frame["statut"].map(FAITS)),
            [
                Column("champ", "Fait"),
                Column("valeur", "Valeur"),
                Column("statut_mot", "Statut"),
                Column("source", "Source"),
                Column("date", "Date", "day"),
            ],
            caption="Ce qui est public, ce qui est supposé, ce qui n’est pas connu. Rien n’est inventé.",
            whole=True,
        )


def indicators(who: pd.Series, month: date, frame: pd.DataFrame, *, demo: bool) -> None:
    """The profile chart, the table, the trend of one indicator."""
    catalogue = session.catalogue()
    st.header(f"Ses indicateurs en {french.month(month)}", anchor=False)
    if demo:
        widgets.demo_note("Ces observations sont simulées : elles ne disent rien de l’activité réelle de cette CPTS.")
    what = "l’évolution, la colonne « Dernier mois reçu » et les euros"
    widgets.later_note(month, questions.months()[-1], what)
    widgets.block(
        profile(frame, catalogue.indicateurs, nom=who["nom"], mois=month),
        key="profil",
        name=f"{who['id_cpts'].lower()}-parts",
        demo=demo,
    )
    columns = [
        Column("indicateur", "Indicateur", "html"),
        Column("valeur", f"{french.month(month).capitalize()} (intervalle à 95 %)", "amount"),
        Column("evolution", "En douze mois", "amount"),
        Column("cible", "Cible", "amount"),
        Column("mediane", f"Médiane, taille {who['taille']}", "amount"),
        Column("rang", "Rang dans sa taille", "amount"),
        Column("recu", "Dernier mois reçu"),
    ]
    with st.container(key="indicateurs"):
        caption = (
            "Évolution « mieux » ou « moins bien » : au-delà du hasard, les intervalles à 95 % ne se touchent pas."
        )
        widgets.table(profile_rows(frame, catalogue), columns, caption=caption, row_class="classe", whole=True)
    sent = frame[frame["dernier_mois"].notna()]
    if sent.empty:
        return
    st.subheader("L’évolution d’un indicateur", anchor=False)
    options = {c: catalogue.indicateurs[c].court for c in sent["indicateur"]}
    code = pickers.choose("Indicateur", options, key="indicateur", default="PRE_SEIN")
    group = questions.Group(taille=int(who["taille"]) if pd.notna(who["taille"]) else None)
    target = frame.loc[frame["indicateur"].eq(code), "cible"].iloc[0]
    widgets.block(
        trend(
            questions.series(code, (who["id_cpts"],)),
            questions.quantiles(code, group),
            catalogue.indicateurs[code],
            group=questions.group_label(group),
            target=None if pd.isna(target) else float(target),
        ),
        key="fiche.tendance",
        name=f"{who['id_cpts'].lower()}-{code.lower()}",
        demo=demo,
    )


def euros(lines: pd.DataFrame, paid: pd.DataFrame, *, demo: bool) -> None:
    """The droits of one contract year, and the receipts."""
    st.header("Ses euros", anchor=False)
    names = {code: mission.court for code, mission in session.accord().missions.items()}
    years = sorted(n for n in lines["annee_contrat"].unique() if n)
    today = pd.Timestamp(session.today())
    running = lines.loc[(lines["debut"] <= today) & (lines["fin"] >= today), "annee_contrat"]
    year = pickers.choose_segment(
        "Année de contrat",
        {str(n): f"Année {n}" for n in years},
        key="annee",
        default=str(running.iloc[0] if len(running) else years[-1]),
    )
    part = lines[lines["annee_contrat"].eq(int(year))]
    widgets.block(
        money.cascade(part, missions=names, title=f"l’année {year}"), key="fiche.droits", name="droits", demo=demo
    )
    if demo:
        widgets.text("L’atteinte des volets variables est lue dans des observations **simulées**.")
    widgets.block(
        money.calendar(paid, after=session.today()),
        key="fiche.versements",
        name="versements",
        title="Ce qui arrive, jour par jour",
        demo=demo,
    )


st.title("Fiche CPTS", anchor=False)
who, month = pick()
st.header(who["nom"], anchor=False)
identity(who)
money_ = questions.money()
lines = money_.resultat.lignes[money_.resultat.lignes["id_cpts"].eq(who["id_cpts"])]
paid = money_.resultat.versements[money_.resultat.versements["id_cpts"].eq(who["id_cpts"])]
frame = questions.profile(who["id_cpts"], month) if month and who["nature"] == "cpts" else pd.DataFrame()
invented = not frame.empty and bool(frame["demonstration"].any())
observed = bool(money_.atteintes["id_cpts"].eq(who["id_cpts"]).any())
demo_money = bool(who["demonstration"]) or (observed and questions.invented())
if who["nature"] == "cpts":
    cards = [population(who), *contract_cards(who, lines, paid, demo=demo_money)]
    if pd.notna(who["adherents"]):
        cards.insert(1, Card("Professionnels adhérents", french.number(who["adherents"]), "chiffre donné par la CPTS"))
    widgets.cards(cards)
facts(who["id_cpts"])
if who["nature"] == "region":
    widgets.sentence("Une région est la somme de ses CPTS : aucun indicateur ne lui est propre.")
elif frame.empty or not frame["dernier_mois"].notna().any():
    widgets.sentence("Aucune observation reçue pour cette CPTS.")
else:
    indicators(who, month, frame, demo=invented)
if len(lines):
    euros(lines, paid, demo=demo_money)
