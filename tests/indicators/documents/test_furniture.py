from __future__ import annotations

import time

import pytest

from indicators.documents.furniture import is_furniture


@pytest.mark.parametrize(
    "line",
    [
        "字号：",
        "字号： 大 中 小",
        "【打印】 【关闭】",
        "打印本页 | 关闭窗口",
        "分享到： 微信 微博",
        "首页 > 信息公开 > 计划总结",
        "您当前的位置：首页 » 政务公开",
        "日期：2025年 01月 06日 信息来源： 光明区",
        "来源：区司法局 发布时间：2024-07-03 10:20 浏览次数：1,204 字号：",
        "责任编辑：张某",
        "上一篇：甲区2023年工作总结",
        "相关政策法规/解读",
        "扫一扫在手机打开当前页",
        "主办单位：甲区人民政府",
        "粤ICP备12345678号-1",
    ],
)
def test_furniture_is_known(line: str) -> None:
    assert is_furniture(line, 0)


@pytest.mark.parametrize(
    "line",
    [
        "一、主要工作",
        "受理 | 583 | 件",
        "成文日期： | 2025-03-19 | 体裁分类： | 报告 |",
        "审核：全年审核合同84件",
        "主办普法活动84场",
        "分享经验材料12篇",
        "来源渠道：信访84件，来电70件",
        "2024年7月3日",
        "甲区司法局",
    ],
)
def test_lines_of_a_report_stay(line: str) -> None:
    assert not is_furniture(line, 0)


def test_a_line_of_links_is_furniture_unless_it_is_a_sentence() -> None:
    assert is_furniture("本区去年受理案件9999件", 12)
    assert not is_furniture("本区去年受理案件9999件。", 13)
    assert not is_furniture("本区去年受理案件9999件", 4)


def test_no_line_takes_long() -> None:
    began = time.perf_counter()
    for line in (
        "返回首页" * 29 + "甲",
        "日期：" * 39 + "，",
        "甲>" * 59 + "。甲",
        " 大" * 59 + "甲",
    ):
        is_furniture(line, 0)
    assert time.perf_counter() - began < 1
