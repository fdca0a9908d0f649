"""The search texts of all lines, and which of them a word of a query fits how well.

Who types "an" looks for people called An before all others whose line holds "an" somewhere.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress, repeat
from operator import contains
from typing import Self

from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_orders import Order
from wardtui.domain.worklist_query import NAME_END, QueryWord, marked_fold

NAME_WORD, NAME_START, WORD, SOMEWHERE = 1, 2, 3, 4
"""What a word of a query is in a line, the best first: a word of the name, the start of one,
another word, a part of anything."""

RANKS = range(1, 9)
"""How well a line fits, the best first. Each of the above has two: as it was typed, and with other
marks than it was typed with. Marks are those of the name; elsewhere there are none."""

SealedTexts = tuple[str, bytes, tuple[str, str]]
"""The texts, the names with their marks, and the words of the names and of everything."""

_LONG_NUMBER = 7
"""Numbers of so many digits, which are telephones and papers, are each one's own: they are not
kept among the words."""

Mask = int
"""Some lines out of a row of lines: a byte each, 1 for those that are meant."""


class SearchTexts:
    """The texts by position. They come sealed and are taken apart when somebody searches."""

    def __init__(self, texts: str, names: bytes, words: tuple[str, str], count: int) -> None:
        self._sealed: SealedTexts = texts, names, words
        self._count = count
        self._changed: dict[int, WorklistRow] = {}

    @classmethod
    def of(cls, rows: Sequence[WorklistRow]) -> Self:
        """The texts of some lines."""
        return cls._of(list(map(_text, rows)), map(_marked_name, rows))

    @classmethod
    def _of(cls, texts: Sequence[str], names: Iterable[str]) -> Self:
        sealed_names = "\n".join(names).encode("utf-8", "surrogatepass")
        return cls("\n".join(texts), sealed_names, _words_of(texts), len(texts))

    def seal(self) -> SealedTexts:
        """The texts, the names with their marks, the words. Changes are left out."""
        return self._sealed

    def at(self, positions: Sequence[int]) -> Self:
        """The texts at some positions, in this order."""
        texts, names = self.texts, self.marked_names
        return self._of([texts[i] for i in positions], (names[i] for i in positions))

    def put(self, position: int, row: WorklistRow) -> None:
        """A line is new or has changed."""
        self._changed[position] = row
        self.__dict__.pop("words", None)
        for lines, text_of in (("texts", _text), ("marked_names", _marked_name)):
            if lines in self.__dict__:
                _set(self.__dict__[lines], position, text_of(row))

    @cached_property
    def texts(self) -> list[str]:
        """Search texts by position, a blank on both sides of every word."""
        return self._apart(self._sealed[0], _text)

    @cached_property
    def marked_names(self) -> list[str]:
        """Names with their marks by position, a blank on both sides of every word."""
        return self._apart(self._sealed[1].decode("utf-8", "surrogatepass"), _marked_name)

    @cached_property
    def words(self) -> tuple[str, str]:
        """The words of the names and those of everything, long numbers left out.

        Words of lines that have changed may stand here still, so they tell what is nowhere, not
        what is somewhere.
        """
        names, words = self._sealed[2]
        more = [_text(row) for row in self._changed.values()]
        more_names = [_name_in(text) for text in more]
        return "".join([names, *more_names]), "".join([words, *more])

    def _apart(self, sealed: str, text_of: Callable[[WorklistRow], str]) -> list[str]:
        lines = sealed.split("\n") if self._count else []
        for position, row in self._changed.items():
            _set(lines, position, text_of(row))
        return lines


class Part:
    """Some lines behind one another, with their texts."""

    def __init__(self, texts: SearchTexts, positions: Order) -> None:
        self._all = texts
        self.positions = positions
        self._texts = list(map(texts.texts.__getitem__, positions))
        self._names = list(map(_name_in, self._texts))
        self._known: dict[tuple[str, str], Mask] = {}

    @cached_property
    def _marked_names(self) -> list[str]:
        return list(map(self._all.marked_names.__getitem__, self.positions))

    def holding(self, needle: str) -> Mask:
        """The lines that hold a text anywhere."""
        return self._mask("texts", self._texts, needle)

    def named(self, needle: str) -> Mask:
        """The lines whose name holds it."""
        return self._mask("names", self._names, needle)

    def marked(self, needle: str) -> Mask:
        """The lines whose name holds it with its marks."""
        return self._mask("marked", self._marked_names, needle)

    def _mask(self, column: str, lines: Sequence[str], needle: str) -> Mask:
        mask = self._known.get((column, needle))
        if mask is None:
            mask = int.from_bytes(bytes(map(contains, lines, repeat(needle))), "little")
            self._known[column, needle] = mask
        return mask

    def chosen(self, mask: Mask) -> Iterator[int]:
        """The positions of some of its lines."""
        return compress(self.positions, mask.to_bytes(len(self.positions), "little"))

    def forget(self) -> None:
        """Give the room back that answers take."""
        self._known.clear()


class WantedWord:
    """A word of a query, as lines are asked for it."""

    def __init__(self, word: QueryWord, texts: SearchTexts) -> None:
        self.text = word.folded
        self._whole, self._start = f" {word.folded} ", f" {word.folded}"
        self._typed = word.marked
        names, words = texts.words
        number = word.folded.isdecimal()
        self._is_found = {
            NAME_WORD: self._whole in names,
            NAME_START: self._start in names,
            WORD: self._whole in words or (number and len(word.folded) >= _LONG_NUMBER),
            SOMEWHERE: number or word.folded in words,
        }

    def may_have(self, rank: int) -> bool:
        """Whether there can be a line of just this rank."""
        what, as_typed = _meaning(rank)
        if not self._is_found[what]:
            return False
        return as_typed == (self._typed is None or (as_typed and what <= NAME_START))

    def within(self, rank: int, part: Part) -> Mask:
        """The lines of a part that have this rank or a better one."""
        what, as_typed = _meaning(rank)
        lines = self._lines(what, part)
        if self._typed is None or not as_typed:
            return lines
        if what == NAME_WORD:
            return lines & part.marked(f" {self._typed} ")
        better = self._lines(what - 1, part)
        return better | (lines & part.marked(f" {self._typed}")) if what == NAME_START else better

    def _lines(self, what: int, part: Part) -> Mask:
        """The lines in which it is so much or more, whatever the marks."""
        if what == WORD:
            start = self._lines(NAME_START, part)
            return start | part.holding(self._whole) if self._is_found[WORD] else start
        if not self._is_found[what]:
            return 0
        if what == SOMEWHERE:
            return part.holding(self.text)
        return part.named(self._whole if what == NAME_WORD else self._start)


def _meaning(rank: int) -> tuple[int, bool]:
    """What a rank says a word is in a line, and whether it stands there as it was typed."""
    return (rank + 1) // 2, rank % 2 == 1


def _words_of(texts: Iterable[str]) -> tuple[str, str]:
    """The words of the names in some texts, and all their words but long numbers."""
    names: set[str] = set()
    words: set[str] = set()
    for text in texts:
        names.update(_name_in(text).split())
        words.update(text.split())
    kept = (w for w in words if len(w) < _LONG_NUMBER or not w.isdecimal())
    return _apart_by_blanks(names), _apart_by_blanks(kept)


def _apart_by_blanks(words: Iterable[str]) -> str:
    return "".join(f" {word} " for word in sorted(words))


def _text(row: WorklistRow) -> str:
    """The search text on one line, a space on both sides of every word."""
    name, _, rest = row.search.replace("\n", " ").partition(NAME_END)
    return f" {name} {NAME_END} {rest} "


def _name_in(text: str) -> str:
    return text[: text.index(NAME_END)]


def _marked_name(row: WorklistRow) -> str:
    return f" {marked_fold(row.name)} "


def _set(lines: list[str], position: int, text: str) -> None:
    if position == len(lines):
        lines.append(text)
    else:
        lines[position] = text
