"""What spreadsheets show in a cell whose formula fails, in Excel's and LibreOffice's words, French and English."""

from __future__ import annotations

import re

_SPACES = re.compile(r"\s+")
# Whatever the name: #DIV/0!, #VALEUR !, #NOM ?, #N/D, #SPILL!, #GETTING_DATA, ####, Err:502.
_ERROR = re.compile(r"#[^\W\d][\w/.']*(?: ?[!?])|#n ?/ ?[ad]\b.*|#[^\W\d_]+_[\w']+|#+|err(?:eur)?\.? ?:? ?\d{3}")


def is_error(text: str) -> bool:
    """True for a cell that shows an error of calculation. ``text``: the cell without the spaces around it."""
    return _ERROR.fullmatch(_SPACES.sub(" ", text.lower())) is not None
