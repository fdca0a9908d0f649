"""Fuzzing the importer: damaged files and lists full of mess, for as long as one likes.

``python -m tests.fuzz --minutes 10 --seed 1`` ends with the number of files that were tried, or
with the first one that ends neither in a plan nor in an error with words; ``--keep`` keeps it.
"""

import argparse
import csv
import io
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import msgspec

from wardtui.domain.errors import WardtuiError
from wardtui.domain.resident import Resident
from wardtui.domain.roster.legacy_text import LegacyEncoding, convert_sheets, detect
from wardtui.domain.roster.plan import plan_import
from wardtui.domain.roster.rows import read_sheets
from wardtui.resources import resource_folder
from wardtui.sheets.reader import read_file
from wardtui.wording.errors import explained
from wardtui.wording.importing import import_text

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 22)
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt")
TABLES = ("names", "birth_dates", "ids", "phones", "addresses", "areas")


def main() -> None:
    """Fuzz until the time is over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-finding"))
    given = parser.parse_args()
    fuzzer = Fuzzer(random.Random(given.seed))
    end = time.monotonic() + given.minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            file = fuzzer.next_file(Path(folder))
            try:
                check(file)
            except Exception:
                kept = given.keep.with_suffix(file.suffix)
                kept.write_bytes(file.read_bytes())
                print(f"{kept}: does not end well after {fuzzer.made} files", file=sys.stderr)
                raise
    print(f"{fuzzer.made} files, {fuzzer.damaged} of them damaged, none ended badly")


def check(file: Path) -> None:
    """One file ends in a plan whose rows add up, or in an error that has words."""
    try:
        sheets = read_file(file)
    except WardtuiError as error:
        if error.code not in explained():
            raise AssertionError(f"{error.code} has no words") from error
        return
    encodings = (None, *LegacyEncoding) if detect(sheets) else (None,)
    for encoding in encodings:
        read = read_sheets(convert_sheets(sheets, encoding) if encoding else sheets, TODAY)
        for one in (resident for sheet in read for resident in sheet.residents):
            assert msgspec.json.decode(msgspec.json.encode(one), type=Resident) == one
        plan = plan_import(read, ())
        records = sum(len(sheet.residents) + len(sheet.rejected) for sheet in read)
        assert plan.rows == records
        assert import_text(plan, dry_run=True)


def first_column(table: str) -> list[str]:
    """The cells of a table of test data."""
    lines = (DATA / table).read_text("utf-8").splitlines()[1:]
    return [line.split("\t")[0] for line in lines]


class Fuzzer:
    """Makes files: real ones with bytes changed, and lists of cells that were written by hand."""

    def __init__(self, chance: random.Random) -> None:
        self.made = self.damaged = 0
        self._chance = chance
        self._seeds = [
            *(DATA / "sheets").iterdir(),
            resource_folder("sample_data") / "ward_list.xlsx",
        ]
        self._cells = [cell for name in TABLES for cell in first_column(f"messy_{name}.tsv")]
        self._headings = first_column("headings.tsv")

    def next_file(self, folder: Path) -> Path:
        """The next file to try."""
        self.made += 1
        if self._chance.random() < 0.4:
            self.damaged += 1
            return self._damaged(folder)
        return self._messy(folder)

    def _damaged(self, folder: Path) -> Path:
        seed = self._chance.choice(self._seeds)
        content = bytearray(seed.read_bytes())
        for _ in range(self._chance.randint(1, 20)):
            place = self._chance.randrange(len(content) + 1)
            match self._chance.randrange(4):
                case 0 if place < len(content):
                    content[place] = self._chance.randrange(256)
                case 1:
                    content[place:place] = self._chance.randbytes(self._chance.randint(1, 8))
                case 2:
                    del content[place : place + self._chance.randint(1, 64)]
                case _:
                    content = content[: max(1, place)] if self._chance.random() < 0.1 else content
        suffix = seed.suffix if self._chance.random() < 0.8 else self._chance.choice(SUFFIXES)
        file = folder / f"damaged{suffix}"
        file.write_bytes(content)
        return file

    def _messy(self, folder: Path) -> Path:
        width = self._chance.randint(2, 12)
        lines = [["CÔNG AN PHƯỜNG MẪU"], []][: self._chance.randint(0, 2)]
        lines.append([self._chance.choice(self._headings) for _ in range(width)])
        if self._chance.random() < 0.7:
            lines[-1][self._chance.randrange(width)] = "Họ và tên"
        lines += [
            [self._cell() for _ in range(self._chance.randint(0, width + 1))]
            for _ in range(self._chance.randint(0, 30))
        ]
        if self._chance.random() < 0.5:
            return self._text_file(folder, lines)
        return self._workbook(folder, lines)

    def _cell(self) -> str:
        roll = self._chance.random()
        if roll < 0.75:
            return self._chance.choice(self._cells)
        if roll < 0.85:
            return ""
        letters = "aăâđêôơưAĐ \t\n'\"/-.,;:()0123456789\u0301\u200b\u00a0\ufeffŁ漢\U0001f600"
        return "".join(self._chance.choices(letters, k=self._chance.randint(0, 30)))

    def _text_file(self, folder: Path, lines: list[list[str]]) -> Path:
        text = io.StringIO()
        csv.writer(text, delimiter=self._chance.choice(",;\t")).writerows(lines)
        encoding = self._chance.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
        file = folder / f"messy{self._chance.choice(SUFFIXES[3:])}"
        file.write_bytes(text.getvalue().encode(encoding, "replace"))
        return file

    def _workbook(self, folder: Path, lines: list[list[str]]) -> Path:
        import xlsxwriter

        file = folder / "messy.xlsx"
        with xlsxwriter.Workbook(
            str(file), {"strings_to_numbers": self._chance.random() < 0.5}
        ) as book:
            for name in ("Tổ 5", "Danh sách")[: self._chance.randint(1, 2)]:
                sheet = book.add_worksheet(name)
                for number, line in enumerate(lines):
                    for column, cell in enumerate(line):
                        sheet.write(number, column, cell)
                if self._chance.random() < 0.3 and lines:
                    sheet.merge_range(0, 0, self._chance.randint(1, 4), 1, "Tổ 7")
        return file


if __name__ == "__main__":
    main()
