"""Exported pictures: no character without a glyph, the right size, and a browser that may fail."""

from __future__ import annotations

import base64
import io
import os
import re
import shutil
import signal
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import plotly.graph_objects as go
import pytest
from choreographer.browsers import Chromium
from fontTools.ttLib import TTFont
from PIL import Image

from dashboard.exports import image, renderer
from dashboard.exports.image import (
    PRESETS,
    ImageUnavailable,
    image_available,
    render_image,
    render_once,
    stop_renderer,
)
from dashboard.palette import COLOURS
from indicators.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
DATA = [
    path
    for folder in ("indicators/data", "seed_data", "dashboard/texts")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".csv", ".toml"}
]
DISTRICTS = ROOT / "indicators/data/districts/districts.csv"
CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
FACES = CONFIG["theme"]["fontFaces"]

FAMILY = "Noto Sans SC, Microsoft YaHei, sans-serif"
CELL, COLUMNS = 24, 40
PRIVATE = "\ue000\ue123"  # for private use: no font of ours has them
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def han(paths: Iterable[Path]) -> set[str]:
    return han_in("".join(path.read_text(encoding="utf-8") for path in paths))


def han_in(text: str) -> set[str]:
    return {c for c in text if unicodedata.name(c, "").startswith("CJK UNIFIED")}


def of_the_catalogue() -> set[str]:
    """What pages show of it: not the words that the reader of reports looks for."""
    return han_in("".join(i.model_dump_json(exclude={"reads"}) for i in load_catalogue()))


def covered(path: Path) -> set[str]:
    with TTFont(path, lazy=True) as font:
        return set(map(chr, font.getBestCmap()))


def in_range(unicode_range: str) -> set[str]:
    ends = [part.split("-") for part in unicode_range.replace("U+", "").split(",")]
    return {chr(c) for end in ends for c in range(int(end[0], 16), int(end[-1], 16) + 1)}


def chart(title: str) -> go.Figure:
    figure = go.Figure(go.Bar(x=["通州区", "光明区"], y=[1696, 583]))
    return figure.update_layout(title=f"<b>{title}</b>", font_family=FAMILY)


def png(title: str) -> bytes:
    return render_image(chart(title), format="png", width=400, height=300)


# ---------------------------------------------------------------- the font files


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_pictures_have_a_glyph_for_every_character_of_ours(style: str) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in DATA)
    ours = {character for character in text if character.isprintable()}
    assert len(ours) > 3000
    assert ours - covered(renderer.FONTS / f"NotoSansSC-{style}.ttf") == set()


@pytest.mark.parametrize("weight", ["400", "700"])
def test_pages_have_a_glyph_for_every_chinese_character_of_ours(weight: str) -> None:
    files = (ROOT / face["url"].removeprefix("app/") for face in FACES if face["weight"] == weight)
    assert han(DATA) - set().union(*map(covered, files)) == set(), "run tools/build_fonts.py"


@pytest.mark.parametrize("face", FACES, ids=lambda face: Path(face["url"]).stem)
def test_browsers_load_a_font_exactly_for_its_characters(face: dict[str, str]) -> None:
    characters = covered(ROOT / face["url"].removeprefix("app/"))
    if "core" in face["url"]:
        assert characters == in_range(face["unicodeRange"])
    else:  # a band: what lies in it belongs to it or to the core, which goes before it
        assert characters < in_range(face["unicodeRange"])
    assert face["family"] in CONFIG["theme"]["font"]


def test_the_core_is_declared_last_so_that_it_goes_before_the_bands() -> None:
    assert ["core" in face["url"] for face in FACES[-2:]] == [True, True]
    assert not any("core" in face["url"] for face in FACES[:-2])


def test_the_core_has_nearly_all_characters_that_pages_begin_with() -> None:
    begun_with = of_the_catalogue() | han((ROOT / "dashboard/texts").glob("*.toml"))
    missing = begun_with - in_range(FACES[-1]["unicodeRange"])
    assert len(missing) <= 0.05 * len(begun_with), "run tools/build_fonts.py"


def test_fonts_are_small_enough() -> None:
    every = [*(ROOT / "static/fonts").glob("*.woff2"), *renderer.FONTS.glob("*.ttf")]
    assert max(path.stat().st_size for path in every) < 2 * 2**20
    core = [path.stat().st_size for path in every if "core" in path.name]
    assert len(core) == 2
    assert sum(core) < 500_000


def test_the_theme_colours_series_as_the_figures_do() -> None:
    assert CONFIG["theme"]["chartCategoricalColors"] == list(COLOURS)


# ---------------------------------------------------------------- pictures drawn once


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is drawn, by a browser that is quick and makes a kilobyte of it."""
    made: list[str] = []

    def draw(figure: go.Figure, **options: object) -> bytes:
        made.append(f"{figure.layout.title.text} {options['width']}")
        return made[-1].encode().ljust(1024)

    monkeypatch.setattr(image, "render_image", draw)
    image.forget_pictures()
    yield made
    image.forget_pictures()


def once(title: str, width: int = 400) -> bytes:
    return render_once(chart(title), format="png", width=width, height=300)


def test_a_picture_is_drawn_once(drawings: list[str]) -> None:
    assert once("行政复议") == once("行政复议")
    assert len(drawings) == 1


def test_another_figure_or_size_is_another_picture(drawings: list[str]) -> None:
    assert len({once("行政复议"), once("法律援助"), once("行政复议", 401)}) == 3
    assert len(drawings) == 3


def test_only_the_pictures_used_last_are_kept(
    drawings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image, "KEPT_BYTES", 2 * 1024)
    for title in ("one", "two", "one", "three", "one", "two"):
        once(title)
    assert [text.split()[0][3:-4] for text in drawings] == ["one", "two", "three", "two"]


def test_what_cannot_be_drawn_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    image.forget_pictures()
    tried = []

    def fails(*_: object, **__: object) -> bytes:
        tried.append(1)
        raise ImageUnavailable("none")

    monkeypatch.setattr(image, "render_image", fails)
    for _ in range(2):
        with pytest.raises(ImageUnavailable):
            once("行政复议")
    assert len(tried) == 2


# ---------------------------------------------------------------- pictures


@pytest.fixture
def only_our_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    stop_renderer()
    monkeypatch.setattr(renderer, "SYSTEM_FONTS", ())
    yield
    stop_renderer()


def cells(characters: str, *, markup: str) -> list[bytes]:
    """Draw characters in a grid and return the pixels of each."""
    rows = -(-len(characters) // COLUMNS)
    places = [divmod(number, COLUMNS) for number in range(len(characters))]
    figure = go.Figure(
        go.Scatter(
            x=[column + 0.5 for _, column in places],
            y=[row + 0.5 for row, _ in places],
            text=[markup.format(character) for character in characters],
            mode="text",
            cliponaxis=False,
        )
    )
    figure.update_layout(
        template="none", font={"family": FAMILY, "size": 16}, margin=dict.fromkeys("lrtb", 0)
    )
    figure.update_xaxes(visible=False, range=[0, COLUMNS])
    figure.update_yaxes(visible=False, range=[rows, 0])
    drawn = render_image(figure, format="png", width=COLUMNS * CELL, height=rows * CELL)
    picture = Image.open(io.BytesIO(drawn)).convert("L")
    corners = [(column * CELL, row * CELL) for row, column in places]
    return [picture.crop((x, y, x + CELL, y + CELL)).tobytes() for x, y in corners]


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.usefixtures("only_our_fonts")
@pytest.mark.parametrize("markup", ["{}", "<b>{}</b>"], ids=["regular", "bold"])
def test_no_district_or_indicator_is_drawn_with_a_missing_glyph(markup: str) -> None:
    if sys.platform != "linux":
        pytest.skip("other systems draw with fonts of their own, too")
    characters = "".join(sorted(han([DISTRICTS]) | of_the_catalogue()))
    box, other_box, *drawn = cells(PRIVATE + characters, markup=markup)
    assert box == other_box, "this is how a missing glyph looks"
    assert len(set(box)) > 1, "and it can be seen"
    assert [c for c, pixels in zip(characters, drawn, strict=True) if pixels == box] == []
    assert len(set(drawn)) == len(characters), "every character looks its own way"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "pixels", "millimetres"), [("16x9", (3200, 1800), 338.7), ("a4", (2006, 1416), 170)]
)
def test_a_preset_gives_its_size(name: str, pixels: tuple[int, int], millimetres: float) -> None:
    preset = PRESETS[name]
    drawn = render_image(
        chart("收到行政复议申请"),
        format="png",
        width=preset.width,
        height=preset.height,
        scale=preset.scale,
        dpi=preset.dpi,
    )
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.load()
        assert picture.size == pixels
        width = picture.width / picture.info["dpi"][0] * 25.4
    assert width == pytest.approx(millimetres, abs=0.3)


@pytest.mark.browser
def test_an_svg_carries_the_glyphs_it_shows() -> None:
    title = "垵头镇收到行政复议申请 583 宗"
    svg = render_image(chart(title), format="svg", width=400, height=300, scale=2.5).decode()
    assert 'width="400"' in svg
    fonts = re.findall(r"font-weight:(\w+);src:url\(data:font/ttf;base64,([^)]+)\)", svg)
    assert [weight for weight, _ in fonts] == ["normal", "bold"]
    for _, content in fonts:
        with TTFont(io.BytesIO(base64.b64decode(content))) as font:
            assert {ord(c) for c in title + "通州区光明区"} <= font.getBestCmap().keys()
    assert len(svg) < 100_000


@pytest.mark.browser
def test_a_pdf_has_one_page_of_the_layout_size() -> None:
    pdf = render_image(chart("调解"), format="pdf", width=400, height=300, scale=2.5)
    assert pdf.startswith(b"%PDF-")
    ((_, _, width, height),) = [box.split() for box in re.findall(rb"/MediaBox \[(.+?)\]", pdf)]
    assert (float(width), float(height)) == pytest.approx((300, 225), abs=0.5)  # points


# ---------------------------------------------------------------- the browser


@pytest.mark.browser
def test_six_threads_get_their_own_pictures() -> None:
    titles = ["行政复议", "法律援助", "调解", "诉讼", "律师", "公证"]
    one_by_one = [png(title) for title in titles]
    assert len(set(one_by_one)) == len(titles)
    with ThreadPoolExecutor(max_workers=6) as threads:
        assert list(threads.map(png, titles)) == one_by_one


def processes_below(parent: int) -> dict[int, str]:
    """The living processes that descend from one, with their commands."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, its_parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it has just ended
            continue
        if state != "Z":
            children.setdefault(int(its_parent), []).append(int(entry.name))
    found: dict[int, str] = {}
    waiting = [parent]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found[child] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
            waiting.append(child)
    return found


@pytest.fixture
def no_browser_yet() -> Iterator[None]:
    stop_renderer()
    yield
    stop_renderer()


@pytest.fixture
def others(no_browser_yet: None) -> set[int]:
    """What runs besides our browser: the browser tests have servers, which have browsers."""
    return set(processes_below(os.getpid()))


def browser_processes(others: set[int]) -> dict[int, str]:
    """All processes of our own browser, with their commands."""
    below = processes_below(os.getpid())
    return {
        process: command
        for process, command in below.items()
        if process not in others and "--user-data-dir=" in command
    }


def browsers(others: set[int]) -> list[int]:
    """The main processes of our own browsers: not their starters, and none of their parts."""
    return [
        process
        for process, command in browser_processes(others).items()
        if ".py " not in command and "--type=" not in command
    ]


@pytest.mark.long
@ON_LINUX
@pytest.mark.browser
def test_a_killed_browser_is_replaced(others: set[int]) -> None:
    before = png("行政复议")
    (killed,) = browsers(others)
    os.kill(killed, signal.SIGKILL)
    assert png("行政复议") == before
    (running,) = browsers(others)
    assert running != killed


@pytest.mark.long
@ON_LINUX
@pytest.mark.browser
def test_stopping_leaves_no_process_and_the_next_picture_starts_anew(others: set[int]) -> None:
    before = png("行政复议")
    assert browser_processes(others) != {}
    stop_renderer()
    assert browser_processes(others) == {}
    assert png("行政复议") == before


@pytest.mark.usefixtures("no_browser_yet")
def test_a_browser_that_is_not_there_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    assert not image_available()
    with pytest.raises(ImageUnavailable, match="No Chrome or Chromium was found"):
        png("行政复议")
    monkeypatch.delenv("BROWSER_PATH")
    monkeypatch.setattr(Chromium, "find_browser", lambda **_: None)
    assert not image_available()


@pytest.mark.usefixtures("no_browser_yet")
def test_a_program_that_is_no_browser_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    program = shutil.which("false")
    if program is None:
        pytest.skip("there is no program that fails at once")
    monkeypatch.setenv("BROWSER_PATH", program)
    with pytest.raises(ImageUnavailable, match="did not start"):
        png("行政复议")


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
@pytest.mark.usefixtures("no_browser_yet")
def test_a_browser_that_never_answers_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "sleeper"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(program))
    monkeypatch.setattr(renderer, "START_SECONDS", 0.5)
    with pytest.raises(ImageUnavailable, match="does not answer"):
        png("行政复议")


@pytest.mark.long
@pytest.mark.browser
def test_a_picture_that_is_too_large_is_said_and_the_browser_lives_on() -> None:
    before = png("行政复议")
    with pytest.raises(ImageUnavailable, match="too many"):
        render_image(chart("行政复议"), format="png", width=400, height=300, scale=1000)
    assert png("行政复议") == before
