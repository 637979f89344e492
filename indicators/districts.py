"""The districts of China by GB/T 2260 code: names in both languages, city, province, search."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

from indicators.errors import Problem, RuleOfLawDataError, raise_if_any

DISTRICTS_FOLDER = Path(__file__).parent / "data" / "districts"

Kind: TypeAlias = Literal["county-level", "functional_zone"]
KINDS: tuple[str, ...] = get_args(Kind)

_PROVINCE_COLUMNS = ("code", "name_zh", "name_en")
_CITY_COLUMNS = (*_PROVINCE_COLUMNS, "pinyin", "initials", "province_code")
_DISTRICT_COLUMNS = (*_CITY_COLUMNS[:-1], "city_code", "province_code", "kind")
_TOWN_COLUMNS = ("code", "name_zh", "district_code")
_SUFFIXES = {"区": "qu", "县": "xian", "市": "shi", "旗": "qi"}
_LONG_SUFFIX = re.compile(r"(?<=..)(新区|矿区|林区|特区|自治县|自治旗)$")
_PROVINCE_SUFFIX = re.compile(r"(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)$")


class UnknownDistrict(RuleOfLawDataError):
    """A district code that districts.csv does not have."""

    def __init__(self, code: str, *, nearby: Sequence[District]) -> None:
        """Name the districts of the same city, if the code points to one."""
        self.code = code
        message = f"{code!r} is not the code of a district in districts.csv"
        if nearby:
            known = ", ".join(f"{district.code} {district.name_zh}" for district in nearby)
            message += f"; {nearby[0].city.name_zh} has {known}"
        super().__init__(message)


@dataclass(frozen=True)
class Province:
    """A province-level division."""

    code: str
    name_zh: str
    name_en: str

    @property
    def short_zh(self) -> str:
        """The name as in 广东, 广西, 北京."""
        return _PROVINCE_SUFFIX.sub("", self.name_zh)


@dataclass(frozen=True)
class City:
    """A prefecture-level division; a municipality is its own city.

    What a province governs itself (仙桃市) is together under a city such as 湖北省直辖.
    """

    code: str
    name_zh: str
    name_en: str
    pinyin: str
    initials: str
    province: Province

    @property
    def short_zh(self) -> str:
        """The name without 市: 深圳, 喀什地区."""
        return self.name_zh.removesuffix("市")


@dataclass(frozen=True)
class District:
    """A county-level division, or a functional zone with an administration of its own.

    A city without districts (东莞市) stands for itself: its code is its city's code. Labels are
    the names where those are unique in the country, otherwise with the city: 普陀区（上海）.
    """

    code: str
    name_zh: str
    name_en: str
    pinyin: str
    initials: str
    city: City
    province: Province
    kind: Kind
    label_zh: str = ""
    label_en: str = ""


class Districts:
    """All districts, in the order of their codes."""

    def __init__(self, districts: Iterable[District], *, towns_file: Path) -> None:
        """Take districts with unique codes; their labels are made here."""
        self._by_code = {d.code: d for d in _labelled(sorted(districts, key=lambda d: d.code))}
        self._towns_file = towns_file

    def __iter__(self) -> Iterator[District]:
        """Go through the districts in the order of their codes."""
        return iter(self._by_code.values())

    def __len__(self) -> int:
        """Count the districts."""
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        """Tell whether a district has this code."""
        return code in self._by_code

    def by_code(self, code: str) -> District:
        """Find the district with this code, or raise UnknownDistrict."""
        try:
            return self._by_code[code]
        except KeyError:
            nearby = self.in_city(f"{code[:4]}00") or self.in_city(f"{code[:2]}0000")
            raise UnknownDistrict(code, nearby=nearby) from None

    def by_name(self, name_zh: str, *, city: str | None = None) -> tuple[District, ...]:
        """Find districts by full Chinese name, of one city (name with or without 市) if given."""
        return tuple(
            d
            for d in self
            if d.name_zh == name_zh and city in (None, d.city.name_zh, d.city.short_zh)
        )

    def in_city(self, city_code: str) -> tuple[District, ...]:
        """List the districts of a city; none for a code that is no city's."""
        return tuple(d for d in self if d.city.code == city_code)

    def find(self, query: str) -> tuple[District, ...]:
        """Search by name, pinyin, initials, English name, city or code; best matches first.

        "bao an", "ba", "宝安", "深圳宝安", "Bao'an District" and "440306" all find 宝安区.
        """
        words = [_fold(word) for word in query.split()]
        found = self._matching("".join(words)) or self._matching(*words)
        return tuple(d for *_, d in sorted(found, key=lambda match: match[:3]))

    def _matching(self, *words: str) -> list[tuple[int, Kind, str, District]]:
        """Find the districts that match every word; lower numbers are better matches."""
        matches = ((d, [_match(keys, word) for word in words if word]) for d, keys in self._keys)
        return [
            (sum(rank for rank in ranks if rank), d.kind, d.code, d)
            for d, ranks in matches
            if ranks and None not in ranks
        ]

    def towns(self) -> Mapping[str, tuple[str, ...]]:
        """Codes of the districts that have a town or sub-district of this name, by that name."""
        return self._towns

    @cached_property
    def _keys(self) -> tuple[tuple[District, _Keys], ...]:
        return tuple((district, _keys_of(district)) for district in self)

    @cached_property
    def _towns(self) -> Mapping[str, tuple[str, ...]]:
        problems: list[Problem] = []
        towns: dict[str, list[str]] = defaultdict(list)
        for code, name, district in _read(self._towns_file, _TOWN_COLUMNS, problems):
            if district not in self:
                problem = Problem(self._towns_file.name, code, "district_code", f"no {district!r}")
                problems.append(problem)
            towns[name].append(district)
        raise_if_any(problems)
        return {name: tuple(sorted(set(codes))) for name, codes in towns.items()}


@cache
def load_districts() -> Districts:
    """Load the districts that ship with the product, once.

    >>> load_districts().by_code("310107").label_en
    'Putuo District (Shanghai)'
    """
    return read_districts(DISTRICTS_FOLDER)


def read_districts(folder: Path) -> Districts:
    """Read a folder of district files; DataFileError names every problem of all of them."""
    problems: list[Problem] = []
    provinces = {
        code: Province(code, zh, en)
        for code, zh, en in _read(folder / "provinces.csv", _PROVINCE_COLUMNS, problems)
    }
    cities = _read_cities(folder / "cities.csv", provinces, problems)
    districts = _read_counties(folder / "districts.csv", cities, problems)
    raise_if_any(problems)
    return Districts(districts, towns_file=folder / "towns.csv")


def _read_cities(
    path: Path, provinces: Mapping[str, Province], problems: list[Problem]
) -> dict[str, City]:
    cities: dict[str, City] = {}
    for code, zh, en, pinyin, initials, province in _read(path, _CITY_COLUMNS, problems):
        if province in provinces:
            cities[code] = City(code, zh, en, pinyin, initials, provinces[province])
        else:
            problems.append(_unknown(path.name, code, "province_code", province))
    return cities


def _read_counties(
    path: Path, cities: Mapping[str, City], problems: list[Problem]
) -> list[District]:
    districts: list[District] = []
    for row in _read(path, _DISTRICT_COLUMNS, problems):
        code, zh, en, pinyin, initials, city, _, kind = row
        wrong = list(_wrong(path.name, row, cities))
        problems += wrong
        if not wrong:
            place = cities[city]
            districts.append(
                District(code, zh, en, pinyin, initials, place, place.province, cast("Kind", kind))
            )
    return districts


def _wrong(file: str, row: Sequence[str], cities: Mapping[str, City]) -> Iterator[Problem]:
    """Find what is wrong with one row of districts.csv beyond its form."""
    code, *_, city, province, kind = row
    if city not in cities:
        yield _unknown(file, code, "city_code", city)
    elif cities[city].province.code != province:
        message = f"{cities[city].name_zh} is in {cities[city].province.code}, not {province!r}"
        yield Problem(file, code, "province_code", message)
    if kind not in KINDS:
        yield Problem(file, code, "kind", f"{kind!r} is none of {', '.join(KINDS)}")


def _unknown(file: str, code: str, field: str, value: str) -> Problem:
    return Problem(file, code, field, f"{value!r} is not a known code")


def _read(
    path: Path, columns: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[str, ...]]:
    """Give the well-formed rows of a file; the first column is its key."""
    seen: set[str] = set()
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if (header := tuple(next(rows, ()))) != columns:
            message = f"columns are {','.join(header)}; expected {','.join(columns)}"
            problems.append(Problem(path.name, "line 1", "", message))
            return
        for row in rows:
            entry = row[0] if row and row[0] else f"line {rows.line_num}"
            if len(row) != len(columns) or not all(row):
                message = f"expected {len(columns)} values, none of them empty"
                problems.append(Problem(path.name, entry, "", message))
            elif entry in seen:
                problems.append(Problem(path.name, entry, "code", "this code is already used"))
            else:
                seen.add(entry)
                yield tuple(row)


def _labelled(districts: Sequence[District]) -> Iterator[District]:
    """Give every district its labels."""
    zh = _unique(
        districts,
        lambda d: d.name_zh,
        lambda d: f"{d.name_zh}（{d.city.short_zh}）",
        lambda d: f"{d.name_zh}（{d.province.short_zh}）",
    )
    en = _unique(
        districts,
        lambda d: d.name_en,
        lambda d: f"{d.name_en} ({d.city.name_en})",
        lambda d: f"{d.name_en} ({d.province.name_en})",
    )
    for district, label_zh, label_en in zip(districts, zh, en, strict=True):
        yield replace(district, label_zh=label_zh, label_en=label_en)


def _unique(districts: Sequence[District], *forms: Callable[[District], str]) -> Iterator[str]:
    """Name each district by the first form that no namesake shares; by name and code at last."""
    namesakes: dict[str, list[District]] = defaultdict(list)
    for district in districts:
        namesakes[forms[0](district)].append(district)
    for district in districts:
        name = forms[0](district)
        others = [other for other in namesakes[name] if other is not district]
        alone = (
            form(district)
            for form in forms
            if all(form(other) != form(district) for other in others)
        )
        yield next(alone, f"{name} {district.code}")


@dataclass(frozen=True)
class _Keys:
    """What a district is found by, folded."""

    exact: frozenset[str]
    initials: frozenset[str]
    starts: tuple[str, ...]
    places: tuple[str, ...]
    names: tuple[str, ...]


def _fold(text: str) -> str:
    """Reduce to lower-case letters and digits without marks: "Ürümqi" and "urumqi" are one."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def _keys_of(district: District) -> _Keys:
    city, province, name = district.city, district.province, district.name_zh
    suffix = _SUFFIXES.get(name[-1], "")
    english = _fold(district.name_en)
    exact = {_fold(text) for text in (district.code, name, district.label_zh, district.label_en)}
    exact |= {name.removesuffix(name[-1]) if suffix else name, _LONG_SUFFIX.sub("", name), english}
    exact |= {district.pinyin, district.pinyin + suffix, _fold(district.name_en.partition(" ")[0])}
    zh_places = (city.name_zh, city.short_zh, province.name_zh, province.short_zh)
    return _Keys(
        exact=frozenset(exact),
        initials=frozenset({district.initials, district.initials + suffix[:1]}),
        starts=(_fold(district.code), name, district.pinyin, english),
        places=(
            *(place + name for place in zh_places),
            province.name_zh + city.name_zh + name,
            city.pinyin + district.pinyin + suffix,
            _fold(city.name_en) + english,
            _fold(province.name_en) + english,
            city.initials,
        ),
        names=(name, english),
    )


def _match(keys: _Keys, word: str) -> int | None:
    """Rank a match from 0, the best; None for no match."""
    if word in keys.exact:
        return 0
    if word in keys.initials:
        return 1
    if any(key.startswith(word) for key in keys.starts):
        return 2
    if any(key.startswith(word) for key in keys.places):
        return 3
    if len(word) > 1 and any(word in name for name in keys.names):
        return 4
    return None
