from __future__ import annotations

import socket
import time

import pytest

from indicators.documents import Document, DocumentError, read_document
from tests.documents import as_html

PARAGRAPHS = [
    "一、主要工作",
    "今年以来，我局共受理行政复议申请 583 宗，同比增长36.32%，办结500宗。",
    "接待来访群众1,204人次，挽回经济损失28147.83万元，群众满意度100%。",
]
PROSE = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
MENU = "".join(f'<li><a href="/{n}.html">信息公开栏目{n}</a></li>' for n in range(40))
RELATED = "<ul><li><a href='/9.html'>本区去年受理行政复议案件9999件，办结率100%</a></li></ul>"


def read(page: str | bytes) -> Document:
    data = page.encode() if isinstance(page, str) else page
    return read_document(data, name="报告.html")


def lines(page: str | bytes) -> list[str]:
    return read(page).text.split("\n")


def test_the_builders_page_gives_its_text_and_title_only() -> None:
    document = read(as_html("甲区司法局2024年工作总结", "\n".join(PARAGRAPHS)))
    assert document.text.split("\n") == PARAGRAPHS
    assert (document.format, document.title) == ("html", "甲区司法局2024年工作总结")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", ""])
def test_a_wrong_declaration_changes_nothing(encoding: str, declared: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    page = f"<html><head>{meta if declared else ''}</head><body>{PROSE}</body></html>"
    assert lines(page.encode(encoding)) == PARAGRAPHS


@pytest.mark.parametrize(
    "article",
    [
        f'<div class="TRS_Editor">{PROSE}</div>',
        f'<div id="zoom" class="con">{PROSE}</div>',
        f"<div class='x'>{PROSE}</div>",
        f"<table><tr><td></td><td><table><tr><td>{PROSE}</td></tr></table></td></tr></table>",
        "<div>" + "<br><br>".join(f"&nbsp;&nbsp;{line}" for line in PARAGRAPHS) + "</div>",
        "<article>" + "".join(f"<section><span>{line}</span></section>" for line in PARAGRAPHS)
        + "</article>",
        f'<div><div class="TRS_Editor">{PROSE[: PROSE.rindex("<p>")]}</div>'
        f'<div class="TRS_Editor">{PROSE[PROSE.rindex("<p>"):]}</div></div>',
    ],
    ids=["system", "id", "no name", "layout tables", "line breaks", "spans", "two parts"],
)  # fmt: skip
def test_furniture_around_the_article_is_left_out(article: str) -> None:
    page = f"""<html><body><div id="nav"><ul>{MENU}</ul></div>
    <div>您当前的位置：<a>首页</a> &gt; <a>信息公开</a> &gt; <a>计划总结</a></div>
    {article}
    <div>【<a>打印</a>】 【<a>关闭</a>】</div><div>分享到：</div>{RELATED}
    <div>主办单位：甲区人民政府 备案号：粤ICP备12345678号</div></body></html>"""
    assert lines(page) == PARAGRAPHS


def test_furniture_within_the_article_is_left_out() -> None:
    page = f"""<html><body><div id="zoom"><div>首页 &gt; 信息公开 &gt; 计划总结</div>
    <div>发布日期：2025-01-06 来源：甲区司法局 浏览次数：88 字号：</div><div>字号：大 中 小</div>
    {PROSE}<p>责任编辑：某某</p><p>[打印] [关闭窗口]</p><div>相关政策法规/解读</div>{RELATED}
    <div>上一篇：<a>另一份报告</a></div><div>扫一扫在手机打开当前页</div></div></body></html>"""
    document = read(page)
    assert document.text.split("\n") == PARAGRAPHS
    assert (document.issuer, document.published) == ("甲区司法局", "2025-01-06")


def test_words_of_furniture_within_a_sentence_stay() -> None:
    sentences = [
        "来源于信访渠道的案件84件，已办结。",
        "日期安排合理，时间：上半年共4次，下半年6次；",
        "打印材料1,200份，分享到各社区，关闭违规网点3家。",
    ]
    page = "".join(f"<p>{line}</p>" for line in sentences)
    assert lines(f"<html><body><div>{page}{PROSE}</div></body></html>") == sentences + PARAGRAPHS


def test_a_linked_word_in_a_sentence_stays() -> None:
    sentence = "<p>办理<a href='/x'>法律援助</a>案件84件。</p>"
    page = f"<html><body><div>{PROSE}{sentence}</div></body></html>"
    assert lines(page)[-1] == "办理法律援助案件84件。"


def test_rows_of_a_table_are_lines_of_cells() -> None:
    table = """<table><tr><th>案件</th><th>件数</th></tr>
    <tr><td><p>行政复议</p></td><td><p><span>8</span>4</p></td></tr>
    <tr><td></td><td> </td></tr></table>"""
    page = f"<html><body><div>{PROSE}{table}</div></body></html>"
    assert lines(page) == [*PARAGRAPHS, "案件 | 件数", "行政复议 | 84"]


def test_white_space_is_that_of_the_page_as_shown() -> None:
    shown = "　　受理\n    案件，&nbsp;共<b> 84 </b>件，\n办结70件，挽回100\n万元以上。"
    page = f"<html><body><p>{shown}</p></body></html>"
    assert lines(page) == ["受理案件， 共 84 件，办结70件，挽回100 万元以上。"]


def test_the_head_of_the_page_is_read() -> None:
    page = f"""<html><head><title>甲区司法局2024年工作总结_甲区政府</title>
    <meta name="ArticleTitle" content="甲区司法局2024年度工作总结">
    <meta name="PubDate" content="2025-01-09 10:30"><meta name="ContentSource" content="区司法局">
    </head><body><table><tr><td>索 引 号：</td><td>00123/2025-0001</td><td>成文日期：</td>
    <td>2025-01-02</td></tr></table><div id="zoom">{PROSE}</div></body></html>"""
    document = read(page)
    assert document.text.split("\n") == PARAGRAPHS
    assert document.title == "甲区司法局2024年度工作总结"
    assert document.issuer == "区司法局"
    assert document.index_number == "00123/2025-0001"
    assert document.published == "2025-01-09"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>甲区工作总结_甲区政府</title>", "甲区工作总结"),
        ("<title>甲区工作总结 - 信息公开 - 甲区政府</title>", "甲区工作总结 - 信息公开"),
        ("<title>甲区政府</title></head><body><h1>甲区 工作总结</h1>", "甲区 工作总结"),
        ("", ""),
    ],
)
def test_without_its_own_field_the_title_is_the_one_shown(head: str, title: str) -> None:
    assert read(f"<html><head>{head}<div>{PROSE}</div></html>").title == title


def test_what_scripts_and_styles_hold_is_no_text() -> None:
    page = f"""<html><body><script>var a='，受理1件。'</script><style>p{{}}</style><!-- 2件 -->
    <noscript>3件</noscript><div style='display: none'>4件</div><div>{PROSE}</div></body></html>"""
    assert lines(page) == PARAGRAPHS


def test_an_article_that_a_script_would_show_is_read() -> None:
    page = f"<html><body><p>请稍候</p><div style='display:none'>{PROSE}</div></body></html>"
    assert lines(page) == PARAGRAPHS


def test_a_page_that_only_its_scripts_fill_is_empty() -> None:
    with pytest.raises(DocumentError) as refused:
        read("<html><body><div id='app'></div><script>load('/report.json')</script></body></html>")
    assert refused.value.reason == "empty"


def test_nothing_outside_the_page_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the page reached for the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = f"""<!DOCTYPE html SYSTEM "http://example.org/x.dtd" [<!ENTITY secret SYSTEM
    "file:///etc/hostname">]><html><body><div>{PROSE}<p>共84件&secret;</p>
    <img src="http://example.org/1.png"><iframe src="file:///etc/hostname"></iframe></div></body></html>"""
    assert [line for line in lines(page) if line.startswith("共84件")] == ["共84件&secret;"]


def nested(levels: int) -> str:
    deep = "<div>" * levels + PROSE + "</div>" * levels
    return f"<html><body>{deep}<p>最后一段也要读到，共84件。</p></body></html>"


def test_a_deep_page_keeps_its_text_and_a_bottomless_one_is_refused() -> None:
    assert lines(nested(1_500)) == [*PARAGRAPHS, "最后一段也要读到，共84件。"]
    with pytest.raises(DocumentError) as refused:
        read(nested(20_000))
    assert refused.value.reason == "broken"


def test_the_time_for_a_page_grows_with_its_length_only() -> None:
    def seconds(times: int) -> float:
        began = time.perf_counter()
        read(f"<html><body><div>{PROSE * times}</div></body></html>")
        return time.perf_counter() - began

    seconds(100)
    assert seconds(8_000) < 8 * 4 * max(seconds(1_000), 0.02)


def test_a_footer_is_not_taken_for_a_short_report() -> None:
    text = "甲区司法局工作总结\n今年受理583宗，办结12件。\n今年培训4场，共200人。"
    assert read(as_html("总结", text)).text == text


def test_a_short_page_without_sentences_is_kept_whole() -> None:
    assert lines("<html><body><p>受理</p><p>84件</p></body></html>") == ["受理", "84件"]
