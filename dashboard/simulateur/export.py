"""Take the simulation away: XLSX, PDF, the situation as YAML, and a link that says later what changed."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from calculators import french
from calculators.aci import Resultat, Situation, strict_yaml
from calculators.aci.et_si.taux import CONVENTION
from calculators.aci.situation.write import write_situation
from dashboard.asking import questions, session
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from dashboard.simulateur import compute, shared_link
from dashboard.simulateur.saisie import form, hypotheses, kept_scenarios, objectifs_form, observed_scenario
from dashboard.simulateur.saisie.observe import Observe
from dashboard.simulateur.saisie.simulation import Simulation
from dashboard.simulateur.saisie.situation import FREE
from dashboard.ui import widgets
from dashboard.ui.words import literal
from pipelines.publish.statement.pdf import statement_pdf
from pipelines.publish.statement.xlsx import statement_xlsx
from pipelines.publish.synthese.document import short_mark

#: Values of a situation that stay texts, even when they look like a number or a day.
TEXTS = ("id_cpts", "code", "mission", "pourquoi")
PARAMETERS = ("cpts", "vue", "annee", "ligne", "periode", "annee_leviers", "question", "ecart", "situation")


def _rests_on_own_counts(simulated: Simulation) -> bool:
    """True when something of the link rests on observed counts, small ones of the reader's own among them.

    The form, a scenario kept beside it, or the objectives changed by hand: nobody else's to see.
    """
    return observed_scenario.reads_small_counts() and (
        simulated.mode == form.OBSERVES
        or simulated.relu
        or any(scenario.relus for scenario in kept_scenarios.list_session())
        or _keeps_observed_objectives(simulated.id_cpts)
    )


def _keeps_observed_objectives(id_cpts: str) -> bool:
    """True when objectives kept in the address have the value observed of the CPTS."""
    typed = objectifs_form.find_kept(())
    return observed_scenario.keep_shareable(typed, id_cpts) != typed


@question(entries=8, copied=False)
def _data_mark(session: Session) -> str:
    """What changes with the data, and not with a group somebody saved."""
    return short_mark(session.store)


def _mark(simulated: Simulation) -> shared_link.Empreinte:
    total = int(compute.compute(simulated.situation).lignes["montant_centimes"].sum())
    return shared_link.Empreinte(
        le=session.today(),
        regles=shared_link.mark_rules(session.accord()),
        donnees=_data_mark(),
        logiciel=shared_link.find_software(),
        total=None if _rests_on_own_counts(simulated) else total,
        saisie=shared_link.digest(simulated.ecrit),
    )


def say_what_changed(simulated: Simulation) -> None:
    """When the address is a shared link: say that nothing changed, or what did. An edited entry ends the comparison."""
    params = st.query_params.to_dict()
    try:
        then = shared_link.read(params)
    except ValueError:
        st.warning("La marque de partage de ce lien est illisible : rien ne peut être comparé.")
        return
    if then is None:
        return
    now = _mark(simulated)
    if then.saisie != now.saisie:
        if st.session_state.get("partage.vu") == then.saisie:
            for name in [name for name in params if name.startswith(shared_link.PREFIX)]:
                del st.query_params[name]
        else:
            st.warning(
                french.typography(
                    f"Ce lien, partagé le {french.day(then.le)}, ne se rouvre pas à l’identique : le contrat enregistré "
                    f"ou la saisie a changé. {_say_totals(then, now)}"
                ),
                icon=":material/history:",
            )
        return
    st.session_state["partage.vu"] = then.saisie
    changed = shared_link.list_differences(then, now)
    when = f"Simulation partagée le {french.day(then.le)}."
    if not changed:
        same = "" if now.total is None or then.total is None else f" : même total, {french.euros(now.total)}"
        st.success(f"{when} Rien n’a changé depuis{same}.", icon=":material/check:")
        return
    lines = "\n".join(f"- {literal(text)}" for text in changed)
    moved = None not in (then.total, now.total) and then.total != now.total
    (st.warning if moved else st.info)(f"{when}\n\n{lines}", icon=":material/history:")


def _say_totals(then: shared_link.Empreinte, now: shared_link.Empreinte) -> str:
    if then.total is None or now.total is None:
        return "Le lien ne porte pas de total à comparer."
    return f"Le total était de {french.euros(then.total)} ; il est maintenant de {french.euros(now.total)}."


def write_yaml(situation: Situation, *, today: date) -> str:
    """The situation as a file that `cpts simulate` reads."""
    kept = {name: value for name, value in _plain(write_situation(situation)).items() if value not in ({}, [])}
    head = f"# Situation écrite par Pilotage CPTS le {today:%d/%m/%Y}. À calculer avec : cpts simulate SITUATION.yaml\n"
    return head + strict_yaml.dump(kept)


def _plain(value: Any) -> Any:
    """Dates as dates and rates as numbers, keys in order, so that the file reads as a person would write it."""
    if isinstance(value, dict):
        return {key: item if key in TEXTS else _plain(item) for key, item in sorted(value.items())}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if len(value) == 10 and value[4:5] == "-" else float(Decimal(value))
        except (ValueError, ArithmeticError):
            return value
    return value


def _write_address(id_cpts: str) -> tuple[str, dict[str, str]]:
    """The address of the page and every field written out, defaults included, so that it does not depend on them.

    Objectives that have observed values stay out of it when others may not see all that they rest on.
    """
    state = st.session_state
    fields = {
        name.removeprefix("url."): str(value)
        for name, value in sorted((str(key), state[key]) for key in state if str(key).startswith("url."))
        if name.removeprefix("url.") in PARAMETERS or name.startswith((f"url.{form.PREFIX}", "url.e_"))
    }
    others = {name: value for name, value in st.query_params.items() if name.startswith("sc")}
    if observed_scenario.reads_small_counts() and _keeps_observed_objectives(id_cpts):
        fields.pop(objectifs_form.KEY, None)
    base = (st.context.url or "").split("?")[0]
    return base, {**fields, **others}


@st.fragment
def show(simulated: Simulation, shown: Situation, *, seen: Observe | None) -> None:
    """The block at the end of every view; files are written when asked for, the link when the block is opened.

    The link carries the situation of the form, the files that of the view, `shown`; `seen`: what the latter rests on.
    """
    folded = st.expander(
        "Exporter et partager", key="simulateur.export", icon=":material/ios_share:", on_change="rerun"
    )
    if not folded.open:
        return
    result, today, id_cpts = compute.compute(shown), session.today(), simulated.id_cpts
    known = questions.situations() | questions.unsigned()
    name = known[id_cpts][0] if id_cpts != FREE and id_cpts in known else "Saisie libre"
    demo = name.endswith("(démonstration)") or (seen is not None and seen.demonstration)
    stem = f"{'demonstration-' if demo else ''}aci-{id_cpts.lower()}-{today.isoformat()}"
    with folded:
        if demo:
            widgets.demo_note("Ces montants reposent sur des données simulées ; les fichiers le disent.")
        with st.container(horizontal=True):
            st.download_button(
                "Classeur Excel (formules vivantes)",
                lambda: statement_xlsx(
                    result,
                    today=today,
                    nom=name,
                    demonstration=demo,
                    hypothese=say_hypothesis(simulated),
                    supposee=is_supposed(simulated),
                ),
                file_name=f"{stem}.xlsx",
                mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                icon=":material/table_view:",
                on_click="ignore",
                key="export.xlsx",
            )
            st.download_button(
                "PDF pour le conseil d’administration",
                lambda: statement_pdf(
                    result,
                    nom=name,
                    today=today,
                    hypothese=say_hypothesis(simulated),
                    supposee=is_supposed(simulated),
                    hypotheses=_list_assumed(simulated),
                    demonstration=demo,
                ),
                file_name=f"{stem}.pdf",
                mime="application/pdf",
                icon=":material/picture_as_pdf:",
                on_click="ignore",
                key="export.pdf",
            )
            st.download_button(
                "Situation (YAML)",
                lambda: write_yaml(shown, today=today),
                file_name=f"{stem}.yaml",
                mime="application/yaml",
                icon=":material/data_object:",
                on_click="ignore",
                key="export.yaml",
            )
        base, fields = _write_address(id_cpts)
        mark = _mark(simulated)
        if shown != simulated.situation:
            st.caption("Les fichiers portent la situation de cette vue, avec ses objectifs un par un.")
        st.markdown("**Lien à partager** : il rouvre exactement cette saisie, et dira ce qui a changé depuis.")
        st.code(f"{base}?{urlencode({**fields, **shared_link.write(mark)})}", language=None)
        if mark.total is None:
            st.caption(
                "Ce lien ne porte pas le total : il repose sur des effectifs que vous fournissez et que d’autres ne voient "
                "pas. Il ne porte pas non plus les atteintes observées, ni les objectifs qui en reprennent une valeur : qui "
                "l’ouvre les relit, telles qu’il peut les voir."
            )
        last = session.accord().blocs[-1]
        st.caption(
            french.typography(
                f"Calculé le {french.day(today)} : règles « {last.version} », vérifiées le {french.day(last.verifie_le)} ; "
                f"données {mark.donnees} ; logiciel {mark.logiciel}. Simulation sans valeur contractuelle."
            )
        )


def say_hypothesis(simulated: Simulation) -> str:
    """On which hypothesis the variable parts are counted, in a sentence or two."""
    said = form.explain(simulated.mode, own=bool(simulated.situation.objectifs))
    if simulated.mode == form.SAISIE:
        rates = simulated.situation.atteinte
        latest = {code: rate.taux for by in rates.values() for code, rate in by.items() if code != "crise"}
        names = {code: mission.court for code, mission in session.accord().missions.items()}
        listed = [f"{names.get(code, code)} {french.percent(rate)}" for code, rate in latest.items()]
        return french.typography(f"Atteinte saisie, la même chaque année : {', '.join(listed) or 'aucune mission'}.")
    basis = "Signature et missions supposées, saisies ici. " if simulated.id_cpts in questions.unsigned() else ""
    return french.typography(basis + (f"{said} {CONVENTION}" if simulated.mode == form.OBSERVES else said))


def say_unsigned(id_cpts: str) -> str:
    """What is known and what is missing of a CPTS whose signature is not known; empty for any other start."""
    if id_cpts not in questions.unsigned():
        return ""
    name, known = questions.unsigned()[id_cpts]
    missing = "sa date de signature et ses missions ne sont pas connues"
    people = f", proposée : {french.count(known['population'], 'habitant')}" if known["population"] else ""
    return french.typography(
        f"{name.split(', signature')[0]} : {missing}. Indiquez une date supposée et les missions à essayer : elles sont à vous, "
        f"aucune source ne les donne, et les fichiers le diront. La population{people} n’est pas celle d’un contrat lu."
    )


def say_whom(simulated: Simulation) -> str:
    """« CPTS des Weppes (CPTS-WEPP), 48 000 habitants, contrat signé le 8 septembre 2023 »."""
    here, known = simulated.situation, questions.situations() | questions.unsigned()
    name = f"{known[simulated.id_cpts][0]} ({simulated.id_cpts})" if simulated.id_cpts in known else "Saisie libre"
    people = list(here.population.values())[-1]
    signed = "supposé signé" if simulated.id_cpts in questions.unsigned() else "signé"
    return f"{name}, {french.count(people, 'habitant')}, contrat {signed} le {french.day(here.date_signature)}"


def say_floor(result: Resultat) -> str:
    """The total with its floor: what is due whatever the results."""
    lines = result.lignes
    fixed = lines.loc[lines["volet"].ne("variable"), "montant_centimes"]
    total = french.euros(int(lines["montant_centimes"].sum()))
    return f"Total du contrat : {total}, dont {french.euros(int(fixed.sum()))} dus quels que soient les résultats."


def is_supposed(simulated: Simulation) -> bool:
    """True when attainment is assumed: nothing of the variable parts is sure."""
    return simulated.mode in (form.ATTEINTS, form.SAISIE)


def _list_assumed(simulated: Simulation) -> list[str]:
    """What the PDF must say of this simulation: how attainment was filled, what the contract file assumes."""
    said = [f"Volets variables : {say_hypothesis(simulated)}"]
    contract = session.catalogue().contrats.get(simulated.id_cpts)
    if contract is None:
        return said
    names = {code: mission.court for code, mission in session.accord().missions.items()}
    kept = hypotheses.list_assumed(contract, simulated.situation, names)
    return said + [f"{name} : {reason}" for name, reason in kept.items()]
