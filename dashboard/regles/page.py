"""Règles et sources: the barème with its statuses, the rules of computation, the indicators, the sources."""

from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci.accord.hypotheses import HYPOTHESES
from calculators.aci.accord.load import Accord
from calculators.aci.accord.schema import FONCTIONNEMENT, LETTRE_INTENTION, Bloc
from calculators.aci.accord.statut import DEFINITIONS, STATUTS
from calculators.comparison.methodes import METHODES
from calculators.rows import rows as records
from dashboard.asking.session import Session
from dashboard.tables import Column, badge
from dashboard.ui import pickers, widgets
from pipelines.catalogue import Catalogue, Indicateur

CAS = {
    "redaction": "année de rédaction du plan",
    "mise_a_jour": "année de mise à jour du plan",
    "crise_reconnue": "si une crise est reconnue",
}
FOURNISSEURS = {"CPAM": "la CPAM", "CPTS": "la CPTS"}
SENS = {
    "hausse": "↑ plus haut est mieux",
    "baisse": "↓ plus bas est mieux",
    "neutre": "sans jugement, jamais classé",
}


def bareme(accord: Accord, bloc: Bloc) -> None:
    """The whole table of one version, a column per taille, every amount with its status."""
    cells = accord.table(bloc.en_vigueur)
    names = {mission.code: mission.court for mission in bloc.missions}
    names |= {FONCTIONNEMENT: "Fonctionnement", LETTRE_INTENTION: "Aide à la lettre d’intention (une fois)"}
    rows: dict[str, dict[str, str]] = {}
    for cell in records(cells):
        volet = {"fixe": "fixe", "variable": "variable", "majore": "première année majorée (une fois)"}[cell.volet]
        label = names[cell.mission]
        if cell.mission != LETTRE_INTENTION and (cell.mission, cell.volet) != (FONCTIONNEMENT, "fixe"):
            label += f", {volet}"
        if cell.cas:
            label += f" ({CAS[cell.cas]})"
        amount = french.euros(cell.montant_centimes, cents=False)
        source = f"{cell.reference} · vérifié le {french.day(cell.verifie_le)}"
        rows.setdefault(label, {"poste": escape(label)})[f"t{cell.taille}"] = (
            f'<span title="{escape(source, quote=True)}">{amount}</span>&emsp;{badge(cell.statut)}'
        )
    columns = [Column("poste", "En euros par an", "html")]
    for band in bloc.tailles:
        top = (
            f"plus de {french.number(band.de - 1)}"
            if band.a is None
            else f"moins de {french.number(band.a + 1)}"
            if band.de == 0
            else f"{french.number(band.de)} à {french.number(band.a)}"
        )
        columns.append(Column(f"t{band.taille}", f"Taille {band.taille} : {top} habitants", "html"))
    widgets.table(
        pd.DataFrame(list(rows.values())),
        columns,
        caption=f"{bloc.titre} ({bloc.publication}). Survolez un montant pour lire sa source.",
        whole=True,
    )
    widgets.downloads(
        cells,
        [
            Column("taille", "Taille"),
            Column("mission", "Mission"),
            Column("volet", "Volet"),
            Column("cas", "Cas"),
            Column("montant_centimes", "Montant (€)", "euros"),
            Column("statut", "Statut"),
            Column("article", "Article"),
            Column("reference", "Référence"),
            Column("verifie_le", "Vérifié le", "day"),
            Column("version", "Version"),
        ],
        key="bareme",
        name=f"bareme-{bloc.version}",
    )


def statuts() -> None:
    """What each status means, and what to do with it."""
    frame = pd.DataFrame([{"statut": s, "definition": DEFINITIONS[s]} for s in STATUTS])
    widgets.table(
        frame,
        [Column("statut", "Statut", "statut"), Column("definition", "Ce que cela veut dire")],
        caption="Du plus sûr au moins sûr. Un total porte le statut de sa partie la moins sûre.",
    )


def missions(bloc: Bloc) -> None:
    """The missions and their deadlines."""
    frame = pd.DataFrame(
        [
            {
                "mission": m.libelle,
                "nature": m.nature,
                "ouverture": f"{m.ouverture_mois} mois après la signature" if m.ouverture_mois else "libre",
                "deploiement": f"{m.deploiement_mois} mois après la signature" if m.deploiement_mois else "libre",
            }
            for m in bloc.missions
        ]
    )
    widgets.table(
        frame,
        [
            Column("mission", "Mission"),
            Column("nature", "Nature"),
            Column("ouverture", "À commencer au plus tard"),
            Column("deploiement", "Déployée au plus tard"),
        ],
        caption="Une mission socle non ouverte à temps peut mettre fin au contrat.",
    )


def indicator(item: Indicateur) -> None:
    """Everything one indicator says about itself."""
    ratio = f"{item.numerateur} ÷ {item.denominateur}" if item.denominateur else item.libelle
    st.markdown(
        f"**{item.libelle}** · `{item.code}`  \n"
        f"{ratio} · unité{french.INSECABLE}: {item.unite} · {SENS[item.sens]}, "
        f"fourni par {FOURNISSEURS[item.fournisseur]}."
    )
    st.markdown(f"*Pourquoi.* {item.pourquoi}")
    st.markdown(f"*Précautions.* {item.precautions}")
    st.caption(f"Source{french.INSECABLE}: {item.source}. Relu le {french.day(item.revu_le)}.")


def listed(rows: Iterable[object], *, titles: dict[str, str], caption: str) -> None:
    """A table of sentences: one row per object, a column per field of `titles`."""
    frame = pd.DataFrame([{name: getattr(row, name) for name in titles} for row in rows], dtype="str")
    said = frame.map(lambda text: french.typography(text))
    widgets.table(said, [Column(name, title) for name, title in titles.items()], caption=caption, whole=True)


def pick_version(blocs: Sequence[Bloc]) -> Bloc:
    """The version of the agreement shown, the newest unless another is chosen."""
    by_code = {bloc.version: bloc for bloc in reversed(blocs)}
    st.header("Le barème de l’ACI", anchor="bareme")
    version = pickers.choose_segment(
        "Version de l’accord",
        {
            code: f"{'Depuis le' if bloc.nature == 'en vigueur' else 'Proposé, dès le'} {french.day(bloc.en_vigueur)}"
            for code, bloc in by_code.items()
        },
        key="accord",
    )
    return by_code[version]


def computation(bloc: Bloc) -> None:
    """From the barème to euros, in eight steps."""
    st.header("Du barème aux euros", anchor="calcul")
    advance = bloc.regles.avance_pour_cent.valeur
    auditor = french.number(bloc.regles.seuil_commissaire_aux_comptes.valeur)
    known_caps = [f"{french.euros(100 * cap.montant, cents=False)} en {cap.annee}" for cap in bloc.plafonds_indemnites]
    caps = f"{french.INSECABLE}: {french.enumerate_fr(known_caps)}, dernières valeurs connues" if known_caps else ""
    st.markdown(
        f"""
1. **Année de contrat.** L’année *n* va du (*n* − 1)ᵉ anniversaire de la signature à la veille du suivant ; le contrat
   dure {bloc.regles.duree_annees.valeur} ans.
2. **Droits.** Chaque euro est une ligne : *montant = base × prorata × taux*. La base est la cellule du barème ; le
   prorata, la part de l’année où la mission a fonctionné, en jours (choix documenté : les textes posent le principe,
   pas le décompte) ; le taux, l’atteinte des objectifs (1 pour un volet fixe). Chaque ligne est arrondie au centime,
   les totaux sont des sommes de lignes.
3. **Fonctionnement.** Dû en entier chaque année. Payé le premier jour si aucune mission n’a commencé ; sinon
   {advance} % le premier jour et le reste à l’anniversaire suivant.
4. **Volet fixe.** {advance} % au démarrage de la mission, puis à chaque anniversaire le solde de l’année écoulée et
   {advance} % de la suivante.
5. **Volet variable.** Payé une fois, après le dialogue de gestion, selon l’atteinte ; jamais avancé. Daté ici de
   l’anniversaire suivant.
   Quand le contrat ne donne pas de montant par indicateur, l’atteinte d’une mission est lue dans les observations : la
   moyenne, sur ses indicateurs qui ont une cible, du chemin parcouru de la référence à la cible (de 0 à 100 %), au
   dernier mois reçu de l’année de contrat, ou sur tous ses mois pour ce qui se compte mois par mois. Un indicateur
   masqué ou manquant compte pour 0, et le montant dit alors entre quelles bornes il reste. C’est un choix documenté ;
   les taux et les objectifs écrits au contrat prévalent.
6. **Crise.** Le volet fixe est entier l’année où le plan est rédigé, de moitié les années de mise à jour ; le volet
   variable n’est dû que si l’ARS reconnaît une crise et que le plan sert.
7. **Seuils à connaître.** Au-delà de {auditor} € d’aide publique par an, un commissaire aux comptes est obligatoire.
   Ce qu’un même professionnel peut recevoir d’indemnités dans l’année est plafonné (décret 2022-375){caps}.
8. **Pourquoi un montant a bougé.** Entre deux calculs, les causes sont changées l’une après l’autre, dans cet ordre :
   règles, données corrigées, mois nouveaux, dates du contrat. Un autre ordre partagerait autrement ce qui tient à deux
   causes à la fois ; la somme serait la même.
"""
    )


def indicators(catalogue: Catalogue) -> None:
    """The indicators of the catalogue, mission by mission."""
    st.header("Les indicateurs", anchor="indicateurs")
    groups = {code: mission.libelle for code, mission in catalogue.missions.items()} | {"": "Vie de la CPTS"}
    for code, label in groups.items():
        items = [i for i in catalogue.indicateurs.values() if (i.mission or "") == code]
        if not items:
            continue
        with st.expander(f"{label} ({french.count(len(items), 'indicateur')})", key=f"indicateurs.{code or 'vie'}"):
            for rank, item in enumerate(items):
                if rank:
                    st.divider()
                indicator(item)


def sources(bloc: Bloc) -> None:
    """What all this rests on, and what is hidden or invented."""
    st.header("Les sources", anchor="sources")
    st.markdown(
        "\n".join(f"- {escape(reference)}" for reference in bloc.references.values())
        + "\n- INSEE, populations municipales 2018–2023 des communes ; référentiel administratif des communes."
        + "\n- Fiches des territoires : faits publics, chacun daté et marqué connu, supposé ou inconnu."
    )
    st.subheader("Secret statistique et données simulées", anchor=False)
    st.markdown(
        "Un effectif de 1 à 10 patients (ou de 1 à 4 professionnels), son complément ou un dénominateur aussi petit n’est pas montré à qui ne l’a pas fourni, ni ce qui s’en déduit : les montants deviennent des bornes. Une valeur masquée par le fournisseur "
        "n’est ni zéro ni manquante : elle reste notée comme masquée. Les territoires nommés « CPTS démo » et toutes les "
        "observations livrées avec le logiciel sont **simulés** ; ils portent la mention « démonstration »."
    )


def show(session: Session) -> None:
    """Draw the page."""
    st.title("Règles et sources", anchor=False)
    st.markdown(
        "D’où vient chaque montant, comment il se calcule, ce que mesure chaque indicateur. "
        "**Le contrat signé et son annexe prévalent toujours** sur ce qui est écrit ici."
    )
    bloc = pick_version(session.accord.blocs)
    bareme(session.accord, bloc)
    if bloc.remarques:
        st.markdown("\n".join(f"- {remark}" for remark in bloc.remarques))
    if bloc.horizon < session.today:
        st.warning(
            f"Ces montants n’ont pas été vérifiés au-delà du {french.day(bloc.horizon)}.", icon=":material/event_busy:"
        )
    st.header("Les statuts", anchor="statuts")
    statuts()
    st.header("Les missions et leurs délais", anchor="missions")
    missions(bloc)
    computation(bloc)
    st.header("Nos choix", anchor="choix")
    listed(
        HYPOTHESES,
        titles={"sujet": "Sujet", "choix": "Ce que fait le calcul", "sinon": "Ce qui changerait sinon"},
        caption=f"{french.count(len(HYPOTHESES), 'choix', 'choix')} faits là où les sources se taisent. "
        "Le contrat signé prévaut sur chacun d’eux.",
    )
    indicators(session.catalogue)
    st.header("Les comparaisons", anchor="comparaisons")
    listed(
        METHODES,
        titles={"sujet": "Question", "methode": "Méthode", "source": "Source"},
        caption="Les fausses alertes de ces méthodes sont mesurées par simulation dans les essais du logiciel.",
    )
    sources(bloc)
