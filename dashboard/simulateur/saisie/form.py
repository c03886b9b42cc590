"""The fields of the simulator: where they start from, what can be typed, all of it in the URL."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import streamlit as st

from calculators import french
from calculators.aci.situation.schema import check_population
from dashboard.asking import questions, session
from dashboard.simulateur.saisie import hypotheses, load, situation
from dashboard.simulateur.saisie.situation import FICHIER, FREE, Fields
from dashboard.ui import address, pickers, words

PREFIX = "s_"
YEARS = 5
ATTEINTS, OBSERVES, SAISIE, DU_FICHIER = "objectifs", "observee", "saisie", "fichier"
EXPLAINED = {
    ATTEINTS: "Hypothèse : tous les objectifs atteints, chaque année. Ce n’est pas une prévision.",
    OBSERVES: "Taux lus dans les observations reçues, année par année. Une année pas encore observée répète la dernière "
    "observée, avec sa fourchette.",
    DU_FICHIER: "Taux et objectifs écrits dans la situation reprise.",
    SAISIE: "Part du volet variable gagnée, la même chaque année. Exemple : 80 ou 57,5 %.",
}
OWN = f"{PREFIX}obj"
#: The last day counted; what earlier links held instead, the first day that is not.
LAST_DAY, FIRST_OUT = f"{PREFIX}dernier_jour", f"{PREFIX}fin"


def explain(mode: str, *, own: bool) -> str:
    """What the variable parts rest on, in a sentence; `own`: objectives of the annex take the place of some rates."""
    if mode == ATTEINTS and own:
        return (
            "Hypothèse : tous les objectifs atteints, chaque année, sauf ceux de votre annexe, comptés à leur valeur. Ce n’est "
            "pas une prévision."
        )
    return EXPLAINED[mode] + (" Les objectifs de votre annexe sont comptés à leur valeur." if own else "")


@dataclass(frozen=True)
class Reponses:
    """The answers of the form.

    ``depart``: what it started from, the id of a contract, FREE or FICHIER; ``base``: the situation of it, as it is written
    there, empty for a free entry; ``relu``: rates or objectives of a loaded file are read again in the observations;
    ``champs``: None while a field is missing or can't be read; ``manques``: these fields, named as on the screen, under
    what to do of them: « complétez », « corrigez ».
    """

    depart: str
    base: dict[str, Any]
    relu: bool
    mode: str
    champs: Fields | None
    manques: Mapping[str, Sequence[str]]


class _Manques:
    """What the form still waits for, in the order of the screen."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def check(self, value: object, name: str, *, key: str, optional: bool = False) -> None:
        """Note a field without a usable value; an `optional` one only when what was typed is refused."""
        refused = pickers.is_refused(key)
        if refused or (value is None and not optional):
            self.found.setdefault("corrigez" if refused else "complétez", []).append(name)


def ask() -> Reponses:
    """The whole form."""
    start, base, read_again = _choose_start()
    manques = _Manques()
    population, signature = _ask_general(base, manques)
    mode = _choose_attainment(start)
    st.header("Missions", anchor=False)
    starts, rates = _ask_missions(base, manques, typed=mode == SAISIE)
    options = _ask_particular(base, manques)
    load.ask_file()
    champs = None
    if population is not None and signature is not None and not manques.found:
        champs = Fields(
            id_cpts=situation.find_owner(start, base, known=questions.situations() | questions.unsigned()),
            population=population,
            signature=signature,
            missions=starts,
            taux=rates,
            annees=situation.count_years(base, start=start, usual=YEARS),
            **options,
        )
    return Reponses(start, base, read_again and mode == DU_FICHIER, mode, champs, manques.found)


def _choose_start() -> tuple[str, dict[str, Any], bool]:
    """What the fields start from, its situation, and whether a file leaves observed values to be read again."""
    contracts = questions.situations() | questions.unsigned()
    file = load.find_loaded()
    options = {FICHIER: f"Situation reprise : {file.nom}"} if file else {}
    options |= {FREE: "Saisie libre"} | {id_: label for id_, (label, _) in contracts.items()}
    chosen = pickers.choose("Partir du contrat de", options, key="cpts", default="CPTS-WEPP")
    reloaded = st.session_state.pop("simulateur.recharger", False)
    if address.has_changed("simulateur.depart", chosen) or reloaded:
        kept = {k.split(".", 1)[1] for k in map(str, st.session_state) if f".{PREFIX}" in k}
        address.forget(*kept, *(name for name in st.query_params if name.startswith(PREFIX)))
    if chosen == FICHIER and file is not None:
        return chosen, file.situation, bool(file.relus)
    return chosen, contracts[chosen][1] if chosen in contracts else {}, False


def read_population(text: str) -> int:
    """What was typed as a number of inhabitants. Raises EntryError, with the bounds of the calculator among its causes."""
    typed = french.read_number(text)
    if typed != typed.to_integral_value() or text.strip()[-1:] in "€%":
        raise french.EntryError(f"« {text.strip()} » n’est pas un nombre entier d’habitants. Exemple : 48 000.")
    try:
        return check_population(int(typed))
    except ValueError as error:
        said = french.upper_first(hypotheses.write_numbers(str(error)))
        raise french.EntryError(f"{said}.") from error


def _ask_general(base: dict[str, Any], manques: _Manques) -> tuple[int | None, date | None]:
    """Population and signature."""
    population = base.get("population")
    population = pickers.type_in(
        "Population du contrat (habitants)",
        read_population,
        key=f"{PREFIX}pop",
        default=french.number(situation.last_population(population)) if population else "",
        placeholder="48 000",
        echo=lambda n: french.typography(words.say_taille(n, session.accord().en_vigueur_le(session.today()))),
    )
    signed = base.get("date_signature")
    signature = pickers.choose_day(
        "Signature du contrat", key=f"{PREFIX}signature", default=french.as_date(signed) if signed else None
    )
    manques.check(population, "la population", key=f"{PREFIX}pop")
    manques.check(signature, "la date de signature", key=f"{PREFIX}signature")
    return population, signature


def _choose_attainment(start: str) -> str:
    """How the variable parts are filled: every objective reached, rates observed, of the file, or typed below."""
    typed = any(name.startswith(PREFIX) and name.endswith("_taux") for name in st.query_params)
    options = {ATTEINTS: "100 %", OBSERVES: "Observée", SAISIE: "À saisir"}
    if start in (FREE, FICHIER):
        options.pop(OBSERVES)
    if start == FICHIER:
        options = {DU_FICHIER: "Du fichier"} | options
    chosen = pickers.choose_segment(
        "Atteinte des volets variables",
        {code: french.typography(label) for code, label in options.items()},
        key=f"{PREFIX}atteinte",
        default=SAISIE if typed else next(iter(options)),
    )
    st.caption(french.typography(explain(chosen, own=bool(address.recall(OWN)))))
    return chosen


def _ask_missions(
    base: dict[str, Any], manques: _Manques, *, typed: bool
) -> tuple[dict[str, date], dict[str, Decimal]]:
    """Missions taken, their start and their rate, without those of which a field can't be read.

    Rates are asked for when `typed`, else they are 1.
    """
    starts: dict[str, date] = {}
    rates: dict[str, Decimal] = {}
    known = base.get("missions", {})
    st.html(f'<p class="entete-missions"><span>Démarrage</span>{"<span>Atteinte</span>" if typed else ""}</p>')
    for code, mission in session.accord().missions.items():
        default = french.as_date(known[code]) if code in known else None
        label = f"**{mission.court}**" + (" (optionnelle)" if mission.nature == "optionnelle" else "")
        if not pickers.switch(label, key=f"{PREFIX}{code}", default=default is not None):
            continue
        left, right = st.columns([1.3, 1], gap="small") if typed else (st.container(), None)
        with left:
            start = pickers.choose_day(
                f"Démarrage, {mission.court}", key=f"{PREFIX}{code}_debut", default=default, bare=True
            )
        rate: Decimal | None = Decimal(1)
        if right is not None:
            with right:
                rate = pickers.type_in(
                    f"Atteinte en %, {mission.court}",
                    french.read_percent,
                    key=f"{PREFIX}{code}_taux",
                    default=f"100{french.INSECABLE}%",
                    bare=True,
                )
                manques.check(rate, f"l’atteinte de la mission « {mission.court} »", key=f"{PREFIX}{code}_taux")
        manques.check(start, f"le démarrage de la mission « {mission.court} »", key=f"{PREFIX}{code}_debut")
        if start is None and not pickers.is_refused(f"{PREFIX}{code}_debut"):
            st.caption("Indiquez la date de démarrage, ou décochez la mission.")
        if start is not None and rate is not None:
            starts[code], rates[code] = start, rate
    return starts, rates


def _find_last_day(base: dict[str, Any]) -> date | None:
    """The last day counted of the situation started from. A link of before gave the first day not counted: it is put right."""
    old = st.query_params.get(FIRST_OUT)
    if old is not None:
        del st.query_params[FIRST_OUT]
        st.query_params[LAST_DAY] = old  # what is no day is refused in its field
        with suppress(french.EntryError):
            st.query_params[LAST_DAY] = (french.read_day(old) - timedelta(days=1)).isoformat()
    end = base.get("resiliation")
    return french.as_date(end) - timedelta(days=1) if end else None


def _ask_particular(base: dict[str, Any], manques: _Manques) -> dict[str, Any]:
    """Crisis plan, one-off amounts, early end."""
    years = {"0": "À l’ouverture de la mission"} | {str(n): f"Année {n}" for n in range(1, YEARS + 1)}
    crisis = base.get("crise") or {}
    priming = base.get("amorcage") or {}
    with st.expander("Crise, montants ponctuels, fin anticipée", key="simulateur.particulier"):
        written = pickers.choose(
            "Plan de crise rédigé en", years, key=f"{PREFIX}plan", default=str(crisis.get("redaction") or 0)
        )
        recognised = pickers.choose_many(
            "Crise reconnue par l’ARS en",
            {k: v for k, v in years.items() if k != "0"},
            key=f"{PREFIX}crises",
            most=YEARS,
            default=[str(year) for year in crisis.get("reconnue") or () if year <= YEARS],
            placeholder="Aucune année",
        )
        raised = pickers.switch(
            "Fonctionnement × 1,75 la première année (avenant 2)",
            key=f"{PREFIX}majoration",
            default=bool(priming.get("majoration")),
        )
        letter = pickers.switch(
            "Aide à la lettre d’intention (avenant 2)",
            key=f"{PREFIX}lettre",
            default=bool(priming.get("lettre_intention")),
        )
        last = _find_last_day(base)
        ended = pickers.choose_day(
            "Fin anticipée : dernier jour compté",
            key=LAST_DAY,
            default=last,
            optional=True,
            help="Le contrat compte encore ce jour-là ; les droits s’arrêtent le lendemain. Vide : pas de fin anticipée.",
        )
        manques.check(ended, "la fin anticipée", key=LAST_DAY, optional=True)
    return {
        "redaction": int(written) or None,
        "reconnue": [int(year) for year in recognised],
        "majoration": raised,
        "lettre_intention": letter,
        "resiliation": ended and ended + timedelta(days=1),
    }
