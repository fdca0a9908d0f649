"""What the steps of the guided first start have in common: their frame, choosing and typing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.i18n import tr
from wardtui.tui.widgets.typing_line import TypingLine
from wardtui.wording.errors import explain

if TYPE_CHECKING:
    from wardtui.tui.first_app import FirstStartApp


class Options(Static):
    """A few things to choose, each under a digit."""

    class Picked(Message):
        """A line was clicked."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, texts: Sequence[str], cursor: int = 0) -> None:
        super().__init__(id="first-options")
        self.texts = texts
        self.cursor = cursor

    def render(self) -> Content:
        """A line each; a sign stands at the one under the cursor."""
        return Content("\n").join(
            Content.assemble(
                "› " if place == self.cursor else "  ",
                (f" {place + 1} ", "reverse"),
                " ",
                (text, "bold" if place == self.cursor else ""),
            )
            for place, text in enumerate(self.texts)
        )

    def move(self, by: int) -> None:
        """Move the cursor by lines."""
        self.cursor = max(0, min(len(self.texts) - 1, self.cursor + by))
        self.refresh()

    def place_of(self, event: events.Key) -> int | None:
        """The place whose digit was pressed."""
        digit = event.character or ""
        place = int(digit) - 1 if digit.isascii() and digit.isdigit() else -1
        return place if 0 <= place < len(self.texts) else None

    def on_click(self, event: events.Click) -> None:
        """Tell the step."""
        if 0 <= event.y < len(self.texts):
            self.post_message(self.Picked(event.y))


class Step(Screen[None]):
    """One question: what it is about, something to choose or to type, and the keys."""

    AUTO_FOCUS: ClassVar[str] = ""

    @property
    def guide(self) -> "FirstStartApp":
        """The application, with its own type."""
        return cast("FirstStartApp", self.app)

    def heading(self) -> str:
        """What it is about."""
        raise NotImplementedError

    def text(self) -> str:
        """What the officer should know."""
        raise NotImplementedError

    def go_text(self) -> str:
        """What Enter does."""
        return tr("Enter goes on")

    def back_text(self) -> str:
        """What Esc does."""
        return tr("Esc goes a step back")

    def body(self) -> ComposeResult:
        """What is chosen or typed."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The page."""
        with Horizontal(id="first-bar"):
            yield Static(id="first-name", markup=False)
            yield Static(id="first-step", markup=False)
        with VerticalScroll(id="first-panel", can_focus=False):
            yield Static(id="first-heading", markup=False)
            yield Static(id="first-text", markup=False)
            yield from self.body()
            yield Static(id="first-message", markup=False)
        with Horizontal(id="first-foot"):
            yield Static(id="first-go", markup=False)
            yield Static(id="first-back", markup=False)

    def on_mount(self) -> None:
        """Ready."""
        self.speak()

    def speak(self) -> None:
        """Write every text in the language that is spoken."""
        here, steps = self.guide.step
        texts = {
            "#first-name": tr("wardtui · first start"),
            "#first-step": tr("step {step} of {steps}", step=here, steps=steps),
            "#first-heading": self.heading(),
            "#first-text": self.text(),
            "#first-go": self.go_text(),
            "#first-back": self.back_text(),
        }
        for name, text in texts.items():
            self.query_one(name, Static).update(text)

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Show a line under what is asked."""
        message = self.query_one("#first-message", Static)
        message.set_class(wrong, "wrong")
        message.update(text)
        if text:
            message.scroll_visible(animate=False)

    def tell_error(self, error: WardtuiError) -> None:
        """Say what went wrong and what to do."""
        told = explain(error)
        self.tell(f"{told.message} {told.remedy}", wrong=True)

    async def take_key(self, event: events.Key) -> bool:
        """Go on or back."""
        match event.key:
            case "enter":
                await self.go_on()
            case "escape":
                await self.go_back()
            case _:
                return False
        return True

    async def go_on(self) -> None:
        """Take the answer and ask the next thing."""
        await self.guide.go_on()

    async def go_back(self) -> None:
        """Ask the thing before again."""
        await self.guide.go_back()

    def on_click(self, event: events.Click) -> None:
        """The texts at the foot do what their keys do."""
        key = {"first-go": "enter", "first-back": "escape"}.get(
            getattr(event.widget, "id", "") or ""
        )
        if key is not None:
            self.app.simulate_key(key)


class ChoosingStep(Step):
    """A step that is answered by choosing a line."""

    @property
    def options(self) -> Options:
        """What can be chosen."""
        return self.query_one(Options)

    async def take_key(self, event: events.Key) -> bool:
        """Move, choose by a digit, go on or back."""
        place = self.options.place_of(event)
        if place is not None:
            await self.pick(place)
        elif event.key in ("up", "down"):
            self.options.move(-1 if event.key == "up" else 1)
            self.looked_at()
        else:
            return await super().take_key(event)
        return True

    def on_options_picked(self, message: Options.Picked) -> None:
        """A line was clicked: by the application's own loop, like a key."""
        self.app.call_next(self.pick, message.place)

    async def pick(self, place: int) -> None:
        """Choose a line and go on."""
        self.options.move(place - self.options.cursor)
        self.looked_at()
        await self.go_on()

    def looked_at(self) -> None:
        """Show at once what the line under the cursor would mean."""


class TypingStep(Step):
    """A step that is answered by typing lines."""

    @property
    def fields(self) -> list[TypingLine]:
        """The lines, from above."""
        return list(self.query(TypingLine))

    @property
    def field(self) -> TypingLine:
        """The line that is typed into."""
        focused = self.focused
        return focused if isinstance(focused, TypingLine) else self.fields[0]

    def on_mount(self) -> None:
        """Ready to type."""
        super().on_mount()
        self.set_focus(self.fields[0])

    def move(self, by: int) -> None:
        """Type into the line so many places further."""
        fields = self.fields
        self.set_focus(fields[(fields.index(self.field) + by) % len(fields)])

    async def take_key(self, event: events.Key) -> bool:
        """Type, change the line, go on or back."""
        if self.field.disabled:
            return await super().take_key(event) if event.key in ("enter", "escape") else True
        match event.key:
            case "tab" | "down":
                self.move(1)
            case "shift+tab" | "up":
                self.move(-1)
            case _:
                return await self.field.take_key(event) or await super().take_key(event)
        return True

    def take_paste(self, text: str) -> None:
        """Take a pasted line as if it were typed."""
        if not self.field.disabled:
            self.field.take_paste(text)
