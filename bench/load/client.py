"""One visitor's connection: speaks Streamlit's own protocol as its page in the browser does.

Of what the server sends it reads no more than a browser must to answer: the widgets and what they
hold, when a run is over, and whether it failed.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

STREAM = "/_stcore/stream"
# a message that the browser has kept is not sent again; it forgets those unused for two runs
MAX_AGE = 2
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
# widgets that hold a list of texts: all filters are of these kinds
LISTS = ("multiselect", "button_group", "slider")


class RunFailed(Exception):
    """The server answered with an error."""


@dataclass
class Widget:
    """What a widget offers and what it holds."""

    id: str
    options: tuple[str, ...]
    values: list[str]


@dataclass
class Run:
    """One run of the page: from the message that asked for it until all of it had arrived."""

    begin: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0
    chart: float = 0.0  # until the first chart had arrived; 0 without one
    size: int = 0

    def passed(self) -> float:
        """Seconds since the run was asked for."""
        return time.perf_counter() - self.begin


@dataclass
class Visitor:
    """A page in a browser: its connection, its address and its widgets by key."""

    socket: ClientConnection
    address: str
    page: str = ""
    query: str = ""
    page_hash: str = ""
    widgets: dict[str, Widget] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    async def open(self, page: str, query: str = "") -> Run:
        """Open a page by its address."""
        self.page, self.query, self.page_hash = page, query, ""
        self.widgets.clear()
        return await self._run()

    async def choose(self, key: str, values: list[str]) -> Run:
        """Set what a widget holds, as a press does; the page runs again."""
        self.widgets[key].values = values
        return await self._run()

    async def _run(self) -> Run:
        run = Run()
        await self.socket.send(self._rerun().SerializeToString())
        while not run.seconds:
            data = await self.socket.recv(decode=False)
            run.size += len(data)
            self._take(ForwardMsg.FromString(data), run)
        # forget messages that have not been used for a while
        self.kept = {key: age + 1 for key, age in self.kept.items() if age < MAX_AGE}
        return run

    def _rerun(self) -> BackMsg:
        """What the page sends when it opens and whenever a widget changes."""
        state = ClientState(
            query_string=self.query,
            page_name=self.page,
            page_script_hash=self.page_hash,
            cached_message_hashes=list(self.kept),
            context_info=ContextInfo(
                timezone="Asia/Shanghai",
                timezone_offset=-480,
                locale="zh-CN",
                url=f"{self.address}/{self.page}",
                is_embedded=False,
                color_scheme="light",
            ),
        )
        for widget in self.widgets.values():
            held = WidgetState(id=widget.id)
            held.string_array_value.data.extend(widget.values)
            state.widget_states.widgets.append(held)
        return BackMsg(rerun_script=state)

    def _take(self, message: ForwardMsg, run: Run) -> None:
        """Note what one message of the server says."""
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._element(message.delta.new_element, run)
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "script_finished":
            if message.script_finished not in FINISHED:
                raise RunFailed(f"the run ended with status {message.script_finished}")
            run.seconds = run.passed()
        if message.metadata.cacheable or kind == "ref_hash":
            self.kept[message.hash or message.ref_hash] = 0

    def _element(self, element: Any, run: Run) -> None:  # noqa: ANN401 - of many kinds
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RunFailed(element.exception.message)
        if kind == "alert" and element.alert.format == element.alert.ERROR:
            raise RunFailed(element.alert.body)
        if kind == "plotly_chart":
            run.chart = run.chart or run.passed()
        elif kind in LISTS:
            self._widget(getattr(element, kind), kind)

    def _widget(self, widget: Any, kind: str) -> None:  # noqa: ANN401 - of several kinds
        """What a widget offers; what it holds where the server says so, or begins with."""
        texts = (option.content if kind == "button_group" else option for option in widget.options)
        options = tuple(texts)
        key = widget.id.rpartition("-")[2]
        known = self.widgets.get(key)
        if widget.set_value:
            values = list(widget.raw_value if kind == "slider" else widget.raw_values)
        elif known and known.id == widget.id:
            values = known.values
        else:
            values = [options[int(place)] for place in widget.default]
        self.widgets[key] = Widget(widget.id, options, values)


@asynccontextmanager
async def visitor(address: str) -> AsyncIterator[Visitor]:
    """A visitor of the dashboard at an address (http://…); InvalidStatus where it is refused."""
    async with connect(
        f"{address.replace('http', 'ws', 1)}{STREAM}",
        subprotocols=[Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN")],
        max_size=None,
        compression=None,
        origin=Origin(address),
        proxy=None,
    ) as socket:
        yield Visitor(socket, address)
