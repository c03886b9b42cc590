"""The cases a treasurer could write: tests/calculators/aci/cases/*.yaml, amounts as arithmetic."""

from datetime import date
from pathlib import Path

import pytest

from calculators.aci import SituationError, load_accord, read_situation, simulate
from calculators.aci.strict_yaml import load
from tests.calculators.aci.arithmetique import centimes

CASES = Path(__file__).parent / "cases"


def _cases():
    for file in sorted(CASES.glob("*.yaml")):
        book = load(file.read_text(encoding="utf-8"))
        for case in book["cas"]:
            situation = {**book["modele"], **case.get("avec", {})}
            for key in case.get("sans", []):
                situation.pop(key)
            yield pytest.param(situation, case["attendu"], id=f"{file.stem} : {case['nom']}")


def _pick(frame, wanted, names):
    rows = frame
    for key, column in names.items():
        if key in wanted:
            value = wanted[key]
            rows = rows[rows[column].dt.date == value] if isinstance(value, date) else rows[rows[column] == value]
    return rows


@pytest.mark.parametrize(("situation", "attendu"), list(_cases()))
def test_case(situation, attendu):
    accord = load_accord()
    if "refus" in attendu:
        with pytest.raises(SituationError) as refused:
            simulate(read_situation(situation, accord), accord)
        assert len(refused.value.sentences) == 1, refused.value.sentences
        assert attendu["refus"] in refused.value.sentences[0]
        return
    result = simulate(read_situation(situation, accord), accord)
    lines, paid = result.lignes, result.versements
    checked = 0
    if "taille" in attendu:
        assert result.annees.taille.tolist() == [attendu["taille"]] * len(result.annees.taille)
        checked += 1
    if "tailles" in attendu:
        assert result.annees.taille.tolist() == attendu["tailles"]
        checked += 1
    for wanted in attendu.get("lignes", []):
        names = {"annee": "annee_contrat", "mission": "mission", "volet": "volet", "objectif": "objectif"}
        rows = _pick(lines, wanted, names)
        assert rows["montant_centimes"].tolist() == [centimes(wanted["montant"])], wanted
        for key, column in {"statut": "statut", "version": "version", "article": "article"}.items():
            if key in wanted:
                assert rows[column].tolist() == [wanted[key]]
        checked += 1
    for wanted in attendu.get("aucune_ligne", []):
        assert _pick(lines, wanted, {"annee": "annee_contrat", "mission": "mission", "volet": "volet"}).empty, wanted
        checked += 1
    for wanted in attendu.get("versements", []):
        names = {"date": "date", "nature": "nature", "mission": "mission", "annee": "annee_contrat"}
        rows = _pick(paid, wanted, names)
        assert rows["montant_centimes"].tolist() == [centimes(wanted["montant"])], wanted
        checked += 1
    for day, amount in attendu.get("recu_le", {}).items():
        rows = paid[paid["date"].dt.date == day]
        assert int(rows["montant_centimes"].sum()) == centimes(amount), day
        checked += 1
    for year, amount in attendu.get("totaux", {}).items():
        assert int(lines.loc[lines["annee_contrat"] == year, "montant_centimes"].sum()) == centimes(amount), year
        checked += 1
    if "total" in attendu:
        assert int(lines["montant_centimes"].sum()) == centimes(attendu["total"])
        checked += 1
    messages = result.avertissements["message"].str.replace("\u202f", " ").str.replace("\u00a0", " ").tolist()
    for text in attendu.get("avertissements", []):
        assert any(text in message for message in messages), messages
        checked += 1
    for text in attendu.get("pas_d_avertissement", []):
        assert not any(text in message for message in messages), messages
        checked += 1
    assert checked, "un cas sans attente ne vérifie rien"
    by_line = paid.groupby("ligne")["montant_centimes"].sum().reindex(range(len(lines)), fill_value=0)
    assert by_line.tolist() == lines["montant_centimes"].tolist()
