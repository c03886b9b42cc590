"""Known values that would become missing, hidden or zero: said before, left out unless accepted, never told of a secret."""

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.store.questions import indicateurs, suivi
from pipelines.store.scope import Scope
from tests.depositing import deposit, preview
from tests.monthly import NOW, month_file

LOCAL = Scope.local()
KNOWN = month_file(
    "CPTS-WEPP;2026-10;PRE_SEIN;450;812;;",
    "CPTS-WEPP;2026-10;ADH;;;91;",
    "CPTS-WEPP;2026-10;CRI_PLAN;;;oui;",
    "CPTS-WEPP;2026-10;ACP_STAGES;;;0;",
    "CPTS-BERG;2026-10;PRE_SEIN;NS;900;;",
)
LOST = (
    "CPTS-WEPP;2026-10;PRE_SEIN;NS;812;;",
    "CPTS-WEPP;2026-10;ADH;;;;",
    "CPTS-WEPP;2026-10;CRI_PLAN;;;non;",
    "CPTS-BERG;2026-10;PRE_SEIN;;;;",
)
SAME = ("CPTS-WEPP;2026-10;ACP_STAGES;;;0;", "CPTS-WEPP;2026-10;PRE_COL;300;900;;")


@pytest.fixture
def known(store):
    deposit(store, LOCAL, KNOWN, "octobre.csv", auteur="test", maintenant=NOW)
    return store


def _again(store, *lines, **more):
    return deposit(store, LOCAL, month_file(*lines), "encore.csv", auteur="test", maintenant=NOW, **more)


def _current(store, id_cpts="CPTS-WEPP"):
    with store.read() as cursor:
        rows = cursor.rows("SELECT id_cpts, indicateur, etat, numerateur, valeur FROM observations_courantes")
    return {code: (state, n, v) for where, code, state, n, v in rows if where == id_cpts}


def test_every_loss_is_said_before_with_what_was_known_and_what_it_would_become(known):
    found = preview(known, LOCAL, month_file(*LOST, *SAME), "encore.csv", maintenant=NOW)
    assert not found.verdict.refuse and (found.nouvelles, found.modifiees) == (1, 4)
    said = {issue.ligne: issue.message.replace("\xa0", " ").replace("\u202f", " ") for issue in found.a_accepter}
    assert said == {
        2: "Ligne 2, colonne « numerateur » (D) : PRE_SEIN de CPTS-WEPP pour 2026-10 est connu (450 sur 812) et "
        "deviendrait : masquée.",
        3: "Ligne 3, colonne « valeur » (F) : ADH de CPTS-WEPP pour 2026-10 est connu (91) et deviendrait : inconnue.",
        4: "Ligne 4, colonne « valeur » (F) : CRI_PLAN de CPTS-WEPP pour 2026-10 est connu (oui) et deviendrait : non.",
        5: "Ligne 5, colonne « numerateur » (D) : PRE_SEIN de CPTS-BERG pour 2026-10 est connu (masquée) et "
        "deviendrait : inconnue.",
    }


def test_they_are_left_out_and_the_others_go_in(known):
    before = _current(known)
    done = _again(known, *LOST, *SAME)
    assert (done.etat, done.laissees, done.nouvelles, done.modifiees, done.identiques) == ("actif", 4, 1, 0, 1)
    assert done.verdict.refusees == (2, 3, 4, 5)
    assert {i.regle for i in done.verdict.anomalies} == {"perte_laissee"} and not done.a_accepter
    after = _current(known)
    assert after.pop("PRE_COL")[1] == 300
    assert after == before
    with known.read() as cursor:
        ((told,),) = cursor.rows("SELECT apres FROM journal WHERE objet = $depot", {"depot": done.depot})
    assert '"pertes_laissees": 4' in told and "lignes_refusees" not in told


def test_the_same_bytes_again_are_once_until_the_losses_are_accepted(known):
    first = _again(known, *LOST, *SAME)
    again = _again(known, *LOST, *SAME)
    assert (again.deja_depose, again.depot, again.laissees) == (True, first.depot, 4)
    accepted = _again(known, *LOST, *SAME, accepter_pertes=True)
    assert (accepted.deja_depose, accepted.laissees, accepted.modifiees) == (False, 0, 4)
    assert _current(known)["ADH"][0] == "manquante" and _current(known)["CRI_PLAN"][2] == 0
    assert _again(known, *LOST, *SAME, accepter_pertes=True).depot == accepted.depot


def test_a_file_of_losses_alone_is_no_deposit(known):
    done = _again(known, *LOST)
    assert (done.etat, done.depot) == ("refuse", None)
    assert [i.regle for i in done.verdict.anomalies if i.bloquante] == ["que_des_pertes"]
    assert len(suivi.deposits(known, LOCAL)) == 1
    assert _current(known)["ADH"][2] == 91


def test_with_a_faulty_line_too_a_part_leaves_both_out(known):
    done = _again(known, *LOST, *SAME, "CPTS-WEPP;2026-10;PRE_CCR;douze;900;;", partiel=True)
    assert (done.etat, done.partiel, done.laissees, done.rejetees) == ("actif", True, 4, 5)
    assert _current(known)["ADH"][2] == 91 and "PRE_CCR" not in _current(known)


@pytest.mark.parametrize("stored", ["3", "4"])
def test_of_a_hidden_count_becoming_zero_the_same_is_said_whatever_it_is(store, stored):
    """A zero is not hidden: that a hidden count is none is known already, and nothing more is told."""
    deposit(
        store,
        Scope.local(),
        month_file(f"CPTS-WEPP;2026-10;PRE_SEIN;{stored};40;;"),
        "octobre.csv",
        auteur="CPAM",
        maintenant=NOW,
    )
    outside = Scope(lecteur="autre", fournisseurs=frozenset())
    found = preview(store, outside, month_file("CPTS-WEPP;2026-10;PRE_SEIN;0;40;;"), "zéro.csv", maintenant=NOW)
    said = [(i.regle, i.message) for i in found.a_accepter]
    assert [rule for rule, _ in said] == ["valeur_perdue"]
    assert "(masquée)" in said[0][1]


def test_a_template_without_its_helping_columns_leaves_its_empty_lines_aside(known):
    codes = list(load_catalogue().indicateurs)
    rows = [f"CPTS-WEPP;2026-10;{code};;;{'12' if code == 'ACC_SAS' else ''};" for code in codes]
    found = preview(known, LOCAL, month_file(*rows), "modele.csv", maintenant=NOW)
    assert not found.a_accepter and found.nouvelles == 1
    assert {a.motif for a in found.verdict.mises_a_part} == {"non remplie"}
    assert len(found.verdict.mises_a_part) == len(codes) - 1
    # A line of each supplier less: then an empty one says « unknown », and it is told.
    fewer = [row for row in rows if "PRE_SEIN" not in row and "ACP_STAGES" not in row]
    some = preview(known, LOCAL, month_file(*fewer), "m.csv", maintenant=NOW)
    assert [issue.regle for issue in some.a_accepter] == ["valeur_perdue"] * 2  # ADH, CRI_PLAN


def _alone(store, *lines):
    found = preview(store, LOCAL, month_file(*lines), "part.csv", maintenant=NOW)
    return [issue.ligne for issue in found.a_accepter if issue.regle == "part_sans_effectifs"], found


def _seen_by_others(store, code):
    """The state of the value of October as somebody reads it who supplies nothing."""
    other = Scope(lecteur="autre")
    series = indicateurs.indicator_series(store, other, indicateur=code, ids=["CPTS-LITN"])
    return series.loc[series["mois"].eq("2026-10-01"), "etat"].tolist()


def test_a_share_alone_that_nobody_else_will_see_is_said_before_with_the_remedy(store):
    lines = (
        "CPTS-LITN;2026-10;ACC_SNP;;;79,7 %;",
        "CPTS-LITN;2026-10;ADH;;;91;",
        "CPTS-LITN;2026-10;PAR_SORTIE;;;58,9 %;",
    )
    where, found = _alone(store, *lines)
    assert where == [2, 4] and not found.verdict.refuse
    assert "numérateur et le dénominateur" in found.a_accepter[0].remede
    deposit(store, LOCAL, month_file(*lines), "part.csv", auteur="test", maintenant=NOW)
    assert [_seen_by_others(store, code) for code in ("ACC_SNP", "PAR_SORTIE")] == [["masquee"], ["masquee"]]


def test_nothing_is_said_of_a_share_that_stays_visible(store):
    lines = ("CPTS-LITN;2026-10;ACC_SNP;797;1000;;", "CPTS-LITN;2026-10;PAR_SORTIE;589;1000;;")
    assert _alone(store, *lines)[0] == []
    deposit(store, LOCAL, month_file(*lines), "septembre.csv", auteur="test", maintenant=NOW)
    # The size of what it is a share of is known since: the share alone is seen.
    again = tuple(line.replace("797;1000;;", ";;78 %;").replace("589;1000;;", ";;57 %;") for line in lines)
    said, _ = _alone(store, *again)
    deposit(store, LOCAL, month_file(*again), "part.csv", auteur="test", maintenant=NOW)
    hidden = [line for line, code in ((2, "ACC_SNP"), (3, "PAR_SORTIE")) if _seen_by_others(store, code) == ["masquee"]]
    assert said == hidden
