"""Compares seed_data with the hand annotation that it was made from.

usage: python tools/compare_with_annotation.py PATH_TO_SHARED

PATH_TO_SHARED holds reports/, gold/ and figures/; it is not part of this repository. Compared
are the report texts (SHA-256), every annotated figure and growth statement with its place in the
text, and every figure, source and population of figures/.
Exit status: 0 all agree, 1 differences, 2 folder or files missing.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

SEED = Path(__file__).resolve().parents[1] / "seed_data"
NEEDED = (
    "figures/observations.csv",
    "figures/population.csv",
    "figures/report_sources.csv",
    "figures/sources.csv",
    "gold/growth.csv",
    "gold/observations.csv",
    "reports",
)
OBSERVATION_FIELDS = ("period_start", "period_end", "value", "qualifier", "printed")
GROWTH_FIELDS = ("period_start", "period_end", "kind", "growth", "qualifier", "printed")

Row = dict[str, str]


@dataclass
class Comparison:
    """What agreed, in words, and what did not."""

    agreed: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def count(self, what: str, *, expected: int, found: int) -> None:
        """Record a number of rows that should be the same on both sides."""
        line = f"{what}: {found} of {expected}"
        (self.agreed if found == expected else self.differences).append(line)


@dataclass(frozen=True)
class Document:
    """One report: its id in seed_data, its district code and its text."""

    source: str
    district: str
    text: str


def read_table(path: Path) -> list[Row]:
    """Read a CSV file as a list of rows."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def match_documents(shared: Path, result: Comparison) -> dict[str, Document]:
    """Find each report's id by the SHA-256 of its text, which is recomputed from the file."""
    ids = {row["sha256"]: row["id"] for row in read_table(SEED / "sources.csv") if row["sha256"]}
    documents: dict[str, Document] = {}
    listed = read_table(shared / "figures/report_sources.csv")
    for row in listed:
        content = (shared / "reports" / row["doc"]).read_bytes()
        source = ids.get(hashlib.sha256(content).hexdigest())
        if source is None:
            result.differences.append(f"{row['doc']}: no source has the SHA-256 of this text")
            continue
        text = content.decode("utf-8")
        documents[row["doc"]] = Document(source, row["district_code"], text)
    result.count(
        "report texts with the recorded SHA-256", expected=len(listed), found=len(documents)
    )
    return documents


def wanted(row: Row) -> bool:
    """Tell whether an annotated row ships: neither optional nor a repeat of another."""
    return "optional" not in row.get("tags", "") and not row["repeat_of_char_start"]


def differing(annotated: Row, seed: Row, *, fields: Iterable[str]) -> list[str]:
    """Name the fields in which two rows differ; a scope may be reworded but not gained or lost."""
    names = [name for name in fields if annotated[name] != seed[name]]
    if bool(annotated["scope"]) != bool(seed["scope"]):
        names.append("scope")
    return names


def compare_place(seed: Row, document: Document) -> list[str]:
    """Check the district of a row and that its printed form stands where char_start says."""
    start = int(seed["char_start"])
    found = document.text[start : start + len(seed["printed"])]
    problems = [] if found == seed["printed"] else [f"the text has {found!r}"]
    if seed["district"] != document.district:
        problems.append(f"district {seed['district']} instead of {document.district}")
    return problems


def compare_report_rows(
    table: str,
    shared: Path,
    *,
    documents: dict[str, Document],
    fields: Iterable[str],
    result: Comparison,
) -> None:
    """Compare the annotated rows of the five reports with seed_data, in both directions."""
    sources = {document.source for document in documents.values()}
    seed = {
        (row["source"], row["indicator"], row["char_start"]): row
        for row in read_table(SEED / table)
        if row["source"] in sources
    }
    annotated = [row for row in read_table(shared / "gold" / table) if wanted(row)]
    equal = 0
    for row in annotated:
        document = documents.get(row["doc"])
        if document is None:
            continue
        place = (document.source, row["indicator"], row["char_start"])
        found = seed.pop(place, None)
        if found is None:
            result.differences.append(f"{table}: {place} {row['printed']} is missing")
            continue
        problems = differing(row, found, fields=fields) + compare_place(found, document)
        result.differences.extend(f"{table}: {place}: {problem}" for problem in problems)
        equal += not problems
    result.differences.extend(f"{table}: {place} is not annotated" for place in seed)
    result.count(f"{table}, reports read in full", expected=len(annotated), found=equal)


def compare_present(
    what: str,
    *,
    expected: Iterable[tuple[str, ...]],
    found: Iterable[tuple[str, ...]],
    result: Comparison,
) -> None:
    """Check that every expected row is there, as often as expected."""
    wanted_rows = Counter(expected)
    missing = wanted_rows - Counter(found)
    result.differences.extend(f"{what}: {row} is missing" for row in missing.elements())
    total = wanted_rows.total()
    result.count(what, expected=total, found=total - missing.total())


def columns(path: Path, *names: str) -> list[tuple[str, ...]]:
    """Read the named columns of a CSV file."""
    return [tuple(row[name] for name in names) for row in read_table(path)]


def annotated_growth(path: Path) -> list[tuple[str, ...]]:
    """Read the growth statements; the annotation keeps the words around a figure (超40%)."""
    names = ("district_code", "indicator", "period_start", "period_end", "source", "growth_printed")
    rows = [row for row in columns(path, *names) if row[-1]]
    return [(*row[:-1], re.sub("^(同比增长|超|近|约)+", "", row[-1])) for row in rows]


def compare_figures(shared: Path, result: Comparison) -> None:
    """Compare the figures read in excerpts, their sources and the populations."""
    figures = shared / "figures"
    names = ("indicator", *OBSERVATION_FIELDS, "source")
    compare_present(
        "observations.csv, pages read in excerpts",
        expected=columns(figures / "observations.csv", "district_code", *names),
        found=columns(SEED / "observations.csv", "district", *names),
        result=result,
    )
    stated = ("district", "indicator", "period_start", "period_end", "source", "printed")
    compare_present(
        "growth.csv, pages read in excerpts",
        expected=annotated_growth(figures / "observations.csv"),
        found=columns(SEED / "growth.csv", *stated),
        result=result,
    )
    page = ("published", "url", "official")
    compare_present(
        "sources.csv, pages read in excerpts",
        expected=columns(figures / "sources.csv", "source", *page),
        found=columns(SEED / "sources.csv", "id", *page),
        result=result,
    )
    census = ("date", "population", "printed", "url")
    compare_present(
        "population.csv",
        expected=columns(figures / "population.csv", "district", *census),
        found=columns(SEED / "population.csv", "district_name", *census),
        result=result,
    )


def compare(shared: Path) -> Comparison:
    """Compare everything and return what was found."""
    result = Comparison()
    documents = match_documents(shared, result)
    for table, fields in (("observations.csv", OBSERVATION_FIELDS), ("growth.csv", GROWTH_FIELDS)):
        compare_report_rows(table, shared, documents=documents, fields=fields, result=result)
    compare_figures(shared, result)
    return result


def main(arguments: list[str]) -> int:
    """Run the comparison and print its summary."""
    if len(arguments) != 1:
        print((__doc__ or "").strip())
        return 2
    shared = Path(arguments[0])
    if not shared.is_dir():
        print(f"Nothing was compared: there is no folder {shared}.")
        return 2
    missing = [name for name in NEEDED if not (shared / name).exists()]
    if missing:
        print(f"Nothing was compared: {shared} does not hold {', '.join(missing)}.")
        return 2
    result = compare(shared)
    for line in result.agreed:
        print(f"same       {line}")
    for line in result.differences:
        print(f"different  {line}")
    return 1 if result.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
