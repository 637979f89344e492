"""`extract`: files to rows of figures, with progress, a summary, and a way to go on later."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from indicators.commands.batch import FEW, outcomes, processors
from indicators.commands.files import File, find_files
from indicators.commands.output import Output, open_output
from indicators.commands.reports import Given, Outcome, open_file
from indicators.commands.rows import Wanted
from indicators.commands.words import CommandError, Key, both
from indicators.districts import load_districts
from indicators.documents import Document, DocumentError
from indicators.periods import PeriodError, parse_label
from indicators.second_reader import ReaderError, configured

SOME_FAILED, ALL_FAILED, INTERRUPTED = 1, 2, 130


def add_extract(parser: argparse.ArgumentParser) -> None:
    """The options of `extract`."""
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="FILE|FOLDER", help="报告或文件夹 · reports, folders"
    )
    parser.add_argument(
        "--format", choices=("jsonl", "csv"), default="jsonl", help="格式 · format (%(default)s)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="写到文件 · write to this file")
    add_given(parser)
    flags = {
        "--text": "只显示位置所指的文本 · print only the text that offsets refer to",
        "--unplaced": "也列出未对应指标的数 · list figures of no indicator, too",
        "--repeats": "也列出重复说的同一个数 · list repeated statements of a figure, too",
        "--resume": "接着写 --out 的文件 · go on with the file of --out",
        "--second-reader": "用环境变量设置的第二读者 · use the reader set up in the environment",
    }
    for flag, text in flags.items():
        parser.add_argument(flag, action="store_true", help=text)
    parser.add_argument("--jobs", type=int, metavar="N", help="并行数 · processes (all processors)")
    parser.set_defaults(run=extract)


def add_given(parser: argparse.ArgumentParser) -> None:
    """The options that say what the reports are about."""
    parser.add_argument("--district", metavar="CODE", help="区划代码 · the reports' district")
    parser.add_argument("--period", metavar="LABEL", help="期间，如 2025-S1 · the reports' period")


def given(options: argparse.Namespace) -> Given:
    """What the person says about the reports; CommandError where it cannot be."""
    if options.district is not None and options.district not in load_districts():
        raise CommandError("unknown_district", code=options.district)
    if options.period is not None:
        try:
            parse_label(options.period)
        except PeriodError as error:
            raise CommandError("period", label=options.period) from error
    return Given(options.district, options.period, bool(getattr(options, "second_reader", False)))


def extract(options: argparse.Namespace) -> int:
    """Read the files and return the exit status."""
    said = given(options)
    _check(options)
    files = find_files(options.paths)
    if options.text:
        return print_text(files, options.out)
    wanted = Wanted(options.format, options.unplaced, options.repeats)
    output, done = open_output(options.out, wanted, resume=options.resume)
    left = [file for file in files if file.doc not in done]
    jobs = options.jobs or (1 if len(left) < FEW else min(processors(), len(left)))
    summary = Summary(files=len(files), skipped=len(files) - len(left))
    with closing(output), closing(outcomes(left, said, wanted, jobs=jobs)) as found:
        try:
            _run(found, output, summary, total=len(left))
        except KeyboardInterrupt:
            _tell(both("problem.stopped" if options.out else "problem.stopped_no_out"))
            return INTERRUPTED
    _tell(summary.text())
    return summary.status


def _check(options: argparse.Namespace) -> None:
    if options.resume and options.out is None:
        raise CommandError("resume_needs_out")
    if options.jobs is not None and options.jobs < 1:
        raise CommandError("jobs")
    if options.second_reader:
        try:
            reader = configured()
        except ReaderError as error:
            raise CommandError("reader", why=error) from error
        if reader is None:
            raise CommandError("reader", why="RULE_OF_LAW_READER_URL")


def print_text(files: list[File], out: Path | None) -> int:
    """Print the text of one file, exactly: its characters are what offsets count."""
    if len(files) != 1:
        raise CommandError("one_file_for_text")
    text = open_or_say(files[0].path).text.encode("utf-8", "replace")
    if out is None:
        sys.stdout.buffer.write(text)
        return 0
    try:
        out.write_bytes(text)
    except OSError as error:
        raise CommandError("unwritable", path=out, why=error.strerror or error) from error
    return 0


def open_or_say(path: Path) -> Document:
    """The document in a file; CommandError where there is none to be had."""
    try:
        return open_file(path)
    except (DocumentError, OSError) as error:
        if isinstance(error, DocumentError):
            why = Key(f"refused.{error.reason}")
        else:
            why = Key("refused.system", detail=error.strerror or error)
        raise CommandError("file", path=path, why=why) from error


def _run(found: Iterator[Outcome], output: Output, summary: Summary, *, total: int) -> None:
    """Write what comes, tell what fails, show how far it is."""
    # None: no bar where nobody watches, such as in a log file
    hidden = True if total < FEW else None
    with tqdm(total=total, disable=hidden, file=sys.stderr, unit="份", smoothing=0.1) as bar:
        for one in found:
            if one.failure:
                why = Key(f"refused.{one.failure}", detail=one.detail)
                tqdm.write(both("problem.file", path=one.doc, why=why), file=sys.stderr)
            else:
                output.write(one.lines)
            summary.add(one)
            bar.update()


@dataclass
class Summary:
    """Counts of a run; holds nothing of the single files."""

    files: int
    skipped: int = 0
    read: int = 0
    figures: int = 0
    derived: int = 0
    unplaced: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    warned: Counter[str] = field(default_factory=Counter)

    def add(self, one: Outcome) -> None:
        """Count an outcome."""
        self.warned.update(one.warnings)
        if one.failure:
            self.failed[one.failure] += 1
            return
        self.read += 1
        self.figures += one.figures
        self.derived += one.derived
        self.unplaced += one.unplaced

    @property
    def status(self) -> int:
        """0 when every file was read, 1 when some were, 2 when none was."""
        if not self.failed:
            return 0
        return SOME_FAILED if self.read or self.skipped else ALL_FAILED

    def text(self) -> str:
        """The counts in words."""
        failed = sum(self.failed.values())
        lines = [
            both("summary.files", files=self.files, read=self.read, failed=failed,
                 skipped=self.skipped),
            both("summary.figures", figures=self.figures, derived=self.derived,
                 unplaced=self.unplaced),
        ]  # fmt: skip
        lines += [_counted("failed", f"refused.{key}", n) for key, n in sorted(self.failed.items())]
        lines += [_counted("warned", f"warning.{key}", n) for key, n in sorted(self.warned.items())]
        return "\n".join(lines)


def _counted(sentence: str, key: str, count: int) -> str:
    return both(f"summary.{sentence}", count=count, why=Key(key, detail="…"))


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
