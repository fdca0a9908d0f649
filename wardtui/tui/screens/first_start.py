"""The first steps of the guided start: the language and the passphrase."""

from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.domain.errors import BadInput
from wardtui.i18n import Language, language, ntr, tr, use_language
from wardtui.tui.screens.first_frame import ChoosingStep, Options, TypingStep
from wardtui.tui.widgets.typing_line import TypingLine

FAIR_CHARACTERS = 12
GOOD_CHARACTERS = 20
"""Three or four words have so many."""


class LanguageStep(ChoosingStep):
    """Which language is spoken."""

    def heading(self) -> str:
        """In both, for whoever reads only one of them."""
        return "Ngôn ngữ · Language"

    def text(self) -> str:
        """What wardtui is for."""
        return tr("Reach every resident who still has no ID card or no activated VNeID account.")

    def back_text(self) -> str:
        """Nothing lies before this."""
        return tr("Esc leaves; nothing is made")

    def body(self) -> ComposeResult:
        """The languages, each in its own words."""
        yield Options([one.own_name for one in Language], list(Language).index(language()))

    def looked_at(self) -> None:
        """Speak it at once."""
        use_language(list(Language)[self.options.cursor])
        self.speak()


class PassphraseStep(TypingStep):
    """The passphrase, typed twice."""

    def heading(self) -> str:
        """What it is about."""
        return tr("Passphrase of the vault")

    def text(self) -> str:
        """What it is for and how to choose one."""
        return tr(
            "The list lies encrypted on this laptop. Nobody opens it without this passphrase or "
            "the recovery code, which comes next.\n"
            "Take three or four words that only you would put together. Turn Telex or VNI off."
        )

    def body(self) -> ComposeResult:
        """Two lines that hide what is typed."""
        yield Static(tr("Passphrase"), id="first-worth", markup=False)
        yield TypingLine(password=True, id="first-passphrase")
        yield Static(tr("Once more"), markup=False)
        yield TypingLine(password=True, id="first-again")

    async def go_on(self) -> None:
        """To the second line, then on."""
        first, again = self.fields
        if len(first.value) < self.guide.shortest:
            self.tell_error(BadInput("weak_passphrase", minimum=self.guide.shortest))
            self.set_focus(first)
        elif self.field is first:
            self.set_focus(again)
        elif again.value != first.value:
            again.value = ""
            self.tell_error(BadInput("passphrases_differ"))
        else:
            self.guide.answers.passphrase = first.value
            await super().go_on()

    def on_input_changed(self, event: TypingLine.Changed) -> None:
        """Say what the length is worth."""
        if event.input.id == "first-passphrase":
            worth = _worth(len(event.value), self.guide.shortest)
            text = " · ".join(part for part in (tr("Passphrase"), worth) if part)
            self.query_one("#first-worth", Static).update(text)


def _worth(count: int, shortest: int) -> str:
    """What is honest to say: the length, for nobody can measure what can be guessed."""
    if not count:
        return ""
    if count < shortest:
        return ntr("{count} character: too short", "{count} characters: too short", count)
    if count < FAIR_CHARACTERS:
        return tr("{count} characters: short, a word more is better", count=count)
    if count < GOOD_CHARACTERS:
        return tr("{count} characters: fair", count=count)
    return tr("{count} characters: good", count=count)
