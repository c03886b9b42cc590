"""Outlines for a map without tiles: départements and known perimeters, on a flat plane, overseas in boxes of their own.

Plane: longitude × cos 46.6°, latitude; both in degrees of latitude, so one scale for both axes. Each overseas
département is moved, and scaled, beside the mainland. Source: IGN ADMIN EXPRESS (data/reference/README.md).
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.reference import reference_dir

_COS = float(np.cos(np.radians(46.6)))
#: Points nearer than this (in the plane) draw as one: about a kilometre.
_GRAIN = 0.012


@dataclass(frozen=True)
class Cadre:
    """An overseas territory: its centre in degrees, its box's centre in the plane, and how much it is enlarged."""

    nom: str
    lon: float
    lat: float
    half: float
    x: float
    y: float
    zoom: float


#: In the order of the boxes, down the left of the map.
CADRES = {
    "971": Cadre("Guadeloupe", -61.4, 16.2, 0.7, -5.3, 50.0, 1.4),
    "972": Cadre("Martinique", -61.0, 14.65, 0.7, -5.3, 48.3, 1.6),
    "973": Cadre("Guyane", -53.1, 4.0, 4.0, -5.3, 46.7, 0.28),
    "974": Cadre("La Réunion", 55.53, -21.13, 1.2, -5.3, 45.1, 1.6),
    "976": Cadre("Mayotte", 45.16, -12.83, 1.2, -5.3, 43.5, 2.6),
}


def plane(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Degrees → the plane of the map, overseas places in their boxes."""
    east, north = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    x, y = east * _COS, north.copy()
    for box in CADRES.values():
        inside = (np.abs(east - box.lon) < box.half) & (np.abs(north - box.lat) < box.half)
        x = np.where(inside, box.x + (east - box.lon) * np.cos(np.radians(box.lat)) * box.zoom, x)
        y = np.where(inside, box.y + (north - box.lat) * box.zoom, y)
    return x, y


def _rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [part[0] for part in parts]


def _line(rings: list[list[list[float]]], *, grain: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rings as one line with gaps, points closer than `grain` to the one before left out."""
    xs: list[NDArray[np.float64]] = []
    ys: list[NDArray[np.float64]] = []
    for ring in rings:
        lon, lat = np.asarray(ring, dtype=np.float64).T
        x, y = plane(lon, lat)
        cell = np.round(np.column_stack([x, y]) / grain) if grain else np.column_stack([x, y])
        kept = np.append(True, np.any(np.diff(cell, axis=0) != 0, axis=1))
        if kept.sum() > 3:
            xs.append(np.append(x[kept], np.nan))
            ys.append(np.append(y[kept], np.nan))
    return np.concatenate(xs), np.concatenate(ys)


@cache
def departements() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Every département as one line with gaps, in the plane of the map. Read once."""
    features = json.loads((reference_dir() / "departements.geojson").read_text(encoding="utf-8"))["features"]
    x, y = _line([ring for one in features for ring in _rings(one["geometry"])], grain=_GRAIN)
    return x.astype(np.float32), y.astype(np.float32)


@cache
def perimetres() -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64], str]]:
    """The known perimeters: id_cpts → its outline in the plane, and where it comes from. Read once."""
    features = json.loads((reference_dir() / "cpts_perimetres.geojson").read_text(encoding="utf-8"))["features"]
    return {
        one["properties"]["id"]: (
            *_line(_rings(one["geometry"]), grain=0),
            str(one["properties"]["source_perimetre"]),
        )
        for one in features
    }
