"""What the overview asks beside the common questions: what moved, tested once for the whole scope; what will be paid."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from calculators.aci.accord.statut import least_sure
from calculators.aci.droits.a_venir import Portee, describe_coming, keep_coming
from dashboard.asking import questions
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from dashboard.charts.style import Chart
from dashboard.vue_ensemble import versements_attendus
from pipelines.comparaison.mouvements import Moved, find_movements

#: Who is spoken of when nothing is filtered.
EVERYONE = "l’ensemble des CPTS"


@question
def moved(session: Session, mois: date) -> Moved:
    """What moved in a year up to a month, over every CPTS in scope; the filters of a page come after (Moved.of)."""
    return find_movements(session.store, session.scope, mois=mois, indicateurs=session.catalogue.indicateurs)


def followed(region: str, cpam: str) -> pd.DataFrame:
    """The CPTS of a région and of a fund, empty texts for all; columns of queries.territories."""
    frame = questions.territories()
    frame = frame[frame["nature"].eq("cpts")]
    for column, wanted in (("regions", region), ("cpam", cpam)):
        if wanted:
            frame = frame[[wanted in str(value).split("|") for value in frame[column]]]
    return frame


@dataclass(frozen=True)
class Coming:
    """What will be paid in twelve months to some CPTS; `portee`: what that counts, `sans_calcul`: contracts it leaves out.

    `par_cpam`: None when nothing is to be paid. Read only: it is shared.
    """

    versements: pd.DataFrame
    statut: str
    par_mois: Chart
    par_cpam: Chart | None
    portee: Portee
    sans_calcul: int


# No month chosen changes it: drawn once, it is shown again as it is.
@question(entries=32, copied=False)
def coming(session: Session, region: str, cpam: str, *, who: str) -> Coming:
    """The payments of the next twelve months to the CPTS of `followed`, named `who` in the sentence, and their charts."""
    kept, au = followed(region, cpam), session.today
    money, ids = questions.money(), set(kept["id_cpts"])
    done = money.resultat
    versements, lignes, bornes = (
        frame[frame["id_cpts"].isin(ids).to_numpy(dtype=bool)] for frame in (done.versements, done.lignes, done.bornes)
    )
    payments = keep_coming(versements, apres=au)
    funds = dict(zip(kept["id_cpts"], kept["cpam"].fillna(versements_attendus.SANS_CPAM), strict=True))
    return Coming(
        versements=payments,
        statut=least_sure(payments["statut"].astype(str).unique()),
        par_mois=versements_attendus.payments_by_month(payments, after=au, who=who),
        par_cpam=versements_attendus.paid_by_fund(payments, funds, after=au) if len(payments) else None,
        portee=describe_coming(versements, lignes, bornes, apres=au),
        sans_calcul=int(money.sans_calcul["id_cpts"].isin(ids).sum()),
    )
