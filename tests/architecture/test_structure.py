"""What the layers promise, held."""

import subprocess
import sys
from pathlib import Path

import pytest

import wardtui
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.tui.action import Place
from wardtui.tui.actions import ACTIONS
from wardtui.tui.outcomes import offered
from wardtui.tui.screens.board import BoardScreen
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.duty import DutyScreen
from wardtui.tui.screens.home_service import HomeServiceScreen
from wardtui.tui.screens.household import HouseholdScreen
from wardtui.tui.screens.import_columns import ColumnsScreen
from wardtui.tui.screens.import_file import ImportFileScreen
from wardtui.tui.screens.import_lines import LinesScreen
from wardtui.tui.screens.import_plan import PlanScreen
from wardtui.tui.screens.import_text import TextScreen
from wardtui.tui.screens.offers import OffersScreen
from wardtui.tui.screens.progress import ProgressScreen
from wardtui.tui.screens.quality import QualityScreen
from wardtui.tui.screens.report import ReportScreen
from wardtui.tui.screens.roll import RollScreen
from wardtui.tui.screens.sessions import SessionsScreen
from wardtui.tui.screens.sync import SyncScreen
from wardtui.tui.screens.today import TodayScreen
from wardtui.tui.screens.twins import TwinsScreen
from wardtui.tui.screens.worklist import WorklistScreen
from wardtui.tui.screens.workload import WorkloadScreen

ROOT = Path(wardtui.__file__).parent.parent

NEVER = {"textual", "httpx", "phonenumbers", "litestar", "sqlalchemy", "babel", "xlsxwriter"}
"""Packages that a bare command has no use for."""


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("import wardtui", {"typer", "msgspec", "tinydb", "rich", "cryptography", "sqlcipher3"}),
        ("import wardtui.domain.fold", {"typer", "tinydb", "rich", "cryptography", "sqlcipher3"}),
        ("from wardtui.cli.app import build; build()", {"rich", "cryptography", "python_calamine"}),
    ],
)
def test_a_part_loads_no_package_that_it_does_not_need(code: str, more: set[str]) -> None:
    assert not loaded_by(code) & (NEVER | more)


@pytest.mark.parametrize("module", ["admin", "data_admin", "laptops"])
def test_a_command_of_the_server_loads_neither_the_server_nor_the_migrations(module: str) -> None:
    loaded = loaded_by(f"import wardtui.central.{module}")
    assert "sqlalchemy" in loaded
    assert not loaded & {"litestar", "uvicorn", "alembic", "prometheus_client", "psycopg"}


@pytest.mark.parametrize(
    ("screen", "place"),
    [
        (WorklistScreen, Place.WORKLIST),
        (TodayScreen, Place.TODAY),
        (CaseScreen, Place.CASE),
        (BoardScreen, Place.BOARD),
        (WorkloadScreen, Place.WORKLOAD),
        (ProgressScreen, Place.PROGRESS),
        (ReportScreen, Place.REPORT),
        (SessionsScreen, Place.SESSIONS),
        (RollScreen, Place.ROLL),
        (QualityScreen, Place.QUALITY),
        (TwinsScreen, Place.TWINS),
        (ImportFileScreen, Place.IMPORT),
        (TextScreen, Place.IMPORT_TEXT),
        (ColumnsScreen, Place.IMPORT_COLUMNS),
        (PlanScreen, Place.IMPORT_PLAN),
        (LinesScreen, Place.IMPORT_LINES),
        (LinesScreen, Place.IMPORT_NOTES),
        (HouseholdScreen, Place.HOUSEHOLD),
        (HomeServiceScreen, Place.HOME_SERVICE),
        (DutyScreen, Place.DUTY),
        (OffersScreen, Place.OFFERS),
        (SyncScreen, Place.SYNC),
    ],
)
def test_every_action_of_a_place_can_be_done_there_and_has_keys_of_its_own(
    screen: type, place: Place
) -> None:
    here = [action for action in ACTIONS if place in action.places]
    for action in here:
        assert hasattr(screen, f"do_{action.name}"), action.name
    keys = [key for action in here for key in action.keys]
    assert len(set(keys)) == len(keys)


def test_every_outcome_can_be_reached_on_the_log_panel_under_one_key() -> None:
    reached = set()
    for channel in Channel:
        keys, outcomes = zip(*offered(channel), strict=True)
        assert len(set(keys)) == len(keys)
        assert len(set(outcomes)) == len(outcomes)
        reached |= set(outcomes)
    assert reached == set(Outcome)


def test_no_file_names_this_machine_or_a_registry() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not tracked:
        pytest.skip("not a git checkout")
    for name in tracked:
        content = (ROOT / name).read_bytes()
        assert str(ROOT).encode() + b"/" not in content, name
        assert b"pypi.org/simple" not in content.replace(b'b"pypi.org/simple"', b""), name
