"""How every comparison is made and whose method it is, as the page « Règles et sources » says it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Methode:
    """``sujet``: what is answered; ``methode``: how, in one sentence or two; ``source``: who published it."""

    sujet: str
    methode: str
    source: str


METHODES = (
    Methode(
        "Intervalle d'une part",
        "Score de Wilson, sans correction de continuité, à 95 %.",
        "Wilson (1927) ; guide technique de l'OHID",
    ),
    Methode(
        "Intervalle d'un taux ou d'un compte",
        "Loi de Poisson : bornes exactes sous 10 évènements, approximation de Byar ensuite. Un compte est rapporté à la "
        "population du territoire.",
        "Garwood (1936) ; Breslow et Day (1987) ; guide technique de l'OHID",
    ),
    Methode(
        "Mieux, semblable, moins bien",
        "Place dans l'entonnoir autour de la référence : semblable dans les limites à 95 %, au-delà du hasard hors de celles à "
        "99,8 %. Sans sens, plus haut ou plus bas, jamais classé ; sans dénominateur, masqué ou absent, non jugeable.",
        "Spiegelhalter (2005, doi 10.1002/sim.1970) ; OHID Fingertips",
    ),
    Methode(
        "Surdispersion",
        "φ est la moyenne des z² winsorisés à 10 % de chaque côté, divisée par ce qu'elle vaut sur des "
        "valeurs normales (0,679, un peu plus pour un petit groupe). Dès que φ dépasse 1, les limites sont élargies d'un effet "
        "aléatoire additif sur le logarithme du taux ou de la cote, dont la variance ramène φ à 1, et lues dans la loi de Student "
        "à n - 2 degrés ; elles ne sont jamais resserrées. Sous 10 CPTS, la dispersion est mal connue : la valeur extrême de "
        "chaque côté compte comme la suivante, et les limites sont toujours celles de la loi de Student, à n - 3 degrés.",
        "Spiegelhalter (2005 ; et al., 2012) ; SHMI du NHS ; Paule et Mandel (1982) ; Higgins, Thompson et Spiegelhalter (2009)",
    ),
    Methode(
        "Incertitude de la référence",
        "La médiane ou l'ensemble de quelques CPTS doit aussi au hasard : sa variance s'ajoute à celle de chaque CPTS, moins ce "
        "qu'elles ont en commun, puisque la CPTS compte dans sa référence. Une grande CPTS parmi des petites est ainsi jugée avec "
        "prudence ; à partir de 50 CPTS, presque rien ne change.",
        "David et Nagaraja (2003) ; Hoeffding (1956)",
    ),
    Methode(
        "Médiane de valeurs en partie masquées",
        "Bornée en mettant chaque valeur masquée au plus bas puis au plus haut de ce qu'elle peut être : un compte, de 1 à un de "
        "moins que le seuil du secret ; une part ou un taux, n'importe lequel. La référence est le milieu des bornes quand elles "
        "sont à moins d'un dixième de l'écart interquartile, et qui changerait de jugement entre elles n'est pas jugé ; plus "
        "loin, personne ne l'est.",
        "Manski (2003), identification partielle",
    ),
    Methode(
        "Part du hasard",
        "Si rien ne distinguait les CPTS, au plus 5 sur 100 environ sortiraient des limites à 95 % et 2 sur 1 000 de celles à "
        "99,8 % : le nombre attendu est écrit à côté du nombre trouvé.",
        "Loi normale",
    ),
    Methode(
        "Plus proches voisins",
        "Population et densité en logarithme, ancienneté du contrat : chacune en écarts-types de toutes les CPTS ; la distance est "
        "la racine de la moyenne des carrés des écarts. À égalité, l'ordre est celui du code. Une donnée inconnue n'est pas comparée.",
        "Voisins statistiques du CIPFA et du NHS England",
    ),
    Methode(
        "Carte de contrôle",
        "Carte XmR : moyenne ± 2,66 étendues mobiles moyennes, les étendues d'au moins 3,267 fois la moyenne mises à part une "
        "fois ; quatre règles. Limites d'essai sous 12 mois, aucune sous 5.",
        "Making Data Count (NHS England) ; Wheeler ; Provost et Murray (2011)",
    ),
    Methode(
        "Carte de contrôle de peu d'évènements",
        "Moins de dix évènements, ou exceptions pour une part, attendus en un mois : les limites sont les plus larges de celles des "
        "étendues mobiles et de celles des effectifs du mois (loi binomiale ou de Poisson, 0,00135 de chaque côté), et un mois n'est "
        "d'un côté de la moyenne que si le hasard l'y met, ou plus loin, une fois sur deux au plus. Simulé sur des mois de pur hasard : "
        "au plus 5 cartes sur 100 disent un signal dans leurs trois derniers mois.",
        "Benneyan (2001) ; Provost et Murray (2011)",
    ),
    Methode(
        "Carte d'un cumul de douze ou vingt-quatre mois",
        "Les valeurs se recouvrent : limites d'une moyenne mobile, moyenne ± 3 √(étendue / 2 × moyenne des carrés des pas), et la "
        "première règle seulement. Il faut un mois de plus que l'étendue, deux étendues pour des limites sûres.",
        "Roberts (1959)",
    ),
    Methode(
        "Carte d'un état qui change peu",
        "Quand les mois voisins d'un état de fin de mois se ressemblent au-delà du hasard (corrélation r), l'année écoulée est jugée "
        "contre les mois d'avant : leur moyenne ± 3 écarts-types d'une valeur à venir, corrigés de r, et la première règle seulement. "
        "Sous 24 mois d'avant, tout signal reste à confirmer.",
        "Alwan et Roberts (1988) ; Cryer et Ryan (1990) ; Kendall (1954)",
    ),
    Methode(
        "Tendance",
        "État de fin de mois, connu depuis deux ans au moins : test de Kendall sur les douze derniers mois ; s'il change peu d'un mois "
        "au suivant, sa pente contre celles que sa mémoire seule lui donnerait. Ce qui se compte par mois, par cumul, ou revient "
        "avec les saisons : chaque mois contre le même mois un an plus tôt, la somme des écarts comparée à celles de tous les "
        "changements de signe. Il faut 8 mois, ou 8 écarts.",
        "Kendall (1975) ; Yue et Wang (2004) ; Weatherhead et al. (1998) ; Fisher (1935)",
    ),
    Methode(
        "Ce qui a bougé en un an",
        "Chaque valeur contre son propre passé, au-delà de la dispersion ordinaire de l'indicateur ; parmi tous les tests, au plus "
        "5 % de fausses découvertes attendues.",
        "Benjamini et Hochberg (1995)",
    ),
)
