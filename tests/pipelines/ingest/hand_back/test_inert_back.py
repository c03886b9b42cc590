"""What a spreadsheet would run as a formula stays text in the files we hand back, and reads the same when it comes again."""

from pipelines.ingest.hand_back.annotate import annotate
from tests.monthly import month_file
from tests.pipelines.ingest.hand_back.handed import examined


def test_a_formula_handed_back_is_never_run_and_reads_the_same_again(filled):
    data = month_file("DEMO-A;2026-10;ADH;;;91;=cmd|' /C calc'!A1", "DEMO-A;2026-10;PAR_RCP;;;trop;@SUM(A1)")
    verdict = examined(filled, data)
    back, _ = annotate(data, "f.csv", verdict)
    assert b";'=cmd|" in back and b";'@SUM" in back and b";=cmd" not in back
    again = examined(filled, back)
    assert again.observations["commentaire"].tolist() == verdict.observations["commentaire"].tolist()
    assert again.observations["commentaire"].tolist() == ["=cmd|' /C calc'!A1"]
