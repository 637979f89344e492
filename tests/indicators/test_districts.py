"""The shipped district tables, and the module that reads, labels and searches them."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from indicators.districts import (
    DISTRICTS_FOLDER,
    Districts,
    UnknownDistrict,
    load_districts,
    read_districts,
)
from indicators.errors import DataFileError, RuleOfLawDataError
from tools.build_districts import TABLES, read_speller, take_apart

# County-level divisions of each province, October 2026. Chongqing has 37 and two that ended.
COUNTS = {
    "11": 16, "12": 16, "13": 167, "14": 117, "15": 103, "21": 100, "22": 60, "23": 121,
    "31": 16, "32": 95, "33": 90, "34": 104, "35": 84, "36": 100, "37": 136, "41": 157,
    "42": 103, "43": 122, "44": 122, "45": 111, "46": 25, "50": 39, "51": 183, "52": 88,
    "53": 129, "54": 74, "61": 107, "62": 86, "63": 44, "64": 22, "65": 112,
}  # fmt: skip
UNDIVIDED_CITIES = {"441900", "442000", "460400", "620200"}


@pytest.fixture(scope="module")
def districts() -> Districts:
    return load_districts()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Hold a small, sound set of files for a test to spoil."""
    files = {
        "provinces": "code,name_zh,name_en\n440000,广东省,Guangdong\n",
        "cities": "code,name_zh,name_en,pinyin,initials,province_code\n"
        "440300,深圳市,Shenzhen,shenzhen,sz,440000\n",
        "districts": "code,name_zh,name_en,pinyin,initials,city_code,province_code,kind\n"
        "440306,宝安区,Bao'an District,baoan,ba,440300,440000,county-level\n",
        "towns": "code,name_zh,district_code\n440306001,新安街道,440306\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def append(file: Path, line: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def column(file: Path, name: str) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [row[name] for row in csv.DictReader(lines)]


# ---------------------------------------------------------------- what is there


def test_every_province_has_its_county_level_divisions(districts: Districts) -> None:
    counts = Counter(
        d.code[:2] for d in districts if d.kind == "county-level" and d.code not in UNDIVIDED_CITIES
    )

    assert counts == COUNTS


def test_cities_without_districts_stand_for_themselves(districts: Districts) -> None:
    own = {d.code for d in districts if d.code == d.city.code}

    assert own == UNDIVIDED_CITIES
    assert districts.by_code("441900").name_en == "Dongguan City"


def test_codes_come_in_order_and_lie_in_their_province(districts: Districts) -> None:
    codes = [d.code for d in districts]

    assert codes == sorted(set(codes))
    assert {d.code for d in districts if not d.code.startswith(d.province.code[:2])} == set()
    assert {d.code for d in districts if d.city.province != d.province} == set()


@pytest.mark.parametrize("name", ["市辖区", "县", "省直辖县级行政区划", "西沙群岛"])
def test_placeholders_of_the_source_are_gone(districts: Districts, name: str) -> None:
    assert districts.by_name(name) == ()


@pytest.mark.parametrize("code", ["500157", "653228", "653229", "653132", "659013", "460302"])
def test_divisions_newer_than_the_source_are_there(districts: Districts, code: str) -> None:
    assert districts.by_code(code).kind == "county-level"


def test_dapeng_is_a_functional_zone_of_shenzhen(districts: Districts) -> None:
    dapeng = districts.by_code("440300-dapeng")

    assert (dapeng.name_zh, dapeng.name_en) == ("大鹏新区", "Dapeng New District")
    assert (dapeng.kind, dapeng.city.code) == ("functional_zone", "440300")
    assert dapeng in districts.in_city("440300")


@pytest.mark.parametrize("code", ["310115", "500101", "500241"])
def test_a_municipality_is_the_city_of_its_districts(districts: Districts, code: str) -> None:
    district = districts.by_code(code)

    assert district.city.code == district.province.code == f"{code[:2]}0000"


def test_a_city_that_the_province_governs_is_under_the_province(districts: Districts) -> None:
    xiantao = districts.by_code("429004")

    assert (xiantao.name_zh, xiantao.city.name_zh) == ("仙桃市", "湖北省直辖")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("440303", "罗湖区"), ("440304", "福田区"), ("440305", "南山区"), ("440306", "宝安区"),
        ("440307", "龙岗区"), ("440308", "盐田区"), ("440309", "龙华区"), ("440310", "坪山区"),
        ("440311", "光明区"), ("310101", "黄浦区"), ("310104", "徐汇区"), ("310105", "长宁区"),
        ("310106", "静安区"), ("310107", "普陀区"), ("310109", "虹口区"), ("310110", "杨浦区"),
        ("310112", "闵行区"), ("310113", "宝山区"), ("310114", "嘉定区"), ("310115", "浦东新区"),
        ("310116", "金山区"), ("310117", "松江区"), ("310118", "青浦区"), ("310120", "奉贤区"),
        ("310151", "崇明区"), ("330203", "海曙区"), ("330205", "江北区"), ("330206", "北仑区"),
        ("330211", "镇海区"), ("330212", "鄞州区"), ("330213", "奉化区"), ("110112", "通州区"),
        ("110113", "顺义区"), ("411322", "方城县"), ("411327", "社旗县"), ("411329", "新野县"),
        ("341881", "宁国市"), ("350181", "福清市"), ("350526", "德化县"), ("440105", "海珠区"),
        ("440204", "浈江区"), ("140423", "襄垣县"), ("610115", "临潼区"), ("610116", "长安区"),
        ("610117", "高陵区"), ("320481", "溧阳市"), ("320508", "姑苏区"), ("320509", "吴江区"),
        ("320585", "太仓市"), ("320924", "射阳县"), ("330102", "上城区"), ("330106", "西湖区"),
        ("330108", "滨江区"), ("330110", "余杭区"), ("330113", "临平区"), ("330114", "钱塘区"),
        ("500103", "渝中区"), ("500151", "铜梁区"), ("500155", "梁平区"), ("500229", "城口县"),
        ("500230", "丰都县"), ("500231", "垫江县"), ("500241", "秀山土家族苗族自治县"),
    ],
)  # fmt: skip
def test_districts_with_reports_are_known(districts: Districts, code: str, name: str) -> None:
    assert districts.by_code(code).name_zh == name


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("610116", "Chang'an District"), ("110105", "Chaoyang District"),
        ("440306", "Bao'an District"), ("411322", "Fangcheng County"),
        ("341881", "Ningguo City"), ("441422", "Dabu County"), ("130726", "Yu County"),
        ("141024", "Hongtong County"), ("320116", "Luhe District"), ("130225", "Laoting County"),
        ("371481", "Laoling City"), ("330382", "Yueqing City"), ("361124", "Yanshan County"),
        ("371722", "Shan County"), ("371522", "Shen County"), ("340722", "Zongyang County"),
        ("341021", "She County"), ("341023", "Yi County"), ("411221", "Mianchi County"),
        ("410182", "Xingyang City"), ("410621", "Xun County"), ("410223", "Weishi County"),
        ("411424", "Zhecheng County"), ("411726", "Biyang County"), ("510117", "Pidu District"),
        ("511123", "Qianwei County"), ("511822", "Yingjing County"), ("511527", "Junlian County"),
        ("341621", "Guoyang County"), ("141081", "Houma City"), ("140924", "Fanshi County"),
        ("130121", "Jingxing County"), ("130109", "Gaocheng District"),
        ("130125", "Xingtang County"), ("130982", "Renqiu City"), ("130505", "Renze District"),
        ("130634", "Quyang County"), ("131025", "Daicheng County"), ("140428", "Zhangzi County"),
        ("610681", "Zichang City"), ("410783", "Changyuan City"), ("440113", "Panyu District"),
        ("510129", "Dayi County"), ("371524", "Dong'e County"), ("230112", "Acheng District"),
        ("310112", "Minhang District"), ("441803", "Qingxin District"), ("430781", "Jinshi City"),
        ("222404", "Hunchun City"), ("231085", "Muling City"), ("620802", "Kongtong District"),
        ("450804", "Qintang District"), ("450406", "Longxu District"),
        ("532531", "Lüchun County"), ("350783", "Jian'ou City"), ("611026", "Zhashui County"),
        ("411104", "Shaoling District"), ("420116", "Huangpi District"),
        ("130107", "Jingxing Mining District"), ("140303", "Kuang District"),
        ("310115", "Pudong New Area"), ("210113", "Shenbei New District"),
        ("429021", "Shennongjia Forestry District"), ("520203", "Liuzhi Special District"),
        ("230751", "Jinlin District"), ("654002", "Yining City"), ("653101", "Kashgar City"),
        ("540581", "Cona City"), ("632621", "Maqên County"), ("652801", "Korla City"),
        ("150421", "Ar Horqin Banner"), ("152530", "Zhenglan Banner"),
    ],
)  # fmt: skip
def test_names_are_spelled_as_the_place_is_called(
    districts: Districts, code: str, name: str
) -> None:
    assert districts.by_code(code).name_en == name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("500241", "Xiushan Tujia and Miao Autonomous County"),
        ("622927", "Jishishan Bonan, Dongxiang and Salar Autonomous County"),
        ("622926", "Dongxiang Autonomous County"),
        ("522732", "Sandu Shui Autonomous County"),
        ("450225", "Rongshui Miao Autonomous County"),
        ("450328", "Longsheng Multi-ethnic Autonomous County"),
        ("654022", "Qapqal Xibe Autonomous County"),
        ("150723", "Oroqen Autonomous Banner"),
        ("410104", "Guancheng Hui District"),
        ("150103", "Huimin District"),
    ],
)
def test_nationalities_are_translated(districts: Districts, code: str, name: str) -> None:
    assert districts.by_code(code).name_en == name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("150100", "Hohhot"), ("230100", "Harbin"), ("350200", "Xiamen"),
        ("331000", "Taizhou"), ("331100", "Lishui"), ("140400", "Changzhi"),
        ("340300", "Bengbu"), ("341500", "Lu'an"), ("411100", "Luohe"), ("500000", "Chongqing"),
        ("540200", "Xigazê"), ("650100", "Ürümqi"), ("653100", "Kashgar Prefecture"),
        ("152500", "Xilin Gol League"), ("654000", "Ili Kazakh Autonomous Prefecture"),
    ],
)  # fmt: skip
def test_cities_have_their_official_spelling(districts: Districts, code: str, name: str) -> None:
    assert {d.city.name_en for d in districts if d.city.code == code} == {name}


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("150102", "内蒙古", "Inner Mongolia"), ("450102", "广西", "Guangxi"),
        ("540102", "西藏", "Tibet"), ("610102", "陕西", "Shaanxi"), ("140105", "山西", "Shanxi"),
        ("640104", "宁夏", "Ningxia"), ("650102", "新疆", "Xinjiang"),
        ("110101", "北京", "Beijing"),
    ],
)  # fmt: skip
def test_provinces_have_their_usual_names(
    districts: Districts, code: str, zh: str, en: str
) -> None:
    province = districts.by_code(code).province

    assert (province.short_zh, province.name_en) == (zh, en)


def test_shipped_names_follow_from_the_tables_of_the_build(districts: Districts) -> None:
    speller = read_speller()
    expected = {
        d.code: (speller.english(d.code, d.name_zh), *speller.search_keys(d.name_zh).values())
        for d in districts
    }

    assert {d.code: (d.name_en, d.pinyin, d.initials) for d in districts} == expected


def test_every_change_of_the_build_is_in_the_shipped_files() -> None:
    with (TABLES / "changes.csv").open(encoding="utf-8", newline="") as file:
        changes = list(csv.DictReader(file))
    shipped = {
        *column(DISTRICTS_FOLDER / "districts.csv", "code"),
        *column(DISTRICTS_FOLDER / "cities.csv", "code"),
    }

    assert {c["code"] for c in changes if c["action"] == "set"} <= shipped
    assert {c["code"] for c in changes if c["action"] == "drop"} & shipped == set()
    assert {c["action"] for c in changes} == {"set", "drop"}


def test_every_spelling_of_the_build_has_its_place() -> None:
    shipped = {
        code
        for name in ("districts", "cities", "provinces")
        for code in column(DISTRICTS_FOLDER / f"{name}.csv", "code")
    }

    assert set(column(TABLES / "spellings.csv", "code")) <= shipped


@pytest.mark.parametrize(
    ("name", "root", "people", "kind"),
    [
        ("宝安区", "宝安", (), "区"),
        ("易县", "易", (), "县"),
        ("清新区", "清新", (), "区"),
        ("浦东新区", "浦东", (), "新区"),
        ("津市市", "津市", (), "市"),
        ("融水苗族自治县", "融水", ("苗",), "自治县"),
        ("彭水苗族土家族自治县", "彭水", ("苗", "土家"), "自治县"),
        ("鄂温克族自治旗", "鄂温克", (), "自治旗"),
        ("回民区", "回民", (), "区"),
    ],
)
def test_names_are_taken_apart(name: str, root: str, people: tuple[str, ...], kind: str) -> None:
    parts = take_apart(name)

    assert (parts.root, parts.people, parts.kind) == (root, people, kind)


# ---------------------------------------------------------------- labels


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("310107", "普陀区（上海）", "Putuo District (Shanghai)"),
        ("330903", "普陀区（舟山）", "Putuo District (Zhoushan)"),
        ("610116", "长安区（西安）", "Chang'an District (Xi'an)"),
        ("130102", "长安区（石家庄）", "Chang'an District (Shijiazhuang)"),
        ("110105", "朝阳区（北京）", "Chaoyang District (Beijing)"),
        ("220104", "朝阳区（长春）", "Chaoyang District (Changchun)"),
        ("440306", "宝安区", "Bao'an District"),
        ("341023", "黟县", "Yi County (Huangshan)"),
    ],
)
def test_a_shared_name_is_labelled_with_its_city(
    districts: Districts, code: str, zh: str, en: str
) -> None:
    district = districts.by_code(code)

    assert (district.label_zh, district.label_en) == (zh, en)


def test_labels_are_unique_in_the_country(districts: Districts) -> None:
    assert len({d.label_zh for d in districts}) == len(districts)
    assert len({d.label_en for d in districts}) == len(districts)


def test_the_province_tells_apart_what_the_city_does_not(folder: Path) -> None:
    append(folder / "provinces.csv", "360000,江西省,Jiangxi")
    append(folder / "cities.csv", "361000,深圳市,Shenzhen,shenzhen,sz,360000")
    append(
        folder / "districts.csv",
        "361002,宝安区,Bao'an District,baoan,ba,361000,360000,county-level",
    )

    labels = [(d.label_zh, d.label_en) for d in read_districts(folder)]

    assert labels == [
        ("宝安区（江西）", "Bao'an District (Jiangxi)"),
        ("宝安区（广东）", "Bao'an District (Guangdong)"),
    ]


def test_namesakes_of_one_city_are_told_apart_by_code(folder: Path) -> None:
    append(
        folder / "districts.csv",
        "440399,宝安区,Bao'an District,baoan,ba,440300,440000,functional_zone",
    )

    assert [d.label_zh for d in read_districts(folder)] == ["宝安区 440306", "宝安区 440399"]


# ---------------------------------------------------------------- looking up


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("宝安区", "440306"), ("宝安", "440306"), ("baoan", "440306"), ("bao an", "440306"),
        ("baoanqu", "440306"), ("Bao'an", "440306"), ("bao’an district", "440306"),
        ("440306", "440306"), ("深圳宝安", "440306"), ("广东省深圳市宝安区", "440306"),
        ("shenzhen baoan", "440306"), ("西安 长安", "610116"), ("北京市朝阳区", "110105"),
        ("普陀区(上海)", "310107"), ("Putuo District (Zhoushan)", "330903"),
        ("秀山", "500241"), ("xiushan", "500241"), ("浦东", "310115"), ("pudong", "310115"),
        ("lvyuan", "220106"), ("lüyuan", "220106"), ("luyuan", "220106"), ("yixian", "130633"),
        ("xigaze", "540202"), ("sheqi", "411327"), ("大鹏", "440300-dapeng"),
        ("440300-dapeng", "440300-dapeng"),
    ],
)  # fmt: skip
def test_the_best_match_comes_first(districts: Districts, query: str, first: str) -> None:
    assert districts.find(query)[0].code == first


def test_initials_find_every_district_that_has_them(districts: Districts) -> None:
    found = districts.find("gm")
    exact = [d.code for d in districts if d.initials == "gm" and d.kind == "county-level"]

    assert "440311" in exact
    assert [d.code for d in found[: len(exact)]] == exact


def test_a_code_prefix_finds_its_districts_only(districts: Districts) -> None:
    assert {d.city.code for d in districts.find("4403")} == {"440300"}
    assert [d.code for d in districts.find("44030")][:3] == ["440303", "440304", "440305"]


def test_a_city_finds_all_its_districts(districts: Districts) -> None:
    in_shenzhen = {d.code for d in districts.in_city("440300")}

    assert {d.code for d in districts.find("深圳")} == in_shenzhen
    assert {d.code for d in districts.find("shenzhen")} == in_shenzhen


def test_a_shared_name_finds_all_that_have_it(districts: Districts) -> None:
    assert [d.code for d in districts.find("普陀")] == ["310107", "330903"]


@pytest.mark.parametrize("query", ["", "  ", "'", "no such place", "没有"])
def test_nothing_is_found_for_nothing(districts: Districts, query: str) -> None:
    assert districts.find(query) == ()


def test_by_name_takes_the_city_with_or_without_its_suffix(districts: Districts) -> None:
    assert [d.code for d in districts.by_name("普陀区")] == ["310107", "330903"]
    assert [d.code for d in districts.by_name("普陀区", city="舟山")] == ["330903"]
    assert [d.code for d in districts.by_name("普陀区", city="舟山市")] == ["330903"]
    assert districts.by_name("普陀区", city="杭州") == ()


@pytest.mark.parametrize(
    ("code", "hint"), [("440399", "440306 宝安区"), ("110199", "110105 朝阳区")]
)
def test_an_unknown_code_names_the_districts_nearby(
    districts: Districts, code: str, hint: str
) -> None:
    with pytest.raises(UnknownDistrict, match=hint) as raised:
        districts.by_code(code)

    assert raised.value.code == code
    assert isinstance(raised.value, RuleOfLawDataError)
    assert code not in districts


def test_an_unknown_code_from_nowhere_is_still_explained(districts: Districts) -> None:
    with pytest.raises(UnknownDistrict, match=r"^'宝安' is not the code of a district"):
        districts.by_code("宝安")


def test_districts_are_loaded_once_and_cannot_be_changed(districts: Districts) -> None:
    assert load_districts() is districts
    with pytest.raises(FrozenInstanceError):
        districts.by_code("440306").name_zh = "别处"  # type: ignore[misc]


# ---------------------------------------------------------------- towns


def test_towns_lead_to_their_districts(districts: Districts) -> None:
    towns = districts.towns()

    assert towns["马田街道"] == ("440311",)
    assert towns["葵涌街道"] == ("440300-dapeng",)
    assert towns["鹅埠镇"] == ("440300-shenshan",)
    assert towns["招宝山街道"] == ("330211",)
    assert len(towns["城关镇"]) > 50


def test_the_towns_file_stays_small_enough_to_review() -> None:
    assert (DISTRICTS_FOLDER / "towns.csv").stat().st_size < 2 * 1024 * 1024


def test_a_town_of_an_unknown_district_is_a_problem(folder: Path) -> None:
    append(folder / "towns.csv", "440399001,别处街道,440399")
    districts = read_districts(folder)

    with pytest.raises(DataFileError, match="440399001: district_code: no '440399'"):
        districts.towns()


# ---------------------------------------------------------------- files with mistakes


def test_every_problem_of_every_file_is_reported_at_once(folder: Path) -> None:
    append(folder / "provinces.csv", "440000,广东省,Guangdong")
    append(folder / "cities.csv", "110000,北京市,Beijing,beijing,bj,110000")
    append(folder / "districts.csv", "440307,龙岗区,,longgang,lg,440300,440000,county-level")
    append(
        folder / "districts.csv",
        "440308,盐田区,Yantian District,yantian,yt,440400,440000,district",
    )
    append(
        folder / "districts.csv",
        "440309,龙华区,Longhua District,longhua,lh,440300,450000,county-level",
    )

    with pytest.raises(DataFileError) as raised:
        read_districts(folder)

    assert [(p.file, p.entry, p.field) for p in raised.value.problems] == [
        ("provinces.csv", "440000", "code"),
        ("cities.csv", "110000", "province_code"),
        ("districts.csv", "440307", ""),
        ("districts.csv", "440308", "city_code"),
        ("districts.csv", "440308", "kind"),
        ("districts.csv", "440309", "province_code"),
    ]


def test_a_file_with_other_columns_is_a_problem(folder: Path) -> None:
    (folder / "districts.csv").write_text("code,name\n440306,宝安区\n", encoding="utf-8")

    with pytest.raises(DataFileError, match=r"districts.csv: line 1: columns are code,name"):
        read_districts(folder)
