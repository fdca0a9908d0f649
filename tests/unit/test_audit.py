"""A known hole fails the build; an index that says nothing is told, and fails nothing."""

from typing import Any

from tests.audit import judged


def report(*packages: dict[str, Any]) -> dict[str, Any]:
    return {"dependencies": list(packages), "fixes": []}


SOUND = {"name": "sound", "version": "1.0", "vulns": []}
SILENT = {"name": "silent", "skip_reason": "Dependency not found on PyPI"}
HOLED = {
    "name": "holed",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-0", "fix_versions": ["2.1"]}, {"id": "PYSEC-1", "fix_versions": []}],
}


def test_a_known_hole_fails_and_is_named_with_its_remedy() -> None:
    code, said = judged(report(SOUND, HOLED, SILENT))
    assert code == 1
    assert "holed 2.0: PYSEC-0, mended in 2.1" in said
    assert "PYSEC-1, mended in no version yet" in said


def test_what_was_not_answered_is_said() -> None:
    assert judged(report(SOUND, SILENT)) == (0, "No known hole in 1 packages, 1 not: silent.")


def test_where_nothing_was_answered_nothing_was_audited() -> None:
    for nothing in (report(SILENT), report(), None):
        code, said = judged(nothing)
        assert code == 0
        assert said.startswith("NOT AUDITED")
