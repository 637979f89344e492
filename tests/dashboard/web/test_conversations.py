"""How long pages take to answer is measured from the messages that pass by."""

from __future__ import annotations

from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.web.conversations import Conversations
from dashboard.web.metrics import Metrics
from tests import event_loop


def rerun() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    return message.SerializeToString()


def finished(how: int) -> bytes:
    message = ForwardMsg()
    message.script_finished = how  # type: ignore[assignment]
    return message.SerializeToString()


def follow(metrics: Metrics, heard: list[bytes], told: list[bytes]) -> list[Message]:
    """What reaches the browser when it says and is told these messages."""
    sent: list[Message] = []

    async def app(_scope: Scope, receive: Receive, send: Send) -> None:
        for _ in heard:
            await receive()
        for one in told:
            await send({"type": "websocket.send", "bytes": one})

    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": heard.pop(0)}

    async def send(message: Message) -> None:
        sent.append(message)

    conversation = Conversations(app, metrics=metrics)
    event_loop.run(conversation({"type": "websocket"}, receive, send))
    return sent


def test_runs_are_counted_by_their_end() -> None:
    metrics = Metrics()
    large = ForwardMsg()
    large.delta.new_element.markdown.body = "x" * 1000
    told = [
        large.SerializeToString(),
        finished(ForwardMsg.FINISHED_EARLY_FOR_RERUN),
        finished(ForwardMsg.FINISHED_SUCCESSFULLY),
        finished(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY),
    ]
    sent = follow(metrics, [rerun(), b"\xff no message", rerun()], told)

    text = metrics.text().decode()
    assert [message["bytes"] for message in sent] == told
    for result in ("overtaken", "whole", "part"):
        assert f'fazhi_script_runs_total{{result="{result}"}} 1.0' in text
    assert "fazhi_script_run_seconds_count 1.0" in text
    assert "fazhi_sessions 0.0" in text
