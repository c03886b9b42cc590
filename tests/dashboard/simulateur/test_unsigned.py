"""A CPTS whose signature is not known opens with what is known of it; what is supposed is marked so, wherever it goes."""

from tests.dashboard.opening import html, opened


def test_littoral_opens_on_itself_and_says_what_is_missing(screens):
    page = opened("simulateur", cpts="CPTS-LITN")
    assert page.selectbox(key="choix.cpts").value == "CPTS-LITN"
    assert "date de signature et ses missions ne sont pas connues" in html(page)
    assert page.text_input(key="choix.s_signature").value == ""
    assert any("Complétez la date de signature" in info.value for info in page.info)
    assert not page.warning


def test_a_supposed_date_computes_and_stays_marked(screens, monkeypatch):
    said = []
    monkeypatch.setattr("dashboard.ui.downloads.speak_of", lambda pour, hypothese="": said.append((pour, hypothese)))
    page = opened("simulateur", cpts="CPTS-LITN", s_signature="2024-01-01", s_acces="oui", s_acces_debut="2024-06-01")
    assert "Taille 4, total sur" in html(page)
    ((pour, hypothese),) = said
    assert "(CPTS-LITN)" in pour and "supposé signé le" in pour
    assert hypothese.startswith("Signature et missions supposées")


def test_every_view_opens_on_it(screens):
    for view in ("pourquoi", "leviers", "scenarios", "ecarts"):
        page = opened("simulateur", cpts="CPTS-LITN", vue=view, s_signature="2024-01-01", s_atteinte="observee")
        assert "CPTS Littoral en Nord" in [box.value for box in page.selectbox] or "Littoral en Nord" in html(page), (
            view
        )
        assert not page.error, (view, [told.value for told in page.error])
