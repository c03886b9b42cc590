"""What is wrong, doubtful or mended in a file: by rule with counts, then line by line, then the file handed back."""

import re
from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from calculators import french
from calculators.rows import rows as records
from dashboard.tables import Column
from dashboard.ui import widgets
from pipelines.ingest import issues
from pipelines.ingest.issues import Issue
from pipelines.ingest.rules.table import REGLES

#: Up to so many findings, the list says it all.
FEW = 8
BLOCKS, ACCEPTS, MENDED, KNOWN = "à\u00a0corriger", "à\u00a0commenter", "réparé", "à\u00a0savoir"
#: Symbol and meaning of each kind, in the order a person deals with them.
KINDS = {
    BLOCKS: ("✕", "bloque la ligne"),
    ACCEPTS: ("!", "passe avec un commentaire"),
    MENDED: ("↻", "lu autrement qu’écrit"),
    KNOWN: ("i", "rien à faire"),
}
#: The place at the head of a message: « Ligne 4, colonne « Mois » (B) : ».
PLACE = re.compile(r"Ligne\s\d+(?:, colonne\s(?:«\s.*?\s»(?:\s\((?P<lettre>[A-Z]+)\))?|(?P<seule>[A-Z]+)))?\s:\s")
#: Which of them a rule is; what it blocks is said by each finding.
KIND_OF = {"bloque": BLOCKS, "a_commenter": ACCEPTS, "repare": MENDED, "a_savoir": KNOWN}


def kind_of(issue: Issue) -> str:
    """Which of KINDS a finding is."""
    if issue.bloquante:
        return BLOCKS
    rule = REGLES.get(issue.regle)
    return KNOWN if rule is None or rule.bloquante else KIND_OF[rule.gravite]


def where(issue: Issue) -> str:
    """The column of a finding as the person sees it, its letter beside its title: « Mois (B) »."""
    place = PLACE.match(issue.message)
    letter = place and (place["lettre"] or place["seule"])
    return " ".join(part for part in (issue.colonne, f"({letter})" if letter and issue.colonne else letter) if part)


def sentence_of(issue: Issue) -> str:
    """What a finding says, without the place it starts with: line and column have columns of their own."""
    return french.upper_first(PLACE.sub("", issue.message, count=1))


def title_of(regle: str) -> str:
    """The sentence of a rule, with « … » where each finding has its own words."""
    rule = REGLES.get(regle)
    return french.upper_first(_blank(rule.constat)) if rule is not None else regle.replace("_", " ")


def _blank(text: str) -> str:
    """A text of a rule with its braces left open."""
    text = re.sub(r" ?\(\{\w+\}\)", "", text)
    return re.sub(r"\{\w+\}", "…", text).replace("……", "…").replace("»…", "»")


def by_rule(listed: Sequence[Issue]) -> pd.DataFrame:
    """One row per rule: gravite, constat, nombre, lignes (the first ones), remede; what blocks first, then by number."""
    counts = Counter(issue.regle for issue in listed)
    rows = []
    for regle, count in counts.items():
        those = [issue for issue in listed if issue.regle == regle]
        kind = kind_of(those[0])
        lines = sorted({i.ligne for i in those if i.ligne is not None})
        rows.append(
            {
                "regle": regle,
                "gravite": f"{KINDS[kind][0]}{french.INSECABLE}{kind}",
                "constat": those[0].message if count == 1 else title_of(regle),
                "nombre": count,
                "lignes": french.enumerate_fr([str(n) for n in lines], limit=6) or "tout le fichier",
                "remede": those[0].remede if count == 1 else _blank(REGLES[regle].remede),
                "rang": list(KINDS).index(kind),
            }
        )
    return pd.DataFrame(rows).sort_values(["rang", "nombre"], ascending=[True, False], kind="stable", ignore_index=True)


def findings(listed: Sequence[Issue], *, key: str) -> None:
    """Everything found, by rule then line by line."""
    grouped = by_rule(listed)
    kinds = Counter(kind_of(issue) for issue in listed)
    said = [f"{french.number(kinds[k])} {french.plural(kinds[k], k) if k == MENDED else k}" for k in KINDS if kinds[k]]
    told = f" : {french.enumerate_fr(said)}" if len(said) > 1 else f", {next(iter(kinds))}"
    st.subheader("Ce qui a été trouvé", anchor=False)
    widgets.sentence(f"{french.count(len(listed), 'constat')}{told}.", attention=bool(kinds[BLOCKS]))
    if len(listed) > FEW and len(grouped) < len(listed):
        widgets.table(
            grouped.assign(
                constat=grouped["constat"].map(french.typography), remede=grouped["remede"].map(french.typography)
            ),
            [
                Column("gravite", "Gravité"),
                Column("nombre", "Fois", "int"),
                Column("constat", "Constat"),
                Column("lignes", "Lignes"),
                Column("remede", "Comment corriger"),
            ],
            caption="Par règle ; « … » remplace ce qui change d’une ligne à l’autre",
        )
    _lines(listed, grouped, key=key)


@st.fragment
def _lines(listed: Sequence[Issue], grouped: pd.DataFrame, *, key: str) -> None:
    """Line by line, filtered by rule, a page at a time."""
    kept = sorted(listed, key=lambda issue: not issue.bloquante)  # what blocks first, then by line
    if len(grouped) > 1:
        options = {"": f"Tous les constats ({len(listed)})"} | {
            r.regle: french.typography(f"{r.gravite} · {r.constat[:90]} ({r.nombre})") for r in records(grouped)
        }
        wanted = st.selectbox("Montrer", list(options), format_func=options.__getitem__, key=f"{key}.regle")
        kept = [issue for issue in kept if not wanted or issue.regle == wanted]
    page = widgets.page_of(len(kept), key=key)
    rows = pd.DataFrame(
        [
            {
                "ligne": issue.ligne,
                "colonne": where(issue) or french.ABSENT,
                "valeur": "(vide)" if issue.valeur in (None, "") else issue.valeur,
                "gravite": f"{KINDS[kind_of(issue)][0]}{french.INSECABLE}{kind_of(issue)}",
                "message": french.typography(sentence_of(issue)),
                "remede": french.typography(issue.remede),
            }
            for issue in kept[page]
        ]
    ).astype({"ligne": "Int64"})
    caption = f"{french.count(len(kept), 'constat')}, ligne comptée comme dans Excel{widgets.shown(page, len(kept))}"
    widgets.table(
        rows,
        [
            Column("ligne", "Ligne", "int"),
            Column("colonne", "Colonne"),
            Column("valeur", "Valeur lue"),
            Column("gravite", "Gravité"),
            Column("message", "Constat"),
            Column("remede", "Comment corriger"),
        ],
        caption=caption,
        whole=True,
    )


def report_button(listed: Sequence[Issue], *, stem: str, key: str) -> None:
    """The findings alone, for a spreadsheet."""
    st.download_button(
        "La liste des constats (CSV pour Excel)",
        lambda: issues.as_csv(listed).encode("utf-8-sig"),
        file_name=f"rapport-{stem}.csv",
        mime="text/csv",
        key=f"{key}.rapport",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
