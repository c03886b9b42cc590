"""From the answers of the form to one frozen situation, read once: what every view of the page receives."""

import json
from dataclasses import dataclass

import streamlit as st

from calculators import french
from calculators.aci import Situation, read_situation
from calculators.aci.situation.read import read_objectifs
from calculators.aci.situation.schema import Objectif
from dashboard.asking import session
from dashboard.simulateur.saisie import form, objectifs_form, observe, observed_scenario, situation
from dashboard.simulateur.saisie.form import Reponses
from dashboard.simulateur.saisie.observe import Observe
from dashboard.simulateur.saisie.situation import FREE, Fields
from dashboard.ui import widgets, words


@dataclass(frozen=True)
class Simulation:
    """What is simulated.

    ``situation``: that of the form, with the objectives of the annex that share their envelope; ``nue``: without them;
    ``objectifs``: those typed, counted or not; ``seen``: the observations its rates are read in, None when they are not;
    ``mode``: how attainment is filled (see form.EXPLAINED); ``relu``: a loaded file leaves observed values to be read again;
    ``ecrit``: what was typed, as one text, without what is read in the observations: a shared link is compared by it.
    """

    id_cpts: str
    situation: Situation
    nue: Situation
    objectifs: tuple[Objectif, ...]
    seen: Observe | None
    mode: str
    relu: bool
    ecrit: str

    def find_observed(self) -> Observe | None:
        """What was observed of the chosen CPTS, whatever the rates are; None for a free entry."""
        if self.seen is not None:
            return self.seen
        return observe.observed(self.id_cpts) if self.id_cpts != FREE else None


def read(reponses: Reponses, champs: Fields) -> Simulation:
    """Read the answers once. Raises SituationError with one French sentence per cause."""
    typed, mode = champs, reponses.mode
    if mode == form.DU_FICHIER:
        champs = situation.with_rates(champs, {}, situation.given_rates(reponses.base))
    given = reponses.base.get("objectifs") or []
    entries = objectifs_form.find_kept(given if mode in (form.DU_FICHIER, form.OBSERVES) else [])
    # The mark of what was typed goes with a link, and what it rests on could be guessed again: nothing observed in it.
    written = {
        "mode": mode,
        "saisis": [] if reponses.relu else observed_scenario.keep_shareable(entries, champs.id_cpts),
        **situation.write_fields(typed if reponses.relu else champs, contrat=reponses.base),
    }
    seen = None
    if mode == form.OBSERVES:
        champs, seen = _read_rates(champs)
        entries = seen.objectifs if seen is not None and seen.objectifs and entries == given else entries
    bare = read_situation(situation.write_fields(champs, contrat=reponses.base), session.accord())
    own = read_objectifs(entries)
    return Simulation(
        id_cpts=champs.id_cpts,
        situation=objectifs_form.apply(bare, own),
        nue=bare,
        objectifs=own,
        seen=seen,
        mode=mode,
        relu=reponses.relu,
        ecrit=json.dumps(written, sort_keys=True, ensure_ascii=False, default=str),
    )


def _read_rates(champs: Fields) -> tuple[Fields, Observe | None]:
    """The fields with the rates observed, and a sentence on what they cover; what was never observed has no rate."""
    seen = observe.observed(champs.id_cpts)
    crisis = {code: rate for code, rate in champs.taux.items() if code == "crise"}
    if seen is None:
        st.info(
            french.typography(
                "Aucune observation de ce contrat n’a de cible : l’atteinte n’est pas encore observée. Les volets variables "
                "ne sont comptés ni à 0 ni à 100 % : chaque montant dit entre quoi et quoi il se tient."
            ),
            icon=":material/info:",
        )
        return situation.with_rates(champs, crisis, {}), None
    widgets.sentence(_say_read(champs, seen), demo=seen.demonstration)
    return situation.with_rates(champs, crisis, seen.framed(champs.annees)), seen


def _say_read(champs: Fields, seen: Observe) -> str:
    """Which years were read, which ones repeat another, which missions were never observed."""
    names = {code: mission.court for code, mission in session.accord().missions.items()}
    read = [n for n in sorted(seen.taux) if n <= champs.annees]
    running = [str(n) for n in read if n not in seen.finies]
    text = f"Atteinte lue dans les observations reçues, {french.plural(len(read), 'année')} "
    text += french.enumerate_fr([str(n) for n in read])
    text += f" (année {running[0]} en cours, provisoire)." if running else "."
    text += words.say_repeated(seen.repeated(champs.annees), names)
    own = {(o["annee"], o["mission"]) for o in seen.objectifs}
    never = [
        names[code]
        for code in champs.missions
        if code != "crise" and not any(code in by for by in seen.taux.values()) and code not in {m for _, m in own}
    ]
    if never:
        text += f" {french.enumerate_fr(never)} : pas encore observé, compté ni à 0 ni à 100 %."
    if seen.signature != champs.signature:
        text += f" Ces années sont celles du contrat enregistré, signé le {french.day(seen.signature)}."
    return text
