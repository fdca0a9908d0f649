"""The product's screen over a vault, and what stands on it by the list that it shows."""

from collections.abc import Sequence

from tests.benchmarks.history import OFFICER
from tests.benchmarks.terminal_harness import PRODUCT, Terminal
from tests.benchmarks.vaults import PASSPHRASE, Vault
from wardtui.domain.policy import HIGHEST
from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_index import Worklist
from wardtui.store.vault import OpenVault

NAME_CELLS = 19
"""Of the name as much is shown as eighty columns have room for."""

PROMPT = "Mật khẩu"


def environment(vault: Vault, *, passphrase: bool = True) -> dict[str, str]:
    """What the product has in its environment to open a vault, and no settings of anybody."""
    values = {"WARDTUI_HOME": str(vault.folder), "XDG_CONFIG_HOME": str(vault.folder / "none")}
    return {**values, "WARDTUI_PASSPHRASE": PASSPHRASE} if passphrase else values


def whole_list(vault: Vault) -> Worklist:
    """The list that the screen shows."""
    with OpenVault(vault.folder, vault.key) as opened:
        return opened.read(lambda unit: unit.worklist())


def shown_name(row: WorklistRow) -> str:
    """The name of a line as it stands on the screen."""
    return row.name[:NAME_CELLS]


_ABOVE = tuple(range(2, HIGHEST + 1))


def shown_order(worklist: Worklist, query: str = "") -> Sequence[int]:
    """The open lines as their officer sees them once all are read: what stands above comes last."""
    found = worklist.select(Filter(open_only=True, query=query))
    others = set(worklist.select(Filter(levels=_ABOVE)))
    others -= set(worklist.select(Filter(levels=_ABOVE, owner=OFFICER)))
    return sorted(found, key=others.__contains__)


class ListScreen(Terminal):
    """The list of a vault on a screen, opened and at rest."""

    def __init__(self, vault: Vault) -> None:
        self.worklist = whole_list(vault)
        super().__init__(PRODUCT, environment(vault))
        # The first lines come before anybody knows with whom the others stand.
        self.wait_for(
            shown_name(self.worklist.row(self.worklist.select(Filter(open_only=True))[0]))
        )
        # The last line can be shown when every line has been read.
        order = shown_order(self.worklist)
        self.press("end")
        self.wait_for(shown_name(self.worklist.row(order[-1])))
        self.press("start")
        self.wait_for(self.names(1)[0])
        self.settle()

    def names(self, count: int, query: str = "") -> list[str]:
        """The names of the first lines, or of the first that a query finds."""
        order = shown_order(self.worklist, query)[:count]
        return [shown_name(self.worklist.row(position)) for position in order]
