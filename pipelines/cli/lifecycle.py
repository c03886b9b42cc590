"""`cpts withdraw`, `cpts restore`, `cpts freeze` and `cpts unfreeze`: what is done to deposits and months afterwards."""

from __future__ import annotations

from typing import Annotated

import typer

from calculators.french import no_break
from pipelines.cli.output import account_name, month, reader
from pipelines.cli.say import say
from pipelines.ingest.deposit.lifecycle import Effet, restore, withdraw
from pipelines.ingest.deposit.report import plural
from pipelines.store.connection import open_existing
from pipelines.store.depots.gels import Gel, freeze, unfreeze

DepotArgument = Annotated[str, typer.Argument(help="Nom du dépôt, tel que cpts journal le donne.", metavar="DÉPÔT")]
MonthArgument = Annotated[str, typer.Argument(help="Mois, par exemple 2026-10.", metavar="MOIS")]
MotifOption = Annotated[str, typer.Option("--motif", help="Pourquoi ; conservé au journal.")]
AuthorOption = Annotated[str | None, typer.Option("--auteur", help="Qui le fait ; sinon l'utilisateur du poste.")]
FrozenOption = Annotated[
    bool, typer.Option("--correction-gelee", help="Le faire même si des valeurs de mois gelés changent.")
]
StoreOption = Annotated[
    str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
]
CptsOption = Annotated[list[str] | None, typer.Option("--cpts", help="Une CPTS ; à répéter. Sinon toutes.")]
CpamOption = Annotated[str | None, typer.Option("--cpam", help="Les CPTS de cette CPAM.")]


def withdraw_command(
    depot: DepotArgument,
    motif: MotifOption,
    auteur: AuthorOption = None,
    correction_gelee: FrozenOption = False,
    store: StoreOption = None,
) -> None:
    """Retire un dépôt : ses valeurs ne comptent plus, celles d'avant reviennent ; rien n'est effacé."""
    done = withdraw(
        open_existing(store),
        reader(),
        depot,
        auteur=auteur or account_name(),
        motif=motif,
        correction_gelee=correction_gelee,
    )
    say(no_break(f"{depot} : retiré ; {_moved(done)}."))


def restore_command(
    depot: DepotArgument,
    motif: MotifOption,
    auteur: AuthorOption = None,
    correction_gelee: FrozenOption = False,
    store: StoreOption = None,
) -> None:
    """Rétablit un dépôt retiré : ses valeurs comptent de nouveau, sauf celles que d'autres ont corrigées depuis."""
    done = restore(
        open_existing(store),
        reader(),
        depot,
        auteur=auteur or account_name(),
        motif=motif,
        correction_gelee=correction_gelee,
    )
    say(no_break(f"{depot} : rétabli ; {_moved(done)}."))


def freeze_command(
    mois: MonthArgument,
    motif: MotifOption,
    cpts: CptsOption = None,
    cpam: CpamOption = None,
    auteur: AuthorOption = None,
    store: StoreOption = None,
) -> None:
    """Gèle un mois, une fois utilisé pour un versement : il ne change plus que par une correction voulue et motivée."""
    done = freeze(
        open_existing(store),
        reader(),
        month(mois),
        cpts or None,
        cpam=cpam,
        auteur=auteur or account_name(),
        motif=motif,
    )
    say(_frozen(done, "gelé", "l'étaient déjà"))


def unfreeze_command(
    mois: MonthArgument,
    motif: MotifOption,
    cpts: CptsOption = None,
    cpam: CpamOption = None,
    auteur: AuthorOption = None,
    store: StoreOption = None,
) -> None:
    """Dégèle un mois : il peut de nouveau changer."""
    done = unfreeze(
        open_existing(store),
        reader(),
        month(mois),
        cpts or None,
        cpam=cpam,
        auteur=auteur or account_name(),
        motif=motif,
    )
    say(_frozen(done, "dégelé", "ne l'étaient pas"))


def _moved(effect: Effet) -> str:
    parts = [
        plural(effect.disparues, "valeur disparue", "valeurs disparues"),
        plural(effect.changees, "changée"),
        plural(effect.apparues, "revenue"),
    ]
    return ", ".join(parts)


def _frozen(done: Gel, verb: str, already: str) -> str:
    where = plural(len(done.cpts), "CPTS", "CPTS")
    left = f" ; {len(done.deja)} {already}" if done.deja else ""
    return no_break(f"{done.mois:%Y-%m} : {verb} pour {where}{left}.")
