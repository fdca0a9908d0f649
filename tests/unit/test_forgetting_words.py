"""A locked screen remembers no word that was read, searched or typed."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from wardtui.domain.text import fold_word, search_fold
from wardtui.tui.locking import forget_words


class Growing(dict[str, Any]):
    """Modules to which another thread adds one while somebody goes through them."""

    def items(self) -> Any:
        def one_by_one() -> Iterator[tuple[str, Any]]:
            for item in super(Growing, self).items():
                self[f"loaded{len(self)}"] = None
                yield item

        return one_by_one()


def test_what_was_searched_is_remembered_no_more() -> None:
    search_fold("Nguyễn Văn Mẫu")
    assert fold_word.cache_info().currsize > 0
    forget_words()
    assert fold_word.cache_info().currsize == 0


def test_it_is_done_while_a_thread_still_loads_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "modules", Growing(sys.modules))
    search_fold("Nguyễn Văn Mẫu")
    forget_words()
    assert fold_word.cache_info().currsize == 0
