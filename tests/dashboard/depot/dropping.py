"""Drop a file on the page Dépôt mensuel, and read what the store then holds."""

import pandas as pd

from pipelines.store.questions import indicateurs
from pipelines.store.scope import Scope

HEAD = "id_cpts;mois;indicateur;numerateur;denominateur;valeur\r\n"


LOCAL = Scope.local()


def dropped(page, *lines, name="mars.csv"):
    page.file_uploader[0].upload(name, (HEAD + "".join(f"{line}\r\n" for line in lines)).encode(), "text/csv").run()
    assert not page.exception
    return page


def button(page, start):
    return next(b for b in page.button if b.label.startswith(start))


def value(store, code="PRE_SEIN", month="2025-03"):
    frame = indicateurs.indicator_series(store, LOCAL, indicateur=code, ids=["CPTS-WEPP"])
    return frame.loc[frame["mois"].eq(pd.Timestamp(f"{month}-01")), "numerateur"].tolist()
