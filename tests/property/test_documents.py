"""Documents come back from the file as TinyDB has written them, whatever is in them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardtui.store.documents import decode, encode
from wardtui.store.sqlcipher import TornDocument

texts = st.text(st.characters(categories=None))
"""Lone surrogates too."""

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(texts, values, max_size=4))
def test_a_document_is_read_as_it_was_written(document: dict[str, Any]) -> None:
    text = encode(document)
    # By their looks: a value that is no number equals not even itself.
    assert repr(decode(text)) == repr(json.loads(text))


@pytest.mark.parametrize("torn", ["", "{", '{"a":1', '{"a":\x00}', "[1,]", '{"a":1}x'])
def test_what_is_no_document_is_torn(torn: str) -> None:
    with pytest.raises(TornDocument):
        decode(torn)
