"""Every rule a file is held to, worded once: the sentence, the remedy with an example, and whether it blocks the file.

Braces are filled in for each finding: ``{valeur}`` is what was read, the others come with the finding itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from calculators.french import no_break
from pipelines.ingest.issues import Issue
from pipelines.ingest.rules.numbers import NUMBER_RULES
from pipelines.ingest.rules.reading import READING_RULES
from pipelines.ingest.texts import short, visible


@dataclass(frozen=True)
class Regle:
    """What the rule says when it is broken (after the line and the column), how to mend it, and whether it blocks.

    ``a_accepter``: a warning that the depositor has to accept with a comment.
    """

    constat: str
    remede: str
    bloquante: bool = True
    a_accepter: bool = False


REGLES: dict[str, Regle] = {
    **{rule: Regle(*words) for rule, words in (READING_RULES | NUMBER_RULES).items()},
    # The file as a whole
    "fichier_vide": Regle("le fichier est vide", "Déposez le fichier du mois, avec sa ligne d'en-têtes."),
    "format_inconnu": Regle(
        "le fichier n'est ni un CSV ni un classeur qui se lise ici ({detail})",
        "Dans Excel : Fichier > Enregistrer sous > Classeur Excel (.xlsx), ou CSV (séparateur point-virgule).",
    ),
    "encodage": Regle(
        "un caractère ne se lit ni en UTF-8 ni en Windows-1252",
        "Enregistrez de nouveau le fichier au format « CSV UTF-8 ».",
    ),
    "texte_abime": Regle(
        "des accents abîmés (« {valeur} ») ont été réparés (« {detail} »)",
        "Vérifiez les textes ; le fichier a été lu une fois de trop dans un mauvais encodage.",
        bloquante=False,
    ),
    "guillemet": Regle(
        "un guillemet ouvert n'est jamais refermé ; la suite du fichier ne peut pas être lue",
        "Supprimez le guillemet de cette ligne, ou refermez-le.",
    ),
    "entete_introuvable": Regle(
        "aucune ligne d'en-têtes reconnue",
        "La première ligne doit être : id_cpts;mois;indicateur;numerateur;denominateur;valeur",
    ),
    "colonne_manquante": Regle(
        "la colonne « {detail} » manque ; colonnes lues : {attendu}",
        "Ajoutez la colonne « {detail} » (forme attendue : id_cpts;mois;indicateur;numerateur;denominateur;valeur).",
    ),
    "colonne_en_double": Regle(
        "deux colonnes ont le même sens, « {valeur} » et « {detail} »", "Gardez une seule des deux colonnes."
    ),
    "colonne_ignoree": Regle(
        "colonnes sans usage ici, non lues : {detail}",
        "Rien à faire si c'est voulu ; sinon, reprenez les en-têtes du modèle.",
        bloquante=False,
    ),
    "aucune_ligne": Regle("aucune ligne de données sous les en-têtes", "Ajoutez les lignes du mois, puis déposez."),
    # One line
    "cellules_en_trop": Regle(
        "la ligne a {detail} cellules pour {attendu} colonnes",
        "Si une virgule décimale a coupé un nombre, séparez les colonnes par des points-virgules, ou écrivez « 57.6 » ; "
        "si toutes les lignes sont ainsi, un titre manque dans l'en-tête.",
    ),
    "cellules_manquantes": Regle(
        "la ligne s'arrête avant la dernière colonne de nombres ; les cellules absentes sont lues comme vides",
        "Si la ligne a été coupée en copiant, complétez-la ; sinon, rien à faire.",
        bloquante=False,
    ),
    "valeur_revelee": Regle(
        "la valeur « {valeur} » révèle un effectif que la marque {attendu} cache",
        "Laissez la valeur vide, ou donnez le numérateur et le dénominateur.",
    ),
    "cpts_vide": Regle("le code de la CPTS manque", "Écrivez-le sur chaque ligne, par exemple {attendu}."),
    "cpts_inconnue": Regle(
        "« {valeur} » n'est pas une CPTS connue dans votre périmètre{detail}",
        "Écrivez un code de CPTS pour laquelle vous déposez, par exemple {attendu}.",
    ),
    "indicateur_vide": Regle("le code de l'indicateur manque", "Écrivez-le sur chaque ligne, par exemple PRE_SEIN."),
    "indicateur_inconnu": Regle(
        "« {valeur} » n'est pas un indicateur connu{detail}",
        "Écrivez un code du catalogue des indicateurs, par exemple PRE_SEIN.",
    ),
    "mois_vide": Regle("le mois manque", "Écrivez l'année et le mois sur chaque ligne, par exemple {attendu}."),
    "annee_manquante": Regle("« {valeur} » ne dit pas l'année", "Écrivez l'année et le mois, par exemple {attendu}."),
    "mois_illisible": Regle(
        "« {valeur} » ne se lit pas comme un mois", "Écrivez l'année et le mois, par exemple {attendu}."
    ),
    "periode_non_mensuelle": Regle(
        "« {valeur} » n'est pas un mois mais une autre période",
        "Retirez cette ligne, ou donnez la valeur d'un mois, par exemple {attendu}.",
    ),
    "jour_inattendu": Regle(
        "« {valeur} » est un jour en cours de mois : le mois ne s'en déduit pas sûrement",
        "Écrivez l'année et le mois, par exemple {attendu}.",
    ),
    "mois_futur": Regle(
        "le mois « {valeur} » n'a pas encore commencé",
        "Corrigez le mois ; le dernier mois possible est {attendu}.",
    ),
    "avant_contrat": Regle(
        "le mois « {valeur} » précède la signature du contrat de {attendu} ({detail})",
        "Rien à faire si la valeur est voulue comme point de départ ; sinon, corrigez le mois.",
        bloquante=False,
    ),
    "denominateur_nul": Regle(
        "le dénominateur est nul, le numérateur ne peut pas lui être rapporté",
        "Écrivez l'effectif de la population concernée, ou ND s'il est inconnu.",
    ),
    "numerateur_manquant": Regle(
        "le numérateur manque alors que le dénominateur est donné", "Écrivez le numérateur, ou ND s'il est inconnu."
    ),
    "denominateur_manquant": Regle(
        "le dénominateur manque alors que le numérateur est donné", "Écrivez le dénominateur, ou ND s'il est inconnu."
    ),
    "numerateur_superieur": Regle(
        "le numérateur ({valeur}) dépasse le dénominateur ({attendu})",
        "Vérifiez les deux nombres : ils sont peut-être inversés.",
    ),
    "valeur_hors_bornes": Regle(
        "« {valeur} » sort de ce qui est possible pour {detail}",
        "Vérifiez la valeur et son unité ; on attend {attendu}.",
    ),
    "valeur_incoherente": Regle(
        "la valeur « {valeur} » ne correspond pas au numérateur et au dénominateur, qui donnent {attendu}",
        "Corrigez l'un des trois nombres, ou laissez la colonne valeur vide.",
    ),
    "part_ambigue": Regle(
        "« {valeur} » se lit de deux façons, {detail} ou {attendu}",
        "Ajoutez le signe % à la part voulue : {attendu} ou {detail}.",
    ),
    "part_ou_effectif": Regle(
        "« {valeur} » se lit de deux façons, {attendu} ou {detail}, puisque le numérateur est vide",
        "Ajoutez le signe % si c'est la part ; sinon, déplacez le nombre dans la colonne du numérateur.",
    ),
    "part_sans_unite": Regle(
        "« {valeur} » a été lu comme {attendu}",
        "Si c'est bien cela, rien à faire ; sinon, ajoutez le signe % : {detail}.",
        bloquante=False,
    ),
    "oui_non": Regle("« {valeur} » n'est ni oui ni non", "Écrivez oui ou non."),
    "nombre_deplace": Regle(
        "« {valeur} » a été lu comme la valeur de {attendu}, qui est un compte{detail}",
        "Rien à faire si c'est bien cela ; sinon, écrivez le nombre dans la colonne valeur.",
        bloquante=False,
    ),
    "colonne_de_trop": Regle(
        "le nombre est attendu dans la colonne valeur", "Déplacez-le dans la colonne valeur et videz les deux autres."
    ),
    "marqueur_contredit": Regle(
        "la valeur porte la marque « {valeur} » alors que le numérateur et le dénominateur sont donnés",
        "Laissez la valeur vide, ou remplacez les deux nombres par la marque.",
    ),
    "trop_de_constats": Regle(
        "le même constat ({detail}) se répète sur {valeur}, à partir de la ligne {attendu}",
        "Le remède est le même : voyez toute la colonne.",
    ),
    # Two lines
    "libelle_contredit": Regle(
        "le libellé « {valeur} » est celui de {attendu}, alors que le code de la ligne est {detail}",
        "Corrigez le code ou le libellé : la ligne désigne deux choses, et rien ne dit laquelle est la bonne.",
    ),
    "libelle_different": Regle(
        "le libellé « {valeur} » n'est pas celui que l'on connaît à {attendu}{detail}",
        "Rien à faire si le code est le bon : lui seul compte ; sinon, corrigez le code.",
        bloquante=False,
    ),
    "doublon_identique": Regle(
        "la ligne répète la ligne {attendu} ; elle compte une seule fois",
        "Rien à faire, ou supprimez l'une des deux lignes.",
        bloquante=False,
    ),
    "doublon_contradictoire": Regle(
        "{detail} a déjà une autre valeur à la ligne {attendu}",
        "Gardez une seule ligne pour cette CPTS, ce mois et cet indicateur.",
    ),
    # A line and what is stored
    "mois_gele": Regle(
        "{detail} ne peut plus changer : ce mois est gelé depuis {attendu}",
        "Retirez cette ligne ; si la correction est voulue, déposez le fichier en correction de mois gelé, avec son motif.",
    ),
    "saut_inhabituel": Regle(
        "{detail} passe de {attendu} à {actuel}, un écart plus grand que ses variations habituelles",
        "Vérifiez la valeur ; si elle est juste, dites pourquoi en commentaire.",
        bloquante=False,
        a_accepter=True,
    ),
    "denominateur_change": Regle(
        "le dénominateur de {detail} passe de {attendu} à {valeur}, plus de 20 % d'écart",
        "Vérifiez que la population n'a pas changé de définition ; sinon, dites pourquoi en commentaire.",
        bloquante=False,
        a_accepter=True,
    ),
    "valeur_figee": Regle(
        "le numérateur de {detail} vaut {valeur} depuis {attendu} mois de suite",
        "Vérifiez que l'extraction a bien été refaite ce mois-ci ; sinon, dites pourquoi en commentaire.",
        bloquante=False,
        a_accepter=True,
    ),
}


def finding(
    regle: str,
    *,
    ligne: int | None = None,
    colonne: str | None = None,
    lettre: str | None = None,
    valeur: str = "",
    **facts: Any,
) -> Issue:
    """The finding of a rule at a place. ``facts`` fill the braces of its texts (detail, attendu).

    ``lettre``: that of the column in the spreadsheet; it stands after the title, which may be missing or twice there.
    """
    rule = REGLES[regle]
    valeur, colonne = visible(valeur), None if colonne is None else visible(colonne)
    words = {
        "valeur": short(valeur),
        "detail": "",
        "attendu": "",
        "actuel": "",
        **{k: visible(str(v)) for k, v in facts.items()},
    }
    column = " ".join(
        filter(None, (f"« {colonne} »" if colonne else "", f"({lettre})" if lettre and colonne else lettre))
    )
    place = ", ".join(
        part for part in (f"Ligne {ligne}" if ligne else "", f"colonne {column}" if column else "") if part
    )
    sentence = rule.constat.format(**words)
    message = f"{place} : {sentence}." if place else f"{sentence[0].upper()}{sentence[1:]}."
    return Issue(
        ligne=ligne,
        colonne=colonne,
        valeur=valeur,
        regle=regle,
        message=no_break(message),
        remede=no_break(rule.remede.format(**words)),
        bloquante=rule.bloquante,
    )
