"""The product's screen over a vault, and what stands on it by the list that it shows."""

from tests.benchmarks.terminal_harness import PRODUCT, Terminal
from tests.benchmarks.vaults import PASSPHRASE, Vault
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


class ListScreen(Terminal):
    """The list of a vault on a screen, opened and at rest."""

    def __init__(self, vault: Vault) -> None:
        self.worklist = whole_list(vault)
        super().__init__(PRODUCT, environment(vault))
        self.wait_for(self.names(1)[0])
        # The last line can be shown when every line has been read.
        order = self.worklist.select(Filter(open_only=True))
        self.press("end")
        self.wait_for(shown_name(self.worklist.row(order[-1])))
        self.press("start")
        self.wait_for(self.names(1)[0])
        self.settle()

    def names(self, count: int, query: str = "") -> list[str]:
        """The names of the first lines, or of the first that a query finds."""
        order = self.worklist.select(Filter(open_only=True, query=query))[:count]
        return [shown_name(self.worklist.row(position)) for position in order]
