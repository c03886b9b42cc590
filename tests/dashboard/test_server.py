"""The ASGI application: French page, security headers, nothing inline that the policy does not name."""

import re
import shutil
from pathlib import Path

import pytest
import streamlit as st

from dashboard import server


@pytest.mark.parametrize("path", ["/", "/comparer", "/une-page-inconnue"])
def test_every_page_is_french_and_locked(client, path):
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert '<html lang="fr">' in answer.text
    assert "<title>Pilotage CPTS</title>" in answer.text
    assert "habillage/francais.js" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_python_keeps_beside_the_files_of_the_page_changes_nothing(monkeypatch, tmp_path):
    chrome = shutil.copytree(server.CHROME, tmp_path / "chrome")
    monkeypatch.setattr(server, "CHROME", chrome)
    index = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    before = server.french_index(index)
    (chrome / "__pycache__").mkdir(exist_ok=True)
    (chrome / "__pycache__" / "file_addresses.pyc").write_bytes(b"\0")
    assert server.french_index(index) == before
    (chrome / "style.css").write_text("p {}", encoding="utf-8")
    assert server.french_index(index) != before, "another style has another address"


def test_the_page_names_no_other_site(client):
    page = client.get("/").text
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)


def test_the_home_page_under_its_own_name_leads_to_the_root(client):
    answer = client.get("/vue-ensemble?mois=2026-09", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "./?mois=2026-09"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/vue-ensemble").status_code == 200


@pytest.mark.parametrize("path,place", [("/a/b/c", "../../c"), ("/x/été", "../%C3%A9t%C3%A9")])
def test_a_deeper_address_leads_to_a_page_that_finds_its_files(client, path, place):
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == place
    assert client.get(path).status_code == 200


def test_health_and_own_files(client):
    assert client.get("/healthz").json() == {"ok": True}
    for name in ("francais.js", "historique.js", "style.css", "favicon.svg", "logo.svg"):
        answer = client.get(f"/habillage/{name}")
        assert answer.status_code == 200
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_index_of_another_streamlit_is_refused():
    with pytest.raises(RuntimeError, match="index"):
        server.french_index("<html><head></head></html>")


def test_own_stylesheet_and_script_fetch_nothing_outside():
    for name in ("francais.js", "historique.js", "style.css", "favicon.svg", "logo.svg"):
        text = (server.CHROME / name).read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "http://" not in text
        assert "https://" not in text
