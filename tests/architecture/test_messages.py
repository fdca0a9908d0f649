"""Both languages are complete: every message of the code has its translation, and only those."""

import ast
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

import wardtui
from wardtui.domain import case, errors, moments, resident, vocabulary
from wardtui.domain.roster.rows import RowReason
from wardtui.i18n import DOMAIN, LOCALES, Language, tr, use_language
from wardtui.i18n.labels import has_label, label
from wardtui.wording.errors import explained
from wardtui.wording.importing import ROW_REASONS

PACKAGE = Path(wardtui.__file__).parent
CATALOGUE = LOCALES / "vi" / "LC_MESSAGES" / f"{DOMAIN}.po"
UNLABELLED = {vocabulary.Origin, vocabulary.MergeReason}
"""Never shown."""

SHOWN = [
    code
    for module in (vocabulary, resident, case, moments)
    for kind in vars(module).values()
    if isinstance(kind, type)
    and issubclass(kind, Enum)
    and kind.__module__ == module.__name__
    and kind not in UNLABELLED
    for code in kind
]


def calls(*names: str) -> Iterator[ast.Call]:
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in names
            ):
                yield node


def messages() -> set[str]:
    found = set()
    for call in calls("tr", "N_", "ntr"):
        for argument in call.args[: 2 if call.func.id == "ntr" else 1]:  # type: ignore[attr-defined]
            if isinstance(argument, ast.Constant):
                found.add(argument.value)
    return found


def translations() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    found = {}
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        for one in ids:
            found[one] = texts[0]
    return found


def test_every_message_is_translated() -> None:
    known = translations()
    assert not {message for message in messages() if not known.get(message)}


def test_no_translation_is_left_over() -> None:
    assert not translations().keys() - messages()


def test_translations_keep_the_facts_of_their_messages() -> None:
    facts = re.compile(r"{(\w+)")
    for message, text in translations().items():
        assert set(facts.findall(text)) == set(facts.findall(message)), message


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    from io import BytesIO

    with CATALOGUE.open("rb") as file:
        text = read_po(file)
    made = BytesIO()
    write_mo(made, text)
    made.seek(0)
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        shipped = read_mo(file)
    assert [(m.id, m.string) for m in read_mo(made)] == [(m.id, m.string) for m in shipped], (
        "call: make catalogues"
    )


def test_vietnamese_is_composed() -> None:
    import unicodedata

    for text in translations().values():
        assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("language", list(Language))
def test_every_code_has_a_label_of_its_own_in_its_vocabulary(language: Language) -> None:
    use_language(language)
    for code in SHOWN:
        assert has_label(code), code
        assert label(code)
    by_kind: dict[type, list[str]] = {}
    for code in SHOWN:
        by_kind.setdefault(type(code), []).append(label(code))
    for kind, labels in by_kind.items():
        assert len(set(labels)) == len(labels), kind


def test_the_labels_are_those_of_the_field() -> None:
    use_language(Language.VIETNAMESE)
    assert label(vocabulary.Outcome.NO_ANSWER) == "Không nghe máy"
    assert label(vocabulary.Need.VNEID_ACTIVATION) == "Kích hoạt VNeID"
    assert label(vocabulary.Channel.CALL) == "Gọi"
    assert label(vocabulary.ActionKind.CALL) == "Gọi điện"
    assert tr("Mon") == "T2"


def test_every_error_has_words() -> None:
    codes = {
        kind.CODE
        for kind in subclasses(errors.WardtuiError)
        if kind.__module__ != errors.__name__ or kind is errors.CannotWrite
    }
    for call in calls("BadInput", "Refused", "NetworkFailed", "VaultLocked", "Damaged"):
        if call.args and isinstance(call.args[0], ast.Constant):
            codes.add(call.args[0].value)
    assert not codes - explained()


def subclasses(kind: type[errors.WardtuiError]) -> Iterator[type[errors.WardtuiError]]:
    import importlib
    import pkgutil

    for module in pkgutil.walk_packages(wardtui.__path__, "wardtui."):
        if module.name.startswith("wardtui.central.migrations."):
            continue  # Alembic runs these, inside a migration
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    waiting = [kind]
    while waiting:
        for sub in waiting.pop().__subclasses__():
            waiting.append(sub)
            yield sub


def test_every_reason_of_a_rejected_row_has_words() -> None:
    assert set(ROW_REASONS) == set(RowReason)
