"""Any situation that can be: what the properties and the explanations are held against."""

from datetime import date, timedelta

from hypothesis import strategies as st

MISSIONS = ["acces", "parcours", "prevention", "crise", "qualite", "accompagnement"]
dates = st.dates(date(2019, 8, 25), date(2026, 12, 31))


@st.composite
def situations(draw):
    signed = draw(dates)
    years = draw(st.integers(1, 6))
    started = draw(st.lists(st.sampled_from(MISSIONS), unique=True))
    situation = {
        "id_cpts": "CAS",
        "population": draw(st.integers(1, 400_000)),
        "date_signature": signed,
        "annees": years,
        "missions": {code: signed + timedelta(days=draw(st.integers(0, 2500))) for code in started},
        "atteinte": {
            year: {code: draw(st.integers(0, 1_000_000)) / 1_000_000 for code in started}
            for year in draw(st.lists(st.integers(1, years), unique=True))
        },
        "crise": {
            "redaction": draw(st.none() | st.integers(1, years)),
            "reconnue": draw(st.lists(st.integers(1, years), unique=True)),
        },
        "amorcage": {"majoration": draw(st.booleans()), "lettre_intention": draw(st.booleans())},
    }
    if draw(st.booleans()):
        situation["resiliation"] = signed + timedelta(days=draw(st.integers(1, 2000)))
    return situation
