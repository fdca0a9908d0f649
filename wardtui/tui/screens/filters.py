"""Choosing whom the list shows: properties to tick, and views that are kept under a digit."""

from collections.abc import Callable, Sequence

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.i18n import ntr, tr
from wardtui.services.records import SavedView
from wardtui.tui.action import DIGITS
from wardtui.tui.facets import FacetLine, facet_lines, value_text
from wardtui.tui.session import Session
from wardtui.tui.view import View
from wardtui.tui.widgets.table_list import Line, Look, TableList
from wardtui.wording.errors import explain

_MOST_LINES = 30


class FilterScreen(ModalScreen[None]):
    """Ticks what the lines of the list must have; the list behind it follows at once."""

    def __init__(self, session: Session, view: View, when_changed: Callable[[View], int]) -> None:
        """Prepare the panel.

        :param view: as the list is shown now
        :param when_changed: shows another view and tells how many cases it has
        """
        super().__init__()
        self._session = session
        self._view = view
        self._when_changed = when_changed
        self._typed = ""
        self._lines: list[FacetLine] = []
        self._views: Sequence[SavedView] = ()
        self._naming: str | None = None
        """The name that is being typed for a view to keep."""
        self._chosen: str | None = None
        """The view that was chosen last."""
        self._told = ""
        self._wrong = False
        self._count = 0

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="filter-panel"):
            yield Static(id="filter-head")
            yield TableList(id="filter-list")
            yield Static(id="filter-foot", markup=False)

    async def on_mount(self) -> None:
        """Read the views that are kept."""
        self._views = await self._session.views()
        self._count = self._when_changed(self._view)
        self._draw()

    def on_resize(self) -> None:
        """There is room for more or fewer lines."""
        self._draw()

    @property
    def _list(self) -> TableList:
        return self.query_one(TableList)

    def _draw(self) -> None:
        self._lines = list(facet_lines(self._typed))
        self._list.styles.height = max(3, min(_MOST_LINES, self.app.size.height - 8))
        self._list.show([self._line(one) for one in self._lines], self._list.cursor)
        self.query_one("#filter-head", Static).update(self._head())
        foot = self.query_one("#filter-foot", Static)
        foot.set_class(self._wrong, "wrong")
        foot.update(self._told or self._keys())

    def _line(self, one: FacetLine) -> Line:
        if one.value is None:
            return Line((tr(one.facet.title),), Look.STRONG, can_be_chosen=False)
        mark = "[x]" if one.value in one.facet.chosen(self._view.only) else "[ ]"
        return Line((f"   {mark} {value_text(one.facet, one.value)}",))

    def _head(self) -> Content:
        count = ntr("{count} case", "{count} cases", self._count)
        title = tr("Whom to show")
        lines = [Content.assemble((title, "bold"), f" · {count}")]
        if self._naming is not None:
            lines.append(Content(tr("Name of this view: {name}▏", name=self._naming)))
        elif self._typed:
            lines.append(Content(f"/ {self._typed}▏"))
        elif self._views:
            parts: list[Content | str] = []
            for digit, one in zip(DIGITS, self._views, strict=False):
                parts += [Content.styled(f" {digit} ", "reverse"), f" {one.name}  "]
            lines.append(Content.assemble(*parts))
        else:
            lines.append(Content.styled(tr("Letters find a line; Ctrl+S keeps a view."), "dim"))
        return Content("\n").join(lines)

    def _keys(self) -> str:
        if not self._lines:
            return tr("Nothing is called so. Esc shows everything again.")
        if self._naming is not None:
            return tr("Enter keeps it · Esc goes back")
        return tr("Space ticks · Enter shows them · Del shows everybody · Ctrl+S keeps a view")

    async def take_key(self, event: events.Key) -> bool:
        """Tick, find, keep a view, or go back."""
        self._told, self._wrong = "", False
        if self._naming is not None:
            await self._type_name(event)
        elif event.key in DIGITS[: len(self._views)] and not self._typed:
            self._choose_view(int(event.key) - 1)
        else:
            match event.key:
                case "escape" if self._typed:
                    self._typed = ""
                case "escape" | "enter":
                    self.app.pop_screen()
                    return True
                case "space":
                    self._tick()
                case "delete":
                    self._change(View(sort=self._view.sort))
                case "ctrl+s":
                    self._naming = ""
                case "ctrl+d" if self._chosen is not None:
                    self._views = await self._session.drop_view(self._chosen)
                    self._told = tr("Kept no longer: {name}", name=self._chosen)
                    self._chosen = None
                case "backspace":
                    self._typed = self._typed[:-1]
                case "up" | "down":
                    self._list.move(1 if event.key == "down" else -1)
                case "pageup" | "pagedown":
                    self._list.page(1 if event.key == "pagedown" else -1)
                case "home" | "end":
                    self._list.go_to_edge(last=event.key == "end")
                case _ if event.is_printable and event.character:
                    self._typed += event.character
                case _:
                    return False
        self._draw()
        return True

    def _tick(self) -> None:
        if not self._lines:
            return
        one = self._lines[self._list.cursor]
        if one.value is not None:
            only = one.facet.toggled(self._view.only, one.value)
            self._change(msgspec.structs.replace(self._view, only=only))

    def _change(self, view: View) -> None:
        self._view = view
        self._count = self._when_changed(view)

    def _choose_view(self, place: int) -> None:
        if place < len(self._views):
            chosen = self._views[place]
            kept = chosen.filter
            self._change(
                View(
                    sort=chosen.sort,
                    area=kept.area,
                    with_done=not kept.open_only,
                    only=msgspec.structs.replace(kept, area=None, query="", open_only=False),
                )
            )
            self._chosen = chosen.name
            self._told = tr("View: {name} · Ctrl+D keeps it no longer", name=chosen.name)

    async def _type_name(self, event: events.Key) -> None:
        typed = self._naming or ""
        match event.key:
            case "escape":
                self._naming = None
            case "enter":
                await self._keep(typed)
            case "backspace":
                self._naming = typed[:-1]
            case _ if event.is_printable and event.character:
                self._naming = typed + event.character

    async def _keep(self, name: str) -> None:
        shown = self._view.filter_on(self._session.today())
        filter_ = msgspec.structs.replace(shown, query="", today=None)
        try:
            self._views = await self._session.keep_view(
                SavedView(name=name, filter=filter_, sort=self._view.sort)
            )
        except WardtuiError as error:
            told = explain(error)
            self._told, self._wrong = f"{told.message} {told.remedy}", True
            return
        self._naming = None
        self._told = tr("Kept: {name}", name=name)

    def on_table_list_opened(self) -> None:
        """A line was clicked a second time."""
        self._tick()
        self._draw()
