"""From a key to the lines it repaints, in a large list and in a small one."""

from contextlib import ExitStack

from tests.benchmarks.rounds import Comparison, Contestant, Options, Tidy, interleaved, say
from tests.benchmarks.screens import ListScreen
from tests.benchmarks.vaults import vault_of

ROUNDS = 150
BUDGET = 1.5


def run(options: Options) -> list[Comparison]:
    """Measure one line down and one page down."""
    sizes = (options.residents, options.small)
    contestants: dict[str, Contestant] = {}
    with ExitStack() as opened:
        for size in sizes:
            vault = opened.enter_context(vault_of(size, options, changed=True))
            screen = opened.enter_context(ListScreen(vault))
            walk = _Walk(screen)
            contestants[f"down, {size:,}"] = walk.down
            contestants[f"page down, {size:,}"] = walk.page_down
        say("measuring keys …")
        taken = interleaved(contestants, ROUNDS)
    large, small = (f"{size:,}" for size in sizes)
    return [
        Comparison(
            f"{key}: from the key to its repaint, {large} residents against {small}",
            taken[f"{key}, {large}"],
            taken[f"{key}, {small}"],
            BUDGET,
        )
        for key in ("down", "page down")
    ]


class _Walk:
    """The cursor on its way down a list, and back to the top before its end."""

    def __init__(self, screen: ListScreen) -> None:
        self._screen = screen
        self._names = screen.names(len(screen.worklist))
        self._at = 0
        self._page = self._measure_page()

    def _measure_page(self) -> int:
        """Lines of a page: the first one only moves the cursor, so it repaints two lines."""
        self._screen.press("page down")
        output = self._screen.settle().decode("utf-8", "replace")
        self._screen.press("start")
        self._screen.settle()
        return next(
            line
            for line, name in enumerate(self._names)
            if line > 1 and name in output and name != self._names[0]
        )

    def down(self) -> Tidy:
        return self._go("down", 1)

    def page_down(self) -> Tidy:
        return self._go("page down", self._page)

    def _go(self, key: str, lines: int) -> Tidy:
        self._at += lines
        self._screen.press(key)
        self._screen.wait_for(self._names[self._at])
        return self._tidy

    def _tidy(self) -> None:
        self._screen.settle()
        if self._at + 2 * self._page > len(self._names):
            self._at = 0
            self._screen.press("start")
            self._screen.settle()
