"""The deck that slides are added to: our own, or a user's template with its slides removed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE

from dashboard.exports.native.style import Style, qualified
from dashboard.exports.slides.house_template import house_template
from dashboard.exports.slides.texts import Box
from dashboard.exports.templates import Kind, TemplateError, checked, parsed
from dashboard.words import Language

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
NARROWEST, WIDEST, PROPORTIONS = 300.0, 4032.0, (0.65, 3.2)  # points; width to height
LEAST_WIDTH, LEAST_HEIGHT = 280.0, 200.0  # points that a chart with its texts needs
LIGHT = 0xE6  # of 255: each part of a colour on which ours are seen
EDGE = 0.045  # of a slide's height: what stays free at its foot
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
BODIES = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
FOOTERS = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
POINT = 12700.0


def _refused(reason: str, **values: object) -> TemplateError:
    return TemplateError(f"slides_template.{reason}", **values)


PPTX = Kind(
    f"{_MAIN_TYPE}presentation.main+xml", f"{_MAIN_TYPE}template.main+xml", "not_slides", _refused
)


@dataclass(frozen=True)
class Deck:
    """A presentation without slides, its layouts, and where their contents go."""

    presentation: Any
    content: Any
    cover: Any
    area: Box
    style: Style
    chart_style: Style

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a slide, in points."""
        return _points(self.presentation.slide_width), _points(self.presentation.slide_height)


def open_deck(template: bytes | None, language: Language) -> Deck:
    """An empty deck; raises TemplateError for a template that cannot be used."""
    presentation = _opened(house_template() if template is None else checked(template, PPTX))
    _check_size(presentation)
    _remove_slides(presentation)
    content = _content_layout(presentation)
    area = _area(content, presentation)
    if area.width < LEAST_WIDTH or area.height < LEAST_HEIGHT:
        raise _refused("no_room")
    cover = next((one for one in presentation.slide_layouts if _is_cover(one)), content)
    style = Style(language) if template is None else Style.of_theme(language)
    charts = style if _is_light(presentation) else style.on_card()
    return Deck(presentation, content, cover, area, style, charts)


def _is_light(presentation: Any) -> bool:  # noqa: ANN401
    """Whether the master's background is nearly white, as far as its theme tells."""
    master = presentation.slide_master
    theme = parsed(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    name = master._element.find(qualified("p:clrMap")).get("bg1")
    colours = [colour for place in theme.iter(qualified(f"a:{name}")) for colour in place]
    known = [colour.get("lastClr") or colour.get("val") or "" for colour in colours]
    if not known or len(known[0]) != 6:
        return True
    return min(bytes.fromhex(known[0])) >= LIGHT


def _opened(file: bytes) -> Any:  # noqa: ANN401
    try:
        return Presentation(io.BytesIO(file))
    except Exception as error:  # parts that are missing, or are no markup
        raise _refused("broken") from error


def _check_size(presentation: Any) -> None:  # noqa: ANN401
    sides = [_points(side or 0) for side in (presentation.slide_width, presentation.slide_height)]
    width, height = sides
    in_range = all(NARROWEST <= side <= WIDEST for side in sides)
    if not in_range or not PROPORTIONS[0] <= width / height <= PROPORTIONS[1]:
        shown = [f"{side / 72 * 2.54:.1f}" for side in sides]
        raise _refused("bad_size", width=shown[0], height=shown[1])


def _remove_slides(presentation: Any) -> None:  # noqa: ANN401
    """Take out the sample slides, and what names them: sections and shows of some slides."""
    slides = presentation.slides._sldIdLst
    for slide in list(slides):
        presentation.part.drop_rel(slide.rId)
        slides.remove(slide)
    root = presentation.part._element
    for tag in ("custShowLst", "extLst"):
        for found in root.findall(qualified(f"p:{tag}")):
            root.remove(found)


def _content_layout(presentation: Any) -> Any:  # noqa: ANN401
    """The layout with a title and one large body; otherwise the one with least beside a title."""
    titled = [one for one in presentation.slide_layouts if _of(one, TITLES)]
    if not titled:
        raise _refused("no_title")
    # a title in the middle of the slide is that of a cover or of a part
    plain = [one for one in titled if not _is_cover(one)] or titled
    return min(plain, key=lambda layout: _besides(layout, presentation))


def _besides(layout: Any, presentation: Any) -> tuple[int, float]:  # noqa: ANN401
    """How far a layout is from a title and one body, and how little room it leaves."""
    bodies, others = len(_of(layout, BODIES)), len(_others(layout))
    area = _area(layout, presentation)
    return abs(bodies - 1) + others, -area.width * area.height


def _is_cover(layout: Any) -> bool:  # noqa: ANN401
    kinds = {shape.placeholder_format.type for shape in layout.placeholders}
    return PP_PLACEHOLDER.CENTER_TITLE in kinds or (
        PP_PLACEHOLDER.TITLE in kinds and PP_PLACEHOLDER.SUBTITLE in kinds
    )


def _of(layout: Any, kinds: tuple[PP_PLACEHOLDER, ...]) -> list[Any]:  # noqa: ANN401
    return [shape for shape in layout.placeholders if shape.placeholder_format.type in kinds]


def _others(layout: Any) -> list[Any]:  # noqa: ANN401
    known = (*TITLES, *BODIES, *FOOTERS)
    return [shape for shape in layout.placeholders if shape.placeholder_format.type not in known]


def _area(layout: Any, presentation: Any) -> Box:  # noqa: ANN401
    """Where the contents of a slide go: the body's place, otherwise what the title leaves."""
    width, height = (
        _points(side) for side in (presentation.slide_width, presentation.slide_height)
    )
    bodies = [box_of(shape) for shape in _of(layout, BODIES)]
    large = [box for box in bodies if box.width >= width * 0.55 and box.height >= height * 0.4]
    if large:
        return _inside(max(large, key=lambda box: box.width * box.height), width, height)
    title = box_of(_of(layout, TITLES)[0])
    feet = [box_of(shape).top for shape in _of(layout, FOOTERS)]
    bottom = min([height * (1 - EDGE), *(foot - 4 for foot in feet if foot > height * 0.75)])
    left = min(max(title.left, width * 0.03), width * 0.15)
    below = Box(left, title.bottom + 6, width - 2 * left, bottom - title.bottom - 6)
    above = Box(left, height * EDGE, width - 2 * left, title.top - 6 - height * EDGE)
    return max(below, above, key=lambda box: box.height)


def _inside(box: Box, width: float, height: float) -> Box:
    """As much of a box as is on the slide."""
    left, top = max(box.left, 0.0), max(box.top, 0.0)
    return Box(left, top, min(box.right, width) - left, min(box.bottom, height) - top)


def box_of(shape: Any) -> Box:  # noqa: ANN401
    """Where a shape is, by its own place or by the one that it inherits."""
    sides = (shape.left, shape.top, shape.width, shape.height)
    left, top, width, height = (_points(side or 0) for side in sides)
    return Box(left, top, width, height)


def _points(emu: int) -> float:
    return emu / POINT
