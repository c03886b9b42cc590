"""Every choice of ours where the sources are silent, with what would change if it were otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hypothese:
    """``sujet``: what it is about; ``choix``: what the computation does; ``sinon``: what would change otherwise."""

    sujet: str
    choix: str
    sinon: str


PROJECTION = Hypothese(
    "Année pas encore observée",
    "Une année pas encore observée répète, mission par mission, la dernière année observée en entier (à défaut la dernière "
    "observée), avec sa fourchette. Une mission jamais observée est « pas encore observée » : son volet variable est entre "
    "zéro et son enveloppe, et n'est pas compté.",
    "Sans répétition, les parts variables à venir vaudraient zéro ; à 100 %, elles vaudraient leur enveloppe entière.",
)

HYPOTHESES = (
    PROJECTION,
    Hypothese(
        "Prorata en jours",
        "Une mission ouverte en cours d'année compte pour ses jours, sur les 365 ou 366 jours de l'année de contrat.",
        "Compté en mois entiers, un démarrage le 1er décembre dans une année ouverte le 8 septembre donnerait 9/12 au lieu de "
        "282/366 : moins de 3 % d'écart sur la première année de la mission.",
    ),
    Hypothese(
        "Part variable de la première année",
        "Elle suit le même prorata que la part fixe.",
        "Due entière, elle augmenterait la première année de la mission, et elle seule.",
    ),
    Hypothese(
        "Montant du plan de crise",
        "Il suit le prorata de la mission l'année où elle démarre.",
        "Dû entier l'année de rédaction, il augmenterait cette année-là d'au plus la moitié de son montant en cas de démarrage à "
        "six mois.",
    ),
    Hypothese(
        "Année de rédaction du plan de crise",
        "Sans indication, le plan est rédigé la première année de contrat où la mission court et dont les règles la connaissent.",
        "Rédigé plus tard, rien n'est dû avant, et le montant entier se décale.",
    ),
    Hypothese(
        "Date de la part variable et des soldes",
        "Au premier jour de l'année de contrat suivante, plus le délai en jours si le contrat en donne un.",
        "Seul le calendrier des recettes bouge, aucun montant.",
    ),
    Hypothese(
        "Règles d'une année",
        "Celles en vigueur au premier jour de l'année de contrat, pour toute l'année.",
        "Appliqué en cours d'année, l'avenant 2 aurait augmenté dès le 31 mars 2022 l'accès aux soins des contrats en cours.",
    ),
    Hypothese(
        "80 000 habitants exactement",
        "Taille 3 : les sources citent ce nombre dans les deux tailles.",
        "En taille 2, le total maximal baisserait d'environ un cinquième.",
    ),
    Hypothese(
        "Population qui compte",
        "Celle du contrat ; celle de l'INSEE est montrée à côté.",
        "Avec celle de l'INSEE, une CPTS proche d'une limite peut changer de taille : la distance est toujours affichée.",
    ),
    Hypothese(
        "Population qui change en cours de contrat",
        "Chaque année de contrat applique la population connue à son premier jour.",
        "Figée à la signature, la taille ne bougerait qu'au renouvellement.",
    ),
    Hypothese(
        "Fin anticipée",
        "Le jour de résiliation est le premier qui n'est pas compté, le dernier jour compté est la veille ; l'avance des jours restants est reprise, le solde des jours courus reste dû.",
        "Sans solde des jours courus, il manquerait jusqu'à un quart de la part fixe de l'année interrompue.",
    ),
    Hypothese(
        "Délai de la mission crise des anciens contrats",
        "Six mois après l'entrée en vigueur de l'avenant 2 quand la signature la précède.",
        "Seul l'avertissement change, aucun montant.",
    ),
    Hypothese(
        "Anniversaire d'une signature un 29 février",
        "Le 28 février les années sans 29 (règle des quantièmes, code de procédure civile, art. 641).",
        "Le 1er mars décalerait d'un jour les versements et le prorata.",
    ),
    Hypothese(
        "Atteinte proportionnelle",
        "La part du chemin entre la référence et la cible, arrêtée au millionième, entre 0 et 100 %.",
        "L'écart d'arrondi est inférieur au dixième d'euro sur toute enveloppe.",
    ),
    Hypothese(
        "Atteinte lue dans les observations",
        "Tant que le contrat ne donne pas de montant par indicateur : moyenne, sur les indicateurs de la mission qui ont une "
        "cible, de la part du chemin parcourue, au dernier mois reçu de l'année de contrat (tous les mois de l'année ensemble "
        "pour les indicateurs comptés mois par mois, qui ont des saisons). Un indicateur masqué, manquant "
        "ou jamais reçu alors que d'autres de la mission l'ont été compte 0 dans le montant, 1 dans la borne haute.",
        "L'annexe du contrat peut pondérer autrement : c'est elle qui décide.",
    ),
    Hypothese(
        "Objectifs du contrat sans valeur",
        "Un objectif écrit en euros dans le contrat, sans valeur, prend celle de l'observation qui porte son code, dans son année "
        "de contrat. Une valeur écrite dans le contrat prévaut.",
        "Constatée à une autre date, au dialogue de gestion par exemple, l'atteinte serait celle d'un autre mois.",
    ),
    Hypothese(
        "Valeur provisoire",
        "Elle compte dans le montant. Ses bornes sont celles de son propre hasard à 95 % (Wilson pour une part, Byar pour un "
        "taux) ; 0 et 1 pour un nombre ou un livrable, dont rien ne borne la révision.",
        "Une révision par le fournisseur peut dépasser le hasard : les bornes seraient alors plus larges, le montant compté "
        "ne change pas.",
    ),
    Hypothese(
        "Mois masqués ou manquants d'une année réunie",
        "Pour un indicateur compté mois par mois, la valeur est celle des mois connus ; les bornes donnent aux autres le plus bas "
        "puis le plus haut mois de l'année.",
        "Bornés de 0 à 100 %, l'écart entre les bornes serait celui de toute la part de l'indicateur.",
    ),
    Hypothese(
        "Valeur masquée",
        "Une valeur cachée par son fournisseur (« < 11 », « NS ») compte 0 et va jusqu'à 1 dans la borne haute, comme une valeur "
        "manquante ; l'avertissement dit laquelle des deux.",
        "Lue entre 0 et 10 quand le dénominateur est connu, la borne serait plus étroite ; le montant compté serait le même.",
    ),
    Hypothese(
        "Commissaire aux comptes",
        "Le seuil se compare à ce que l'ACI verse dans une année civile, reprises déduites.",
        "Les autres aides publiques s'y ajoutent et ne sont pas connues ici : le seuil peut être passé sans avertissement.",
    ),
    Hypothese(
        "Plafond des indemnités d'un professionnel",
        "Le plafond d'une année absente des données n'est pas estimé : le dernier connu est donné, avec son année.",
        "Le plafond réel des années suivantes est plus haut ; aucun montant du contrat n'en dépend.",
    ),
    Hypothese(
        "Ordre des causes d'un écart",
        "Règles, puis données corrigées, puis nouveaux mois, puis calendrier : chaque cause est l'effet de son seul changement, les "
        "précédentes étant déjà faites.",
        "Dans un autre ordre, les effets croisés changeraient de colonne ; leur somme resterait la même.",
    ),
    Hypothese(
        "Crise reconnue",
        "La part variable de la crise est due entière quand la crise est reconnue, sauf taux donné.",
        "Soumise à des objectifs, elle baisserait en proportion, l'année de la crise seulement.",
    ),
    Hypothese(
        "Objectifs lus dans les données",
        "Sans montants par indicateur dans le contrat, les indicateurs d'une mission se partagent son enveloppe à parts égales ; "
        "pour une projection sur les taux observés, les années à venir répètent la dernière année terminée.",
        "L'annexe du contrat donne le montant de chaque objectif : le gain d'un levier change en proportion.",
    ),
    Hypothese(
        "Majoration × 1,75",
        "Comptée seulement si on la demande ; versée à la signature, ou à l'entrée en vigueur de l'avenant 2 pour un contrat "
        "antérieur.",
        "La date limite de signature n'a pas été lue : le droit est à vérifier.",
    ),
)
