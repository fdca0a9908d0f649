"""From a typed letter to the lines it finds, in a large list, in a small one, and in fzf.

A letter has been answered when what was typed and the first line found are painted. fzf is given
the same lines, as they are searched, and has answered when it shows how many it has found: it
paints that together with them. It matches as the product does (``--exact``).
"""

import shutil
from contextlib import ExitStack

from tests.benchmarks.rounds import Comparison, Contestant, Options, Tidy, interleaved, say
from tests.benchmarks.screens import ListScreen
from tests.benchmarks.terminal_harness import Terminal
from tests.benchmarks.vaults import vault_of
from wardtui.domain.worklist_filter import Filter

TYPED = ("nguyen van an", "tran thi", "le hoang", "pham minh", "ngoc", "so 12", "mau don", "0570")
"""Names, addresses and a number, letter by letter."""

GROWTH_BUDGET = 1.2
FZF_BUDGET = 2.0
ROUNDS = 3 * sum(map(len, TYPED))


def run(options: Options) -> list[Comparison]:
    """Measure typing."""
    sizes = (options.residents, options.small)
    contestants: dict[str, Contestant] = {}
    with ExitStack() as opened:
        screens = []
        for size in sizes:
            vault = opened.enter_context(vault_of(size, options, changed=True))
            screens.append(opened.enter_context(ListScreen(vault)))
            contestants[f"search_typing, {size:,}"] = _Typing(screens[-1]).type
        if shutil.which("fzf"):
            fzf = opened.enter_context(_fzf(screens[0]))
            contestants["fzf --exact"] = _TypingInFzf(fzf, screens[0]).type
        else:
            say("fzf is not installed: nothing is compared with it")
        say("measuring typing …")
        taken = interleaved(contestants, ROUNDS)
    large, small = (f"search_typing, {size:,}" for size in sizes)
    growth = Comparison(
        f"a letter typed, {options.residents:,} residents against {options.small:,}",
        taken[large],
        taken[small],
        GROWTH_BUDGET,
    )
    if "fzf --exact" not in taken:
        return [growth]
    against = "a letter typed, against fzf over the same lines"
    return [growth, Comparison(against, taken[large], taken["fzf --exact"], FZF_BUDGET)]


class _Letters:
    """The letters one after the other, and what stands in the field after each."""

    def __init__(self) -> None:
        self._left = ""
        self._texts = iter(())
        self.query = ""

    def next(self) -> str:
        if not self._left:
            self._left = next(self._texts, "") or self._again()
            self.query = ""
        letter, self._left = self._left[0], self._left[1:]
        self.query += letter
        return letter

    def _again(self) -> str:
        self._texts = iter(TYPED)
        return next(self._texts)

    @property
    def is_whole(self) -> bool:
        """Whether the text is typed, and the field is to be cleared."""
        return not self._left


class _Typing:
    """Typing into the product."""

    def __init__(self, screen: ListScreen) -> None:
        self._screen = screen
        self._letters = _Letters()
        self._first = {
            text[:end]: screen.names(1, text[:end])
            for text in TYPED
            for end in range(1, len(text) + 1)
        }
        screen.press("/")
        screen.settle()

    def type(self) -> Tidy:
        letter = self._letters.next()
        query = self._letters.query
        self._screen.press(letter)
        # A blank finds nothing else, so nobody has to paint the lines anew.
        self._screen.wait_for(f"/ {query}", *(self._first[query] if letter != " " else ()))
        return self._tidy

    def _tidy(self) -> None:
        self._screen.settle()
        if self._letters.is_whole:
            self._screen.press("clear")
            self._screen.settle()


def _fzf(screen: ListScreen) -> Terminal:
    """fzf over the search texts of the lines that a screen shows."""
    worklist = screen.worklist
    order = worklist.select(Filter(open_only=True))
    lines = "".join(worklist.row(position).search + "\n" for position in order)
    terminal = Terminal(["fzf", "--exact"], {}, given=lines.encode())
    terminal.wait_for(f"{len(order)}/{len(order)}")
    terminal.settle()
    return terminal


class _TypingInFzf:
    """Typing into fzf."""

    def __init__(self, fzf: Terminal, screen: ListScreen) -> None:
        self._fzf = fzf
        self._letters = _Letters()
        order = screen.worklist.select(Filter(open_only=True))
        texts = [screen.worklist.row(position).search for position in order]
        self._count = {
            text[:end]: f"{_count(text[:end], texts)}/{len(texts)}"
            for text in TYPED
            for end in range(1, len(text) + 1)
        }

    def type(self) -> Tidy:
        letter = self._letters.next()
        query = self._letters.query
        self._fzf.press(letter)
        self._fzf.wait_for(letter if letter == " " else self._count[query])
        return self._tidy

    def _tidy(self) -> None:
        self._fzf.settle()
        if self._letters.is_whole:
            self._fzf.press("clear")
            self._fzf.settle()


def _count(query: str, texts: list[str]) -> int:
    """Lines that hold every word."""
    words = query.split()
    return sum(all(word in text for word in words) for text in texts)
