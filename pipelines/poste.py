"""Who is at this machine, as the system says: not as a variable of the environment that anyone may set does."""

from __future__ import annotations

import getpass
import os

try:
    import pwd
except ImportError:  # Windows has no such list of accounts
    pwd = None  # type: ignore[assignment]


def account_name() -> str:
    """The name of the account that runs this program, or its number when the system has no name for it."""
    if pwd is None:
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"compte {os.getuid()}"
