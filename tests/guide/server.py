"""The dashboard on one fixed day, so that the pictures of the guide are the same whenever they are made."""

import os
import sys
from datetime import date

from streamlit.web import cli

from dashboard.asking import session
from pipelines.cli.serve import SERVER

#: The demonstration ends in October 2026; its samples are about November.
DAY = date(2026, 11, 24)


def main(port: str) -> None:
    """Serve the store of CPTS_STORE on that port until it is told to end."""
    session.today = lambda: DAY
    os.chdir(SERVER.parent)
    sys.argv = ["streamlit", "run", str(SERVER), "--server.port", port, "--server.address", "localhost"]
    cli.main()


if __name__ == "__main__":
    main(sys.argv[1])
