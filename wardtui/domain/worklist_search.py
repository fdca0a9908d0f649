"""The search texts of all lines, and which lines a query finds, the best first.

Who types "an" looks for people called An before all others whose line holds "an" somewhere.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import compress, repeat
from operator import contains
from typing import Self

from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_query import NAME_END, QueryWord, marked_fold

_NAME_WORD, _NAME_START, _WORD, _SOMEWHERE = 1, 3, 5, 7
"""Ranks of a word: a word of the name, the start of one, another word, a part of anything. One is
added when it was typed with marks and the name does not have them so."""


class SearchTexts:
    """The texts by position. They come sealed and are taken apart when somebody searches."""

    def __init__(self, texts: str, names: bytes, count: int) -> None:
        self._sealed = texts, names
        self._count = count
        self._changed: dict[int, WorklistRow] = {}

    @classmethod
    def of(cls, rows: Sequence[WorklistRow]) -> Self:
        """The texts of some lines."""
        return cls._of(map(_text, rows), map(_marked_name, rows), len(rows))

    @classmethod
    def _of(cls, texts: Iterable[str], names: Iterable[str], count: int) -> Self:
        return cls("\n".join(texts), "\n".join(names).encode("utf-8", "surrogatepass"), count)

    def seal(self) -> tuple[str, bytes]:
        """The texts, and the names with their marks. Changes are left out."""
        return self._sealed

    def at(self, positions: Sequence[int]) -> Self:
        """The texts at some positions, in this order."""
        texts, names = self._texts, self._marked_names
        return self._of(
            (texts[i] for i in positions), (names[i] for i in positions), len(positions)
        )

    def put(self, position: int, row: WorklistRow) -> None:
        """A line is new or has changed."""
        self._changed[position] = row
        for lines, text_of in (
            ("_texts", _text),
            ("_names", _name),
            ("_marked_names", _marked_name),
        ):
            if lines in self.__dict__:
                _set(self.__dict__[lines], position, text_of(row))

    @cached_property
    def _texts(self) -> list[str]:
        return self._apart(self._sealed[0], _text)

    @cached_property
    def _names(self) -> list[str]:
        return [text[: text.index(NAME_END)] for text in self._texts]

    @cached_property
    def _marked_names(self) -> list[str]:
        return self._apart(self._sealed[1].decode("utf-8", "surrogatepass"), _marked_name)

    def _apart(self, sealed: str, text_of: Callable[[WorklistRow], str]) -> list[str]:
        lines = sealed.split("\n") if self._count else []
        for position, row in self._changed.items():
            _set(lines, position, text_of(row))
        return lines

    def ranks(self, words: Sequence[QueryWord]) -> bytearray:
        """By position, 0 for a line that is not found, else how well it is: 1 is best."""
        texts = self._texts
        longest, *others = sorted((word.folded for word in words), key=len, reverse=True)
        hits = list(compress(range(len(texts)), map(contains, texts, repeat(longest))))
        for word in others:
            hits = [i for i in hits if word in texts[i]]
        ranks = self._ranks_of_word(words[0], hits)
        for other in words[1:]:
            ranks = list(map(max, ranks, self._ranks_of_word(other, hits)))
        found = bytearray(len(texts))
        for position, rank in zip(hits, ranks, strict=True):
            found[position] = rank
        return found

    def _ranks_of_word(self, word: QueryWord, hits: Sequence[int]) -> list[int]:
        texts, names = self._texts, self._names
        whole, start = f" {word.folded} ", f" {word.folded}"
        ranks = [
            (_NAME_WORD if whole in names[i] else _NAME_START)
            if start in names[i]
            else (_WORD if whole in texts[i] else _SOMEWHERE)
            for i in hits
        ]
        if word.marked is None:
            return ranks
        marked = self._marked_names
        as_typed = {_NAME_WORD: f" {word.marked} ", _NAME_START: f" {word.marked}"}
        return [
            rank + (rank not in as_typed or as_typed[rank] not in marked[i])
            for i, rank in zip(hits, ranks, strict=True)
        ]


def _text(row: WorklistRow) -> str:
    """The search text on one line, a space on both sides of every word."""
    name, _, rest = row.search.replace("\n", " ").partition(NAME_END)
    return f" {name} {NAME_END} {rest} "


def _name(row: WorklistRow) -> str:
    return _text(row).partition(NAME_END)[0]


def _marked_name(row: WorklistRow) -> str:
    return f" {marked_fold(row.name)} "


def _set(lines: list[str], position: int, text: str) -> None:
    if position == len(lines):
        lines.append(text)
    else:
        lines[position] = text
