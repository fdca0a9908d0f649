"""A list in a terminal: the product, VisiData over CSV and XLSX, and a stock Textual table.

One session a program and round. Who is looked for stands in the last line, or near it: nobody can
stop before, and nobody has more than a few lines to show. The last key of a search is the last
letter in the product, which searches with each, and Enter elsewhere.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import stock_table, visidata
from tests.benchmarks.history import AFTERWARDS
from tests.benchmarks.listing import LAST, SHEET, first_name, write_lists
from tests.benchmarks.rounds import Comparison, Options, Sample, interleaved, say
from tests.benchmarks.screens import NAME_CELLS, environment, shown_name, shown_order, whole_list
from tests.benchmarks.sessions import FIRST, FOUND, MEMORY, REST, WHOLE, Program
from tests.benchmarks.terminal_harness import PRODUCT, Mebibytes, Percent
from tests.benchmarks.vaults import Vault, vault_of
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_index import Worklist

ROUNDS = 5
WARM_UP = 1
FIRST_LINE_BUDGET = 1.0
"""Ahead of VisiData."""

OURS, VISIDATA, BOOK, STOCK = "wardtui", "VisiData, CSV", "VisiData, XLSX", "DataTable, CSV"


def run(options: Options) -> list[Comparison]:
    """Measure all of them over a small, a middle and a large list."""
    programs: dict[tuple[str, int], Program] = {}
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory(dir=options.folder)))
        vd = opened.enter_context(visidata.installed(options))
        for size in options.sizes:
            vault = opened.enter_context(vault_of(size, options, changed=True))
            programs[OURS, size] = _product(vault)
            text, book = write_lists(folder, size)
            if vd is not None:
                programs[VISIDATA, size] = _visidata(vd, text, text, folder)
                programs[BOOK, size] = _visidata(vd, book, text, folder)
            programs[STOCK, size] = _stock(text)
        say("measuring lists in terminals …")
        sessions = {f"{name}, {size}": one.session for (name, size), one in programs.items()}
        interleaved(sessions, ROUNDS, warm_up=WARM_UP)
    return [*_beside(programs, options.sizes), *_growing(programs, options.sizes)]


def _product(vault: Vault) -> Program:
    worklist = whole_list(vault)
    painted = worklist.select(Filter(open_only=True))
    order = shown_order(worklist)
    query, found = _narrowing(worklist, order)
    return Program(
        PRODUCT,
        # At the moment its list was written for, nothing moves while somebody looks.
        {**environment(vault), "WARDTUI_NOW": AFTERWARDS.isoformat()},
        first=shown_name(worklist.row(painted[0])),
        last=shown_name(worklist.row(order[-1])),
        top=shown_name(worklist.row(order[0])),
        to_end="end",
        to_top="start",
        typed=("/", *query[:-1]),
        key=query[-1],
        found=(f"/ {query}", found),
    )


def _narrowing(worklist: Worklist, order: Sequence[int]) -> tuple[str, str]:
    """As much of a personal number as finds one of the last in the list first, and the name."""
    for position in reversed(order):
        row = worklist.row(position)
        numbers = [word for word in row.search.split() if word.isdecimal() and len(word) == 12]
        for end in range(2, 13 if numbers else 0):
            query = numbers[0][:end]
            first = shown_order(worklist, query)[0]
            before = shown_order(worklist, query[:-1])[0]
            if first == position and shown_name(worklist.row(before)) != shown_name(row):
                return query, shown_name(row)
    raise AssertionError("nobody in the list has a personal number")


def _visidata(vd: Path, list_file: Path, text: Path, home: Path) -> Program:
    is_book = list_file.suffix == ".xlsx"
    return Program(
        # Without settings of anybody, and without asking the network for a greeting.
        (vd, "--config", "/dev/null", "--motd-url=", list_file),
        {"HOME": str(home), "LANG": "C.UTF-8"},
        first=first_name(text)[:NAME_CELLS],
        last=LAST,
        top=first_name(text)[:NAME_CELLS],
        to_end="G",
        to_top="gk",
        typed=("g/", LAST.lower()),
        key="enter",
        found=(LAST,),
        # It tells ten times a second how far it has searched.
        silence=2.0,
        # It shows the sheets first.
        entry=(SHEET, "enter") if is_book else None,
    )


def _stock(text: Path) -> Program:
    return Program(
        (*PRODUCT[:1], stock_table.__file__, text),
        {},
        first=first_name(text)[:NAME_CELLS],
        last=LAST,
        top=first_name(text)[:NAME_CELLS],
        to_end="bottom",
        to_top="top",
        typed=("/", LAST.lower()),
        key="enter",
        found=(LAST,),
    )


def _beside(programs: Mapping[tuple[str, int], Program], sizes: Sequence[int]) -> list[Comparison]:
    """The product beside each of the others, and what everybody takes at rest."""
    found = []
    for what in (FIRST, WHOLE, FOUND, MEMORY):
        for (name, size), one in programs.items():
            if name != OURS:
                ahead = what == FIRST and name == VISIDATA and size == sizes[-1]
                mine = _sample(OURS, programs[OURS, size], what)
                budget = FIRST_LINE_BUDGET if ahead else None
                found.append(
                    Comparison(f"{what}, {size:,}", mine, _sample(name, one, what), budget)
                )
    for (name, size), one in programs.items():
        whole = Percent("one processor", [100.0] * ROUNDS)
        found.append(Comparison(f"{REST}, {size:,}", _sample(name, one, REST), whole))
    return found


def _growing(programs: Mapping[tuple[str, int], Program], sizes: Sequence[int]) -> list[Comparison]:
    """Everybody with the large list beside the same with the small one."""
    small, large = sizes[0], sizes[-1]
    return [
        Comparison(
            f"{what}, {large:,} against {small:,}",
            _sample(name, programs[name, large], what),
            _sample(name, programs[name, small], what),
        )
        for what in (FIRST, WHOLE, FOUND, MEMORY)
        for name in (OURS, VISIDATA, BOOK, STOCK)
        if (name, large) in programs
    ]


def _sample(name: str, program: Program, what: str) -> Sample:
    kind = {MEMORY: Mebibytes, REST: Percent}.get(what, Sample)
    return kind(name, program.taken[what][-ROUNDS:])
