from __future__ import annotations

import copy
import pickle

import plotly.graph_objects as go

from dashboard.figures.canvas import Canvas, Drawing, Shown


def drawing() -> Drawing:
    canvas = Canvas(height=300)
    canvas.add_scatter(x=[1, 2], y=[3, 4])
    return canvas.figure()


def test_a_drawing_becomes_a_plotly_figure_when_its_parts_are_asked_for() -> None:
    figure = drawing()

    assert figure.height == 300
    assert (figure.layout.height, figure.data[0].y) == (300, (3, 4))
    assert isinstance(figure, go.Figure)


def test_its_text_is_that_of_the_figure_whether_or_not_it_has_become_one() -> None:
    figure = drawing()
    before = figure.to_dict()
    figure.update_layout(height=500)

    assert before["layout"]["height"] == 300
    assert figure.to_dict()["layout"]["height"] == 500
    plotly_own = go.Figure(data=before["data"], layout={"height": 300})
    assert {**plotly_own.to_dict()["layout"], "annotations": [], "shapes": []}.items() <= (
        before["layout"].items()
    )


def test_a_copy_changes_nothing_of_the_original() -> None:
    figure = drawing()
    figure.to_dict()["data"][0]["x"].append(9)
    for copied in (copy.deepcopy(figure), pickle.loads(pickle.dumps(figure))):  # noqa: S301 - ours
        copied.layout.height = 1

    assert figure.to_dict() == drawing().to_dict()


def test_what_is_shown_is_the_figure_as_it_is_now() -> None:
    figure = drawing()
    assert Shown(figure).to_dict() == figure.to_dict()
    figure.update_layout(height=500)

    assert Shown(figure).to_dict()["layout"]["height"] == 500
    assert Shown(go.Figure(figure)).to_dict()["layout"]["height"] == 500
