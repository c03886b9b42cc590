-- The tables of the store. No primary key, unique, foreign key, sequence or enum: DuckLake has none (docs: design.md).
-- Uniqueness comes from validation and from comparing under the write lock.

CREATE TABLE IF NOT EXISTS reglages (cle VARCHAR, valeur VARCHAR);

-- One row per deposited file. ``etat`` and ``retire_le`` are what holds now; their history is in evenements_depots.
CREATE TABLE IF NOT EXISTS depots (
    depot VARCHAR, hash VARCHAR, fichier VARCHAR, auteur VARCHAR, depose_le TIMESTAMP,
    etat VARCHAR, retire_le TIMESTAMP, motif VARCHAR,
    lignes_lues INTEGER, acceptees INTEGER, rejetees INTEGER,
    nouvelles INTEGER, modifiees INTEGER, identiques INTEGER, demonstration BOOLEAN
);

-- One row per CPTS, indicator, month and version; only ever added to.
CREATE TABLE IF NOT EXISTS observations (
    id_cpts VARCHAR, indicateur VARCHAR, mois DATE, version INTEGER,
    valeur DOUBLE, numerateur DOUBLE, denominateur DOUBLE,
    etat VARCHAR, marqueur VARCHAR, provisoire BOOLEAN, commentaire VARCHAR,
    depot VARCHAR, ligne INTEGER, connu_le TIMESTAMP
);

-- What came after the first version: whether lines were left out, what the depositor said of the warnings, whether
-- frozen months were corrected on purpose.
ALTER TABLE depots ADD COLUMN IF NOT EXISTS partiel BOOLEAN;
ALTER TABLE depots ADD COLUMN IF NOT EXISTS avertissements INTEGER;
ALTER TABLE depots ADD COLUMN IF NOT EXISTS acceptation VARCHAR;
ALTER TABLE depots ADD COLUMN IF NOT EXISTS correction_gelee BOOLEAN;

-- A line that says again what is current makes no version; it confirms one, and keeps it alive if its first bearer goes.
CREATE TABLE IF NOT EXISTS confirmations (
    id_cpts VARCHAR, indicateur VARCHAR, mois DATE, version INTEGER, depot VARCHAR, ligne INTEGER, connu_le TIMESTAMP
);

-- Withdrawals and restorations, only ever added to; ``action`` is retrait or retablissement, ``rang`` counts from 1.
CREATE TABLE IF NOT EXISTS evenements_depots (
    depot VARCHAR, rang INTEGER, action VARCHAR, quand TIMESTAMP, qui VARCHAR, pourquoi VARCHAR
);

-- Months frozen and unfrozen, one row per CPTS and month each time; ``action`` is gel or degel.
CREATE TABLE IF NOT EXISTS gels (
    gel VARCHAR, id_cpts VARCHAR, mois DATE, rang INTEGER, action VARCHAR, quand TIMESTAMP, qui VARCHAR, pourquoi VARCHAR
);

-- Audit: who did what, on what, from which state to which, why; hash of the file concerned, if any.
CREATE TABLE IF NOT EXISTS journal (
    quand TIMESTAMP, qui VARCHAR, action VARCHAR, objet VARCHAR, avant VARCHAR, apres VARCHAR, pourquoi VARCHAR, hash VARCHAR
);

-- The catalogue, as the queries need it. Lists (cpam, ars, departements, regions) are separated by |.
CREATE TABLE IF NOT EXISTS cpts (
    id_cpts VARCHAR, nom VARCHAR, nature VARCHAR, etape VARCHAR, etape_date DATE,
    cpam VARCHAR, ars VARCHAR, departements VARCHAR, regions VARCHAR,
    population_contrat BIGINT, population_contrat_origine VARCHAR, population_insee BIGINT, population_insee_millesime INTEGER,
    adherents INTEGER, partenaires INTEGER, communes INTEGER, superficie_km2 DOUBLE, msp INTEGER,
    forme_juridique VARCHAR, forme_date DATE, lat DOUBLE, lon DOUBLE, demonstration BOOLEAN
);

CREATE TABLE IF NOT EXISTS contrats (
    id_cpts VARCHAR, date_signature DATE, annees INTEGER, population BIGINT, situation VARCHAR, statut VARCHAR,
    demonstration BOOLEAN
);

CREATE TABLE IF NOT EXISTS contrats_missions (id_cpts VARCHAR, mission VARCHAR, debut DATE, demonstration BOOLEAN);

-- annee_contrat empty: the target holds for every contract year.
CREATE TABLE IF NOT EXISTS objectifs (
    id_cpts VARCHAR, annee_contrat INTEGER, indicateur VARCHAR, mission VARCHAR, reference DOUBLE, cible DOUBLE,
    sens VARCHAR, demonstration BOOLEAN
);

CREATE TABLE IF NOT EXISTS indicateurs (
    code VARCHAR, rang INTEGER, mission VARCHAR, nature_mission VARCHAR, type VARCHAR, sens VARCHAR, fournisseur VARCHAR
);

-- Groups of CPTS that a reader keeps under a name; one row per CPTS of the group.
CREATE TABLE IF NOT EXISTS groupes (lecteur VARCHAR, nom VARCHAR, id_cpts VARCHAR, enregistre_le TIMESTAMP);

-- What an indicator counts that statistical secrecy protects: patients, professionnels, or nothing.
ALTER TABLE indicateurs ADD COLUMN IF NOT EXISTS secret VARCHAR;

-- CPTS and indicators of patients or professionals of which a share or a rate was sent some month without its denominator.
CREATE TABLE IF NOT EXISTS valeurs_seules (id_cpts VARCHAR, indicateur VARCHAR);

-- What the denominator of an indicator counts: the same word for the same population.
ALTER TABLE indicateurs ADD COLUMN IF NOT EXISTS population VARCHAR;

-- The least share of the inhabitants that this population can be; empty when nothing bounds it.
ALTER TABLE indicateurs ADD COLUMN IF NOT EXISTS part_minimale DOUBLE;

-- The least denominator ever sent for a population of a CPTS: a row only when it is less than before, or the first that who
-- supplies the indicator sends (``fourni``); never taken away, so that withdrawing a deposit unmasks nothing.
CREATE TABLE IF NOT EXISTS moindres_denominateurs (
    id_cpts VARCHAR, population VARCHAR, denominateur DOUBLE, fourni BOOLEAN
);

-- The indicator that counts everyone an indicator counts, and more: what one leaves of the other is a count too.
ALTER TABLE indicateurs ADD COLUMN IF NOT EXISTS partie_de VARCHAR;

-- The least number of people, above 0, that an indicator ever left of the one it is part of, one month: a row only when it is
-- less than before; never taken away.
CREATE TABLE IF NOT EXISTS ecarts_imbriques (id_cpts VARCHAR, indicateur VARCHAR, ecart DOUBLE);

-- The bands of population of the agreement, those of each version from the day it comes into force; ``a`` empty: no end. The
-- taille of a CPTS is read in them for the day asked (territoires_lisibles): it was a column of cpts before version 5, and
-- stayed as it was on the day the store was filled.
CREATE TABLE IF NOT EXISTS tranches (en_vigueur DATE, taille INTEGER, de BIGINT, a BIGINT);
ALTER TABLE cpts DROP COLUMN IF EXISTS taille;
