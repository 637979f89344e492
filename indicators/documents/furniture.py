"""Page furniture of government sites: which parts of a web page are not the report.

Tables of names, so that a site with another habit is one more entry. A line is left out only when
all of it is furniture.
"""

from __future__ import annotations

import re

# Elements that never hold the report's text.
NO_TEXT_TAGS = frozenset(
    {
        "aside",
        "audio",
        "button",
        "canvas",
        "footer",
        "head",
        "iframe",
        "input",
        "link",
        "map",
        "meta",
        "nav",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "video",
    }
)

# Where the content management systems of government sites put an article (class or id).
ARTICLE_NAMES = frozenset(
    {
        "trs_editor",
        "trs_ueditor",
        "trs_editor_view",
        "ucap-content",
        "zoom",
        "zoomcon",
        "pages_content",
        "article-content",
        "article_content",
        "articlecontent",
        "article-con",
        "art_con",
        "artcontent",
        "arccontent",
        "news_content",
        "newscontent",
        "v_news_content",
        "vsb_content",
        "wp_articlecontent",
        "contenttext",
        "content_text",
        "xxgk_detail_content",
        "detail-content",
    }
)

_SEPARATOR = r"[\s|│/·>＞»›,，、]*"
_BUTTONS = (
    "首页|打印(?:本页|文章)?|关闭(?:窗口|本页)?|收藏(?:本页)?|返回(?:顶部|首页|列表)?|纠错|我要纠错|下载|分享|"
    "微信|微博|新浪微博|腾讯微博|QQ空间|QQ|朋友圈|邮件|复制链接|语音播报|朗读|"
    "无障碍(?:浏览|阅读)?|长者模式|繁體|简体|English|登录|注册|大|中|小|默认|正常|超大|特大|[Tt][+-]|A[+-]?|栏目索引|相关内容|新闻|footer"
)
_NOTES = (
    "字号|字体(?:大小)?|视力保护色|背景色|分享(?:到|至)?|扫一扫.*|手机(?:查看|浏览|扫).*|浏览(?:次数|量)|"
    "点击(?:数|率|量|次数)|访问(?:量|次数)|阅读(?:次数|量)?|"
    "上一[篇条页]|下一[篇条页]|相关(?:链接|文章|新闻|阅读|稿件|信息|政策|政策法规|解读|文件|附件)(?:/解读)?|"
    "您?(?:当前|现在|所在)的?位置(?:是)?|当前位置|您的位置"
)
_SITE = (
    "版权所有|(?:主办|承办)(?:单位)?[:：]|技术支持[:：]|网站(?:地图|标识码|声明)|联系(?:我们|电话)|关于我们|"
    "[\u4e00-\u9fff]?ICP备|[\u4e00-\u9fff]公网安备|Copyright|建议使用.*浏览器|您访问的链接即将离开"
)
_EDITORS = "责任编辑|责编|编辑|审核|校对|录入|作者"
_HEAD_FIELDS = (
    "信息来源|文章来源|稿件来源|内容来源|来源|发布(?:日期|时间|机构|单位|部门)|公开日期|成文日期|"
    "生成日期|日期|时间"
)
_BUTTON_LINE = re.compile(
    # Atomic groups: 返回首页 is one button or two, and trying both for each takes for ever.
    rf"[\[【(（]?(?>{_BUTTONS})(?>[\]】)）]?{_SEPARATOR}[\[【(（]?(?>{_BUTTONS}))*[\]】)）]?"
)
_NOTE_LINE = re.compile(rf"[\[【(（]?(?:{_NOTES})[\]】)）]?\s*(?:[:：].{{0,80}})?")
_EDITOR_LINE = re.compile(rf"[\[【(（]?(?:{_EDITORS})\s*[:：][^\d，。；]{{0,12}}")
# Here too: white space is part of a name, and a value ends where the next label begins.
_TRAIL = re.compile(r"(?>[^>＞»›。]{1,22}[>＞»›])+[^>＞»›。]{0,62}")
_LABEL = rf"(?:{_HEAD_FIELDS}|{_NOTES})\s*[:：]"
_HEAD_LINE = re.compile(rf"(?>(?:^|\s+){_LABEL}[^。；，|]{{0,40}}?(?=\s+{_LABEL}|$))+")
_SITE_LINE = re.compile(rf"(?:{_SITE})")
_LONGEST = 120  # characters; longer lines are read as text whatever they begin with

_LINKED = 0.9  # share of a line's characters that are links: a list of other pages
_SENTENCE_ENDS = "。；！？"


def is_furniture(line: str, linked: int) -> bool:
    """Tell whether a line within the article is furniture; `linked` of its characters are links."""
    if len(line) > _LONGEST or line[-1:] in _SENTENCE_ENDS:
        return False
    whole = (_BUTTON_LINE, _NOTE_LINE, _EDITOR_LINE, _TRAIL, _HEAD_LINE)
    if any(pattern.fullmatch(line) for pattern in whole) or _SITE_LINE.match(line):
        return True
    return linked >= _LINKED * len("".join(line.split()))
