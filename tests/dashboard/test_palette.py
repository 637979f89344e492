"""District colours: measured, not believed; the same on the page, in figures and in the theme."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from pathlib import Path

import pytest

from dashboard.context import Data
from dashboard.palette import COLOURS, DISTRICT_COLOURS, district_colour
from indicators.districts import load_districts

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit/config.toml"
SURFACES = {"card": "#FFFFFF", "page": "#F7F8FA", "dark card": "#19212B", "dark page": "#10151C"}

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)

Triple = tuple[float, float, float]


def times(matrix: tuple[tuple[float, ...], ...], vector: Triple) -> Triple:
    a, b, c = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c


def linear(colour: str) -> Triple:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    a, b, c = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return a, b, c


def contrast(one: str, other: str) -> float:
    """WCAG 2."""
    light, dark = sorted((times(TO_XYZ, linear(c))[1] for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, vision: str) -> Triple:
    seen = tuple(min(1.0, max(0.0, v)) for v in times(VISION[vision], linear(colour)))
    x, y, z = (
        v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116
        for v in (
            part / white
            for part, white in zip(times(TO_XYZ, seen), WHITE, strict=True)  # type: ignore[arg-type]
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Triple, other: Triple) -> float:
    """CIEDE2000 (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * sqrt(mean / (mean + 25**7))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    hue = (h1 + turn / 2) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6)) - 0.2 * cos(radians(4 * hue - 63))
    )  # fmt: skip
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * t)
    twist = radians(60 * exp(-(((hue - 275) / 25) ** 2)))
    blue = -sin(twist) * 2 * sqrt(chroma**7 / (chroma**7 + 25**7))
    return sqrt(dl**2 + dc**2 + dh**2 + blue * dc * dh)


def smallest(colours: tuple[str, ...], vision: str) -> float:
    seen = [lab(colour, vision) for colour in colours]
    return min(difference(one, other) for one, other in combinations(seen, 2))


def test_the_measure_of_difference_is_the_published_one() -> None:
    """Two pairs of the test data of Sharma, Wu and Dalal."""
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert difference((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619)) == pytest.approx(
        2.0373, abs=1e-4
    )


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_stands_out_from_what_it_lies_on(colour: str, surface: str) -> None:
    assert contrast(colour, SURFACES[surface]) >= 3


@pytest.mark.parametrize(
    ("vision", "first_five", "all_ten"),
    [("normal", 20, 15), ("deuteranopia", 11, 7), ("protanopia", 11, 6.9), ("tritanopia", 11, 10)],
)
def test_colours_are_told_apart(vision: str, first_five: float, all_ten: float) -> None:
    assert smallest(COLOURS[:5], vision) >= first_five
    assert smallest(COLOURS, vision) >= all_ten


def test_the_theme_has_the_same_colours() -> None:
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert tuple(config["theme"]["chartCategoricalColors"]) == COLOURS


def rows() -> list[dict[str, str]]:
    with DISTRICT_COLOURS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_names_known_districts_once_and_colours_that_exist() -> None:
    known = load_districts()
    codes = [row["district"] for row in rows()]
    assert len(set(codes)) == len(codes)
    for row in rows():
        assert known.by_code(row["district"]).name_zh == row["name"]
        assert 0 <= int(row["colour"]) < len(COLOURS)


def test_the_first_districts_and_those_of_one_city_have_different_colours(data: Data) -> None:
    default = data.offer.default_districts
    assert {district_colour(code) for code in default} == set(COLOURS[: len(default)])
    cities: dict[str, list[str]] = defaultdict(list)
    for code, city in data.districts.select("district_code", "city_code").iter_rows():
        cities[city].append(district_colour(code))
    assert {city for city, used in cities.items() if len(set(used)) < len(used)} == set()


def test_every_district_of_china_has_a_colour_that_stays() -> None:
    codes = [district.code for district in load_districts()]
    assert [district_colour(code) for code in codes] == [district_colour(code) for code in codes]
    assert {district_colour(code) for code in codes} == set(COLOURS)
