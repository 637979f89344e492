"""`python -m warehouse import | imports | withdraw`: what they do and print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal, InvalidOperation
from pathlib import Path

from indicators.catalogue import load_catalogue
from indicators.districts import load_districts
from indicators.errors import RuleOfLawDataError
from indicators.periods import Period, PeriodError, parse_label
from indicators.review import Decision, Draft, Row, accept_above, problems, warnings
from warehouse.build import build
from warehouse.connection import UnreadableWarehouseError, Warehouse, open_warehouse
from warehouse.imports.approval import (
    Import,
    approve,
    list_imports,
    reviewed,
    standing_import,
    withdraw,
)
from warehouse.imports.comparison import conflicts, differences, known_sources, stated_in_draft
from warehouse.imports.drafts import save_draft
from warehouse.imports.files import READ_ONLY, ReadOnlyError, is_read_only
from warehouse.imports.reading import Given, draft_of_file
from warehouse.imports.wording import sentence
from warehouse.paths import publish_folder, user_data_folder
from warehouse.publish import DamagedWarehouseError, NoWarehouseError
from warehouse.terminal import aligned

SURE = Decimal("0.9")

Served = Callable[[], Warehouse | None]


def add_import(parser: argparse.ArgumentParser) -> None:
    """The options of `import`."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="报告文件 · report files"
    )
    parser.add_argument(
        "--district",
        type=_district,
        metavar="CODE",
        help="区县代码（确认推断的区县） · district code (confirms an inferred one)",
    )
    parser.add_argument(
        "--period", type=_period, metavar="LABEL", help="报告期，如 2025-S1 · reporting period"
    )
    parser.add_argument("--url", default="", help="网址 · address of the report")
    parser.add_argument(
        "--accept-above",
        type=_confidence,
        default=SURE,
        metavar="0–1",
        help="接受不低于这个置信度的数字 · accept figures of this confidence (%(default)s)",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="只显示，什么也不写 · show only, write nothing"
    )
    parser.add_argument(
        "--yes", action="store_true", help="导入接受的各行 · import the accepted rows"
    )
    parser.add_argument("--who", default="", help="导入人 · who imports")
    parser.set_defaults(run=run_import)


def add_imports(parser: argparse.ArgumentParser) -> None:
    """`imports` has no options of its own."""
    parser.set_defaults(run=run_imports)


def add_withdraw(parser: argparse.ArgumentParser) -> None:
    """The options of `withdraw`."""
    parser.add_argument("id", metavar="ID", help="导入的编号 · id of an import")
    parser.add_argument("--reason", default="", help="原因 · reason")
    parser.add_argument("--who", default="", help="撤回人 · who withdraws")
    parser.set_defaults(run=run_withdraw)


def run_import(options: argparse.Namespace) -> int:
    """Read each file, show it, and keep a draft or import it; 1 when some file was refused."""
    if is_read_only() and not options.dry_run:
        raise ReadOnlyError(f"${READ_ONLY} is set: nothing is written")
    # a whole country's warehouse takes a second to check: meanwhile the first file is read
    with ThreadPoolExecutor(max_workers=1) as opening:
        warehouse = opening.submit(_served, options).result
        done = [_import_one(path, options, warehouse) for path in options.files]
    if any(item for item in done if isinstance(item, Import)):
        _publish(options)
    return 0 if all(done) else 1


def run_imports(_: argparse.Namespace) -> int:
    """List all imports, newest first."""
    rows = [_import_cells(item) for item in list_imports(user_data_folder())]
    lines = aligned(rows) if rows else ["还没有导入 no imports yet"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def run_withdraw(options: argparse.Namespace) -> int:
    """Withdraw an import and build without it."""
    event = withdraw(options.id, user_data_folder(), who=options.who, reason=options.reason)
    sys.stdout.write(f"已撤回 withdrawn: {event.id} {event.title}\n")
    _publish(options)
    return 0


def _import_one(path: Path, options: argparse.Namespace, warehouse: Served) -> object:
    """The import, True for a draft or a dry run, False for a file that was refused."""
    folder = user_data_folder()
    given = Given(options.district, options.period, options.url)
    try:
        draft = accept_above(draft_of_file(path, folder, given), options.accept_above)
        _say(f"{path}", *_shown(draft, folder, warehouse()))
        if options.dry_run:
            return True
        if not options.yes or problems(draft):
            saved = save_draft(draft, folder)
            _say(f"  草稿，请在“导入报告”页核对 draft, to be finished on the page: {saved}")
            return not options.yes
        save_draft(draft, folder)
        imported = approve(draft, folder, who=options.who, seed=options.seed)
    except (DamagedWarehouseError, UnreadableWarehouseError):
        raise  # no file is at fault
    except OSError as error:
        sys.stderr.write(f"{path}: 打不开 cannot be opened: {error.strerror or error}\n")
    except RuleOfLawDataError as error:  # one file that cannot be imported does not stop the others
        sys.stderr.write(f"{path}: 没有导入 not imported: {error}\n")
    else:
        _say(f"  已导入 imported: {imported.id}")
        return imported
    return False


def _shown(draft: Draft, folder: Path, warehouse: Warehouse | None) -> Iterator[str]:
    report = draft.report
    district = load_districts().by_code(report.district).label_zh if report.district else "?"
    period = report.period.label if report.period else "?"
    yield f"  {report.title}（{district}，{period}）"
    yield from _rows("将导入 to import", draft.accepted)
    undecided = [row for row in draft.rows if row.decision is Decision.OPEN]
    yield from _rows("留待核对 left for review", undecided)
    yield from _listed("不能导入，因为 in the way", map(sentence, problems(draft)))
    yield from _listed("请留意 look at", map(sentence, warnings(draft)))
    yield from _listed("已有同一报告 known", _known(draft, folder, warehouse))
    if warehouse is not None:
        yield from _listed(
            "与其他来源不同 differs from other sources", _conflicts(draft, warehouse)
        )


def _rows(heading: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f"  {heading}: {len(rows)}"
    if rows:
        yield from (f"  {line}" for line in aligned([_cells(row) for row in rows]))


def _cells(row: Row) -> tuple[str, ...]:
    catalogue = load_catalogue()
    known = row.indicator and row.indicator in catalogue
    name = catalogue[row.indicator].short_zh if row.indicator and known else "（未对应 not placed）"
    period = row.period.label if row.period else "?"
    growth = row.growth_kind.value if row.growth_kind else ""
    printed = f"{row.qualifier} {row.printed}".strip()
    return (name, growth, row.scope, period, printed, f"{row.confidence:.2f}", f"@{row.char_start}")


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"  {heading}: {len(found)}"
        yield from (f"    {line}" for line in found)


def _known(draft: Draft, folder: Path, warehouse: Warehouse | None) -> Iterator[str]:
    """The same text: imported before, with what would change, or among what ships."""
    before = standing_import(draft.sha256, folder)
    if before is not None:
        old = stated_in_draft(reviewed(before.id, folder), accepted_only=True)
        changes = [item.change for item in differences(draft, old)]
        counts = "，".join(f"{kind} {changes.count(kind)}" for kind in dict.fromkeys(changes))
        yield f"{before.id} {before.approved.title}（{counts or '无变化 unchanged'}）"
    for source in known_sources(draft.sha256, warehouse) if warehouse else ():
        if before is None or source.source_id != before.id:
            yield f"{source.source_id} {source.title}"


def _conflicts(draft: Draft, warehouse: Warehouse) -> Iterator[str]:
    catalogue = load_catalogue()
    for item in conflicts(draft, warehouse):
        row = draft.row(item.row_id)
        name = catalogue[row.indicator].short_zh if row.indicator else ""
        period = row.period.label if row.period else ""
        yield f"{name} {period}: {row.printed} ≠ {item.printed}（{item.source_title}）"


def _import_cells(item: Import) -> tuple[str, ...]:
    event = item.approved
    state = "有效 stands"
    if item.ended is not None:
        replaced = item.id in item.ended.replaces
        how = "已取代 replaced" if replaced else "已撤回 withdrawn"
        state = f"{how} {item.ended.time:%Y-%m-%d}"
    counts = f"{event.observations}+{event.growth}"
    return (item.id, f"{event.time:%Y-%m-%d %H:%M}", event.who, counts, state, event.title)


def _served(options: argparse.Namespace) -> Warehouse | None:
    """What is served now, to compare with; nothing before the first build."""
    try:
        return open_warehouse(folder=options.out or publish_folder())
    except NoWarehouseError:
        return None


def _publish(options: argparse.Namespace) -> None:
    built = build(seed=options.seed, folder=options.out)
    _say(f"数据版本 data version: {built.version}")


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


def _district(text: str) -> str:
    if text not in load_districts():
        raise argparse.ArgumentTypeError(f"没有这个区县代码 unknown district code {text!r}")
    return text


def _period(text: str) -> Period:
    try:
        return parse_label(text)
    except PeriodError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _confidence(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"{text!r}") from error
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0 and 1")
    return number
