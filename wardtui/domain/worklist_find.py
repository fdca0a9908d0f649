"""Search as you type: the first lines at once, the others and their number step by step.

Lines come out in the order in which they are shown, so a list grows at its end and nothing moves
under the cursor. Nothing here waits or knows a clock: whoever calls ``step`` decides how long.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import compress, repeat
from operator import contains

from wardtui.domain.worklist_orders import Order
from wardtui.domain.worklist_query import QueryWord, read_query
from wardtui.domain.worklist_search import RANKS, Mask, Part, SearchTexts, WantedWord

PART = 1024
"""Lines that a step looks at: well under a millisecond."""

_WORTH_NARROWING = 2
"""The lines found before are looked through alone when they are at most one in so many."""


class Parts:
    """Lines in an order, part by part. A part is taken apart when it is looked at."""

    def __init__(self, texts: SearchTexts, order: Order) -> None:
        self.texts = texts
        self.order = order
        self._parts: list[Part | None] = [None] * -(-len(order) // PART)

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, number: int) -> Part:
        part = self._parts[number]
        if part is None:
            positions = self.order[number * PART : (number + 1) * PART]
            part = self._parts[number] = Part(self.texts, positions)
        return part

    def prepare(self) -> Iterator[None]:
        """Take everything apart, step by step."""
        for number in range(len(self)):
            self[number]
            yield


class Found:
    """The lines that a query finds, the best first, each rank in the order of the list."""

    def __init__(self, query: Sequence[QueryWord], among: Parts) -> None:
        self.query = tuple(query)
        self.positions = array("I")
        """Those found so far. What stands here stays where it is; more comes behind it."""
        self.is_complete = False
        """Whether that is all, so that their number is known."""
        self._among = among
        self._hits: list[Mask] = [0] * len(among)
        self._steps = self._run()

    def step(self) -> bool:
        """Look at a few lines more; false when everything has been looked at."""
        return next(self._steps, None) is not None

    def reach(self, count: int) -> None:
        """Go on until so many are found, or all."""
        while len(self.positions) < count and self.step():
            pass

    def finish(self) -> Order:
        """Go on to the end; all positions."""
        while self.step():
            pass
        return self.positions

    def _run(self) -> Iterator[bool]:
        if not self.query:
            self.positions = self._among.order
            self.is_complete = True
            return
        words = [WantedWord(word, self._among.texts) for word in self.query]
        for rank in _worth_looking(words):
            for number in range(len(self._among)):
                part = self._among[number]
                hits = words[0].within(rank, part)
                for word in words[1:]:
                    hits &= word.within(rank, part)
                new = hits & ~self._hits[number]
                if new:
                    self._hits[number] |= new
                    self.positions.extend(part.chosen(new))
                yield True
        for number in range(len(self._among)):
            self._among[number].forget()
        self.is_complete = True

    def narrows_to(self, query: Sequence[QueryWord]) -> bool:
        """Whether nothing but what is found here can be found by another query."""
        return all(any(old.folded in new.folded for new in query) for old in self.query)

    def as_parts(self) -> Parts:
        """What another query is looked for in, when this one narrows to it."""
        if not self.is_complete or len(self.positions) * _WORTH_NARROWING > len(self._among.order):
            return self._among
        order = array("I")
        for number, hits in enumerate(self._hits):
            if hits:
                order.extend(self._among[number].chosen(hits))
        return Parts(self._among.texts, order)


def _worth_looking(words: Sequence[WantedWord]) -> Iterator[int]:
    """The ranks that lines can have: a line is as good as its worst word."""
    possible = [False] * len(words)
    for rank in RANKS:
        new = [word.may_have(rank) for word in words]
        possible = [before or now for before, now in zip(possible, new, strict=True)]
        if any(new) and all(possible):
            yield rank


def find_all(query: Sequence[QueryWord], texts: SearchTexts, order: Order) -> Order:
    """Everything that a query finds, the best first, each rank in the given order."""
    for word in sorted((word.folded for word in query), key=len, reverse=True):
        lines = map(texts.texts.__getitem__, order)
        order = array("I", compress(order, map(contains, lines, repeat(word))))
    return Found(query, Parts(texts, order)).finish()


class Search:
    """What somebody types, letter by letter, over lines that stay as they are.

    After a change of the worklist, the filter or the order it is begun anew
    (``Worklist.search``).
    """

    def __init__(self, texts: SearchTexts, order: Order) -> None:
        all_lines = Parts(texts, order)
        self._typed = [Found((), all_lines)]
        self._typed[0].finish()
        self._preparing = all_lines.prepare()

    def narrow(self, query: str) -> Found:
        """What a query finds, as far as it is known: see ``Found.reach`` and ``step``.

        What was found for its beginning is made use of; what is erased again is found at once.
        """
        words = read_query(query)
        while self._typed[-1].query != words and not self._typed[-1].narrows_to(words):
            self._typed.pop()
        if self._typed[-1].query != words:
            self._typed.append(Found(words, self._typed[-1].as_parts()))
        return self._typed[-1]

    def step(self) -> bool:
        """Do a little of what is left to do: of counting, then of preparing for other words.

        :return: whether there is more; the event loop may do something else between two steps
        """
        return self._typed[-1].step() or next(self._preparing, self) is None
