"""How a compared indicator is shown: pipelines.comparaison says what is counted, this adds its scale and its words."""

from dataclasses import dataclass

from dashboard import french
from dashboard.charts.scale import Scale, scale_of
from pipelines.catalogue import Indicateur
from pipelines.comparaison import HABITANTS, Comparaison, measured


@dataclass(frozen=True)
class Mesure(Comparaison):
    """`scale`: of the value compared; `sur`: what the denominator counts, in words."""

    scale: Scale
    sur: str

    @property
    def tick(self) -> str:
        """What follows the figures of an axis; its title says the longer units."""
        return self.scale.suffix if len(self.scale.suffix) <= 3 else ""


def mesure_of(indicateur: Indicateur) -> Mesure | None:
    """How to compare an indicator; None for a deliverable, which is a yes or a no."""
    if not measured(indicateur):
        return None
    scale, over = scale_of(indicateur), "habitants"
    if indicateur.type == "proportion":
        over = str(indicateur.denominateur)
    if indicateur.type == "compte":
        thousands = french.number(HABITANTS)
        scale = Scale(
            1,
            f"{french.INSECABLE}pour{french.INSECABLE}{thousands}",
            1,
            f"{indicateur.court} (pour {thousands}{french.INSECABLE}habitants)",
        )
        over = "habitants du territoire"
    return Mesure(indicateur, scale, over)
