"""The colours of the figures: told apart with any colour vision, seen on both grounds; texts readable in both themes."""

import re
import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import dashboard
from dashboard.charts import style

FOLDER = Path(dashboard.__file__).parent
THEME = tomllib.loads((FOLDER / ".streamlit/config.toml").read_text("utf-8"))["theme"]
COLOURS = {name: getattr(style, name) for name in ("PIN", "AMBRE", "GRIS", "BRIQUE", "VIOLET", "BLEU")}
#: Linear RGB as seen without one kind of cones: Machado, Oliveira and Fernandes (2009), severity 1.
VISIONS = {
    "toutes les couleurs": np.eye(3),
    "deutéranopie": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopie": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopie": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
#: CIE76: 2.3 is just noticeable; six times that is plain, even for small marks.
PLAIN = 15


def linear(colour):
    part = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(light):
    ratio = XYZ @ np.clip(light, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one, other):
    light, dark = sorted((float(XYZ[1] @ linear(one)), float(XYZ[1] @ linear(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(front, back, share):
    """A colour at some opacity on a ground, as browsers mix them."""
    parts = [(int(front[at : at + 2], 16), int(back[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in parts)


@pytest.mark.parametrize("vision", VISIONS)
def test_every_two_colours_are_told_apart(vision):
    seen = {name: lab(VISIONS[vision] @ linear(colour)) for name, colour in COLOURS.items()}
    close = {(a, b): np.linalg.norm(seen[a] - seen[b]) for a, b in combinations(COLOURS, 2)}
    assert min(close.values()) >= PLAIN, sorted(close.items(), key=lambda pair: pair[1])[:3]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_is_seen_on_the_ground(theme):
    ground = THEME[theme]["backgroundColor"]
    assert {n: round(contrast(c, ground), 2) for n, c in COLOURS.items() if contrast(c, ground) < 3} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_of_the_style_is_readable(theme):
    """Text, links, and every fainter text of the sheet: 4.5 to 1 at least, on the page and on the second ground."""
    ink, link = THEME[theme]["textColor"], THEME[theme]["linkColor"]
    sheet = (FOLDER / "chrome/style.css").read_text("utf-8")
    faint = [float(share) for share in re.findall(r"[^-]opacity: (0\.\d+)", sheet)]
    assert faint, "the sheet has fainter texts"
    caption = dict(
        zip(("light", "dark"), re.search(r"--encre: light-dark\((#\w+), (#\w+)\)", sheet).groups(), strict=True)
    )
    for ground in (THEME[theme]["backgroundColor"], THEME[theme]["secondaryBackgroundColor"]):
        assert contrast(link, ground) >= 4.5 and contrast(caption[theme], ground) >= 4.5
        assert all(contrast(mixed(ink, ground, share), ground) >= 4.5 for share in [1.0, *faint]), (ground, min(faint))
