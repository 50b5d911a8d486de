"""The demo as the development start uses it: loaded into an empty portal, its accounts one a line."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from portal.operations.demo.accounts import kept_accounts
from portal.operations.demo.cli import account_lines, load
from portal.operations.demo.loader import has_data


def load_demo_once(sessions: sessionmaker[Session], tell: Callable[[str], None]) -> None:
    """Fill the portal with the made-up world, unless it holds anything already."""
    with sessions() as session:
        if has_data(session):
            return
    tell("Loading the demo (once) …")
    load.main([], prog_name="flask demo load", standalone_mode=False)


def demo_lines(data_dir: Path) -> list[str]:
    """One line for each demo account, with what signing in takes; none where no demo was loaded."""
    return account_lines(kept_accounts(data_dir) or [])
