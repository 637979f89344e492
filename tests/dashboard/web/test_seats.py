"""A server that is full says so at once; pages that are open go on."""

from __future__ import annotations

from dashboard.web.seats import COOKIE, Seats
from tests import event_loop
from tests.dashboard.web.conftest import Visitor, Web


def test_who_comes_too_late_is_told_so(web: Web, visitor: Visitor) -> None:
    server = web(most_sessions=2)
    first, second, late = (visitor(server) for _ in range(3))

    async def crowd() -> None:
        for person in (first, second):
            assert (await person.ask("GET", "/")).status_code == 200
        async with first.page_open(), second.page_open():
            refused = await late.ask("GET", "/explore")
            assert refused.status_code == 503
            assert refused.headers["retry-after"] == "30"
            assert refused.headers["cache-control"] == "no-store"
            assert "现在使用的人太多" in refused.text
            assert "Too many people" in refused.text
            async with late.page_open() as said:
                assert said[0]["status"] == 503
            # reloading and a second window still work for those who are in
            assert (await first.ask("GET", "/explore")).status_code == 200
            async with first.page_open() as said:
                assert said[0]["type"] == "websocket.accept"
        assert (await late.ask("GET", "/explore")).status_code == 200

    event_loop.run(crowd())
    assert server.seats.taken == 0
    assert "fazhi_sessions_refused_total 1.0" in server.metrics.text().decode()


def test_nobody_gets_more_than_the_reserve() -> None:
    seats = Seats(most=20)
    mine = {COOKIE: "me"}
    for _ in range(22):
        assert seats.has_place(mine)
        seats.take("me")

    assert not seats.has_place(mine)
    assert not seats.has_place({})
    seats.leave("me")
    assert seats.has_place(mine)


def test_a_name_is_given_once(web: Web, visitor: Visitor) -> None:
    person = visitor(web())

    assert COOKIE in person.get("/").headers["set-cookie"]
    assert "set-cookie" not in person.get("/explore").headers
