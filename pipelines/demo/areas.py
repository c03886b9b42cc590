"""How much ground a demonstration territory covers: estimated from where the seats of its communes stand.

The reference files hold no area of communes. The ground nearer to a seat than to any other (its Voronoi cell) adds up to
the area of a territory within a few per cent inland (Bergeracois: 591 for 588 km², Dordogne: 9 088 for 9 060), with more
on coasts and borders, where a cell is cut to what is usual around. It only serves to invent neighbours of a like density.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import Voronoi, cKDTree

MIDDLE = np.radians(46.5)
USUAL = 1.5
NEAR = 9


def areas(communes: pd.DataFrame) -> pd.Series:
    """Estimate the area of each commune (km²), rows as given: lat and lon (degrees) of its seat; NaN overseas.

    To be asked of all communes at once: the cell of one depends on the seats around.
    """
    mainland = communes["lat"].between(41, 52) & communes["lon"].between(-6, 10)
    seats = communes.loc[mainland, ["lat", "lon"]].to_numpy(dtype=np.float64)
    flat = np.column_stack([seats[:, 1] * 111.32 * np.cos(MIDDLE), seats[:, 0] * 110.57])
    cells = _cells(flat) * np.cos(np.radians(seats[:, 0])) / np.cos(MIDDLE)
    usual = np.median(cells[cKDTree(flat).query(flat, k=NEAR)[1]], axis=1)
    found = pd.Series(np.nan, index=communes.index)
    found[mainland] = np.minimum(cells, USUAL * usual)
    return found


def _cells(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Area of the Voronoi cell of each point; infinite for an open one."""
    diagram = Voronoi(points)
    found = np.full(len(points), np.inf)
    for rank, region in enumerate(diagram.point_region):
        corners = diagram.regions[region]
        if corners and -1 not in corners:
            x, y = diagram.vertices[corners].T
            found[rank] = abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2
    return found
