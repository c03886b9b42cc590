"""What a view gives to take away says in its titles what its cells hold."""

import pandas as pd

from dashboard.tables import Column
from dashboard.ui.downloads import exported
from pipelines.publish.exports.to_csv import export_csv


def test_an_amount_in_euros_is_titled_in_euros(screens):
    frame = pd.DataFrame({"id_cpts": ["CPTS-WEPP"], "montant_centimes": [1_250_050], "gagne": [99]})
    columns = [
        Column("id_cpts", "CPTS"),
        Column("montant_centimes", "Montant", "euros"),
        Column("gagne", "Gagné", "euros"),
    ]
    lines = export_csv(exported(frame, columns, name="vue", title="Vue")).decode("utf-8-sig").splitlines()
    titles, cells = [line.split(",") for line in lines if not line.startswith("#")][:2]
    assert dict(zip(titles, cells, strict=True)) | {"montant_euros": "12500.50", "gagne_euros": "0.99"} == dict(
        zip(titles, cells, strict=True)
    )
    assert not any("centimes" in title for title in titles)
