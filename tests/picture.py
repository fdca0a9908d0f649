"""Draws the picture of the README (``make picture``): invented people, a set clock."""

import asyncio
import re
import tempfile
from datetime import timedelta
from pathlib import Path

from tests.builders import MONDAY, CountingIds, SetClock
from tests.screen_app import ward_app
from wardtui.domain.events import ContactLogged
from wardtui.domain.vocabulary import Channel, Outcome, Reason
from wardtui.domain.worklist_index import Filter
from wardtui.i18n import Language, use_language
from wardtui.resources import resource_folder
from wardtui.services.import_roster import import_roster, plan_roster
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools
from wardtui.settings import Places
from wardtui.sheets.reader import read_file
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

OUTPUT = Path(__file__).parent.parent / "docs" / "images" / "worklist.svg"
EVENING = MONDAY.replace(hour=19, minute=40)


def prepare(folder: Path) -> None:
    tools = Tools(SetClock(MONDAY - timedelta(days=1)), CountingIds())
    create_vault(folder, "picture", tools.ids)
    sheets = read_file(resource_folder("sample_data") / "ward_list.xlsx")
    with OpenVault(folder, unlock(folder, "picture")) as vault:
        vault.start_writing("picture", MONDAY)
        vault.write(
            lambda unit: import_roster(unit, plan_roster(unit, sheets, MONDAY.date()), None, tools)
        )
        worklist = vault.read(lambda unit: unit.worklist())
        ids = [worklist.row(position).id for position in worklist.select(Filter())]
        contacts = [
            ContactLogged(
                channel=Channel.CALL,
                outcome=Outcome.CALLBACK_REQUESTED,
                reasons=(Reason.WORKING_HOURS,),
                call_back_at=EVENING + timedelta(minutes=20),
            ),
            ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER),
            ContactLogged(channel=Channel.VISIT, outcome=Outcome.NOT_HOME),
        ]
        late = Tools(SetClock(EVENING), CountingIds(1 << 50))
        for number, resident in enumerate(ids[3:]):
            command = LogContact(
                resident=resident,
                contact=contacts[number % 3],
                at=EVENING - timedelta(hours=30 + number % 7),
            )
            vault.write(lambda unit, command=command: log_contact(unit, command, late))


async def draw(folder: Path) -> str:
    places = Places(folder, folder)
    use_language(Language.VIETNAMESE)
    tools = Tools(SetClock(EVENING), CountingIds(1 << 60))
    app = ward_app(places, tools, "picture")
    async with app.run_test(size=(124, 26)) as pilot:
        await pilot.pause()
        for _ in range(5):
            await pilot.press("down")
        await app.workers.wait_for_complete()
        await pilot.pause()
        picture = app.export_screenshot(title="wardtui")
    app.close_session()
    return picture


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        picture = asyncio.run(draw(Path(folder)))
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(picture.replace("Fira Code", "DejaVu Sans Mono"), "utf-8")


if __name__ == "__main__":
    main()
