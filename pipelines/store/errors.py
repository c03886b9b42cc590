"""What can go wrong with the store itself; the messages are for people, in French."""

from __future__ import annotations

from calculators.french_error import FrenchError


class StoreError(FrenchError, RuntimeError):
    """The store cannot be opened, read or written; the message is one French sentence, fit for the command line."""


class StoreBusyError(StoreError):
    """Another program kept the store locked for longer than the allowed wait."""


#: What is wrong with a file copied while it was written, and what to do.
INCOMPLETE = (
    "la base est incomplète ou abîmée, comme une copie faite pendant qu'elle servait ; rien n'y a été réparé ni changé. "
    "Copiez de nouveau tout le dossier pendant que personne n'y dépose."
)


def reason_of(error: BaseException) -> str:
    """Why the store could not be read or written: in French when it is a matter of disk, else in the words of DuckDB."""
    known = {
        "No space left": "le disque est plein ; rien n'a changé.",
        "Disk quota exceeded": "l'espace permis à ce compte est plein ; rien n'a changé.",
        "File too large": "ce compte ou ce disque n'accepte pas un fichier de cette taille ; rien n'a changé.",
        "Read-only file system": "le dossier est en lecture seule.",
        "Permission denied": "le dossier est en lecture seule.",
        "not a valid DuckDB database": "le fichier est abîmé ou vient d'un autre logiciel",
        "replaying WAL": INCOMPLETE,
        "orrupt": INCOMPLETE,
        "read enough bytes": INCOMPLETE,
        "has been invalidated": INCOMPLETE,
    }
    return next((said for word, said in known.items() if word in str(error)), str(error).splitlines()[0])
