"""The leaders' board: what was handed up, level by level, the most pressing first."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from wardtui.domain.board import EVERYTHING, Board, Handed, Wanted
from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.i18n import tr
from wardtui.services.escalations import board_of
from wardtui.services.moving import as_of
from wardtui.services.ports import Unit, VaultClosed
from wardtui.tui.action import Place
from wardtui.tui.board_frame import Frame, read_frame
from wardtui.tui.screens.casework import CaseworkScreen
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.board_columns import BoardColumns
from wardtui.tui.widgets.log_panel import Target
from wardtui.wording.board import case_line, empty_text, ladder_lines, summary_text
from wardtui.wording.columns import cells

CLOCK_SECONDS = 60.0
"""How often ages and what is overdue are told anew."""

MOST_SELECTED = 2000
"""Cases that can be ticked at once."""

_TALL = 36
"""Lines of a terminal from which more of a ladder is shown."""
_RUNGS, _RUNGS_WHEN_TALL = 2, 4


async def open_board(screen: CaseworkScreen) -> None:
    """Show what was handed up."""
    frame = await screen.session.read(read_frame)
    await screen.app.push_screen(BoardScreen(frame))


class BoardScreen(CaseworkScreen):
    """Where those above take on, return and settle. It shows the session's worklist."""

    PLACE = Place.BOARD
    CSS_PATH: ClassVar[str] = "../styles/board.tcss"

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._board = Board(())
        self._wanted = EVERYTHING
        self._selected: set[ResidentId] = set()
        self._done_with: set[ResidentId] = set()
        """What was just done with: the next case comes under the cursor."""

    @property
    def _columns(self) -> BoardColumns:
        return self.query_one(BoardColumns)

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        yield BoardColumns(id="board")
        yield Static(id="empty", markup=False)
        yield Static(id="ladder", markup=False)
        yield Static(id="message", markup=False)
        yield KeyBar(Place.BOARD, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Show what is there."""
        self.is_ready = True
        self._show()
        self.set_interval(CLOCK_SECONDS, self._show_later)

    def _show_later(self) -> None:
        if self.ward_app.is_open:
            self._show_here()

    def board(self, wanted: Wanted) -> Board:
        """What is there now of that kind."""
        session = self.session
        return board_of(session.worklist, session.now(), self._frame.top, wanted)

    def _show(self, keep: ResidentId | None = None) -> None:
        self._board = self.board(self._wanted)
        self._draw(keep)

    def _draw(self, keep: ResidentId | None) -> None:
        frame, board, cases = self._frame, self._board, self._board.cases
        self._selected &= {one.id for one in cases}
        selected = len(self._selected)
        summary = summary_text(board, self._wanted, selected, frame.policy, frame.names)
        self.query_one(SummaryBar).text = f" {summary}"
        title = self.query_one(TitleBar)
        title.state = (tr("Handed up"), self.ward_app.exchanging.text())
        empty = self.query_one("#empty", Static)
        empty.display = not cases
        self._columns.display = self.query_one("#ladder").display = bool(cases)
        if not cases:
            empty.update(empty_text(self._wanted))
        self._columns.show(
            board,
            self.session.now(),
            keep,
            policy=frame.policy,
            names=frame.names,
            selected=self._selected,
        )

    def _show_here(self) -> None:
        """Look again at what there is; the cursor stays on its case."""
        case = self._columns.case
        self._show(case.id if case is not None else None)

    def _draw_here(self) -> None:
        """Draw the same cases anew; the cursor stays on its case."""
        case = self._columns.case
        self._draw(case.id if case is not None else None)

    def after_change(self, done_with: ResidentId | None = None) -> None:
        """Draw what has changed; with what was worked on the next case comes under the cursor."""
        done = self._done_with | ({done_with} if done_with is not None else set())
        self._done_with = set()
        columns = self._columns
        here = columns.case
        if here is not None and here.id in done:
            here = next((one for one in columns.behind_cursor if one.id not in done), None)
        self._show(here.id if here is not None else None)
        self._read_frame()

    @work(exclusive=True, group="frame")
    async def _read_frame(self) -> None:
        """Others may have published a policy, or an officer."""
        try:
            frame = await self.session.read(read_frame)
        except VaultClosed:
            return
        except WardtuiError as error:
            self.tell_error(error)
            return
        if frame != self._frame:
            self._frame = frame
            self._show_here()

    def target(self) -> Target | None:
        """The resident under the cursor."""
        case = self._columns.case
        return None if case is None else _target(case)

    def targets(self) -> Sequence[Target]:
        """Those who are ticked, else the one under the cursor."""
        if not self._selected:
            return super().targets()
        return [_target(one) for one in self._board.cases if one.id in self._selected]

    def done_with_targets(self) -> None:
        """Nobody is ticked any more, and the cursor goes on."""
        self._done_with = {target.resident for target in self.targets()}
        self._selected.clear()

    def go_to(self, resident: ResidentId) -> None:
        """Put the cursor on a case that is shown."""
        self._columns.go_to(resident)

    @property
    def _rungs(self) -> int:
        return _RUNGS_WHEN_TALL if self.app.size.height >= _TALL else _RUNGS

    def on_resize(self) -> None:
        """There is room for more or less of a ladder."""
        self.query_one("#ladder").styles.height = self._rungs + 2

    def on_board_columns_highlighted(self, message: BoardColumns.Highlighted) -> None:
        """Tell more about the case under the cursor."""
        if message.case is None:
            self.workers.cancel_group(self, "ladder")
            self.query_one("#ladder", Static).update("")
        else:
            self._show_ladder(message.case)

    @work(exclusive=True, group="ladder")
    async def _show_ladder(self, one: Handed) -> None:
        now, policy, names = self.session.now(), self._frame.policy, self._frame.names
        lines = [case_line(one, now, names)]
        self._tell_ladder(lines)

        def read(unit: Unit) -> Case | None:
            found = as_of(unit, one.id, now)
            return None if found is None else found.case

        case = await self.session.read(read)
        if case is not None:
            self._tell_ladder([*lines, *ladder_lines(case, now, policy, names, self._rungs)])

    def _tell_ladder(self, lines: Sequence[str]) -> None:
        width = max(1, self.size.width - 2)
        first, *others = (cells(line, width).rstrip() for line in lines)
        text = [Content.styled(first, "bold"), *(Content(line) for line in others)]
        self.query_one("#ladder", Static).update(Content("\n").join(text))

    async def on_board_columns_opened(self) -> None:
        """A case was clicked twice."""
        await self.do_open_case()

    async def do_open_case(self) -> None:
        """Open the case under the cursor."""
        target = self.target()
        if target is not None:
            from wardtui.tui.screens.case import CaseScreen

            await self.app.push_screen(CaseScreen(target))

    async def do_accept(self) -> None:
        """Take on what was handed up."""
        from wardtui.tui.answering import accept

        await accept(self)

    async def do_give_back(self) -> None:
        """Return to the level below."""
        from wardtui.tui.answering import give_back

        await give_back(self)

    async def do_settle(self) -> None:
        """Settle what it was handed up for."""
        from wardtui.tui.answering import settle

        await settle(self)

    async def do_filter(self) -> None:
        """Choose what to show."""
        from wardtui.tui.board_filter import ask_what_to_show, choices

        def changed(wanted: Wanted) -> None:
            self._wanted = wanted
            self._show_here()
            self._columns.leave_empty_level()

        everything, me, frame = self.board(EVERYTHING), self.session.me, self._frame
        found = choices(everything, self._wanted, me, frame.policy, frame.names)
        await ask_what_to_show(self.app, found, changed)

    async def do_print(self) -> None:
        """Letters to print."""
        from wardtui.tui.printing import print_letters

        await print_letters(self, self._selected)

    async def do_workload(self) -> None:
        """Who holds how much."""
        from wardtui.tui.screens.workload import WorkloadScreen

        await self.app.push_screen(WorkloadScreen())

    async def do_back(self) -> None:
        """Untick every case; else show all of them again; else close the page."""
        if self._selected:
            self._selected.clear()
        elif self._wanted != EVERYTHING:
            self._wanted = EVERYTHING
        else:
            self.dismiss()
            return
        self._show_here()

    async def do_select(self) -> None:
        """Tick the case under the cursor, or untick it."""
        case = self._columns.case
        if case is None:
            return
        if len(self._selected) < MOST_SELECTED or case.id in self._selected:
            self._selected ^= {case.id}
        self._draw_here()
        self._columns.move(1)

    async def do_select_all(self) -> None:
        """Tick every case of the level, or none."""
        column = self._columns.column
        if self._selected or column is None:
            self._selected.clear()
        else:
            self._selected = {one.id for one in column.cases[:MOST_SELECTED]}
            if len(column.cases) > MOST_SELECTED:
                self.tell(tr("Only the first {count} are selected.", count=MOST_SELECTED))
        self._draw_here()

    async def do_level(self, step: str) -> None:
        """To the next level, or to the one before."""
        self._columns.step_level(int(step))

    async def do_move(self, step: str) -> None:
        """Move the cursor by cases."""
        self._columns.move(int(step))

    async def do_page(self, step: str) -> None:
        """Move the cursor by pages."""
        self._columns.page(int(step))

    async def do_edge(self, end: str) -> None:
        """Move the cursor to the first or the last case of the level."""
        self._columns.go_to_edge(last=bool(int(end)))


def _target(one: Handed) -> Target:
    return Target(one.row.id, one.row.name, one.row.phone, one.row.address)
