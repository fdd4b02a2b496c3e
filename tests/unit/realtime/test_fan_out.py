"""Who gets which update, what is sent again, and what happens to slow pages."""

import json
from uuid import UUID

import pytest

from app.core.ids import new_id
from app.realtime.errors import ShuttingDown, TooManyStreams
from app.realtime.fan_out import MOST_STREAMS_PER_PERSON, REMEMBERED, FanOut
from app.realtime.service import presence_update, ticket_update, unread_update
from app.realtime.stream import QUEUE_LENGTH, Item, Stream
from app.realtime.updates import Update

REQUESTER, OTHER, STAFF = (new_id() for _ in range(3))
TICKET = new_id()


def open_for(
    fan_out: FanOut, user_id: UUID, *, is_staff: bool = False, last_id: str | None = None
) -> Stream:
    return fan_out.open(user_id, is_staff=is_staff, last_id=last_id)


async def read(stream: Stream) -> list[Item]:
    """Everything that waits in a stream."""
    waiting = [stream._items.get_nowait() for _ in range(stream._items.qsize())]
    return [item for item in waiting if item is not None]


async def names(stream: Stream) -> list[str]:
    return [item.name for item in await read(stream)]


def solved(*people: UUID, to_staff: bool = True) -> Update:
    return ticket_update("ticket_solved", TICKET, user_ids=people, to_staff=to_staff)


async def test_hello_comes_first_with_the_epoch() -> None:
    fan_out = FanOut()
    [hello] = await read(open_for(fan_out, REQUESTER))
    assert hello.name == "hello"
    assert json.loads(hello.data) == {"epoch": fan_out.epoch}


async def test_a_ticket_is_heard_of_by_its_people_and_staff() -> None:
    fan_out = FanOut()
    mine = open_for(fan_out, REQUESTER)
    theirs = open_for(fan_out, OTHER)
    staff = open_for(fan_out, STAFF, is_staff=True)
    fan_out.send(solved(REQUESTER))
    assert await names(mine) == ["hello", "ticket"]
    assert await names(theirs) == ["hello"]
    assert await names(staff) == ["hello", "ticket"]


async def test_presence_is_for_staff_and_unread_counts_for_one() -> None:
    fan_out = FanOut()
    user = open_for(fan_out, REQUESTER)
    staff = open_for(fan_out, STAFF, is_staff=True)
    fan_out.send(presence_update(STAFF))
    fan_out.send(unread_update(REQUESTER, 3))
    assert [(item.name, item.data) for item in await read(user)][1:] == [
        ("notification", '{"unread": 3}')
    ]
    assert await names(staff) == ["hello", "presence"]


async def test_all_pages_of_a_person_hear_it() -> None:
    fan_out = FanOut()
    pages = [open_for(fan_out, REQUESTER) for _ in range(3)]
    fan_out.send(unread_update(REQUESTER, 1))
    assert [await names(page) for page in pages] == [["hello", "notification"]] * 3


async def test_whoever_comes_back_gets_what_he_missed_and_may_hear() -> None:
    fan_out = FanOut()
    first = open_for(fan_out, REQUESTER)
    fan_out.send(solved(REQUESTER))
    seen = (await read(first))[-1].id
    fan_out.discard(first)
    fan_out.send(solved(OTHER))
    fan_out.send(unread_update(REQUESTER, 4))
    again = await read(open_for(fan_out, REQUESTER, last_id=seen))
    assert [(item.name, item.data) for item in again][1:] == [("notification", '{"unread": 4}')]


async def test_whoever_missed_nothing_gets_nothing() -> None:
    fan_out = FanOut()
    [hello] = await read(open_for(fan_out, REQUESTER))
    assert await names(open_for(fan_out, REQUESTER, last_id=hello.id)) == ["hello"]


@pytest.mark.parametrize(
    "last_id", ["", "x", "x:1", "{epoch}:", "{epoch}:-1", "{epoch}:9", "{epoch}:²"]
)
async def test_an_id_that_tells_nothing_is_answered_with_a_gap(last_id: str) -> None:
    fan_out = FanOut()
    stream = open_for(fan_out, REQUESTER, last_id=last_id.format(epoch=fan_out.epoch))
    assert await names(stream) == ["hello", "gap"]


async def test_too_long_away_is_a_gap() -> None:
    fan_out = FanOut()
    [hello] = await read(open_for(fan_out, REQUESTER))
    for _ in range(REMEMBERED + 1):
        fan_out.send(solved(OTHER))
    assert await names(open_for(fan_out, REQUESTER, last_id=hello.id)) == ["hello", "gap"]


async def test_an_interruption_is_a_gap_for_everybody() -> None:
    fan_out = FanOut()
    stream = open_for(fan_out, REQUESTER)
    fan_out.send(solved(REQUESTER))
    before = (await read(stream))[-1].id
    fan_out.interrupt()
    [gap] = await read(stream)
    assert gap.name == "gap"
    assert await names(open_for(fan_out, REQUESTER, last_id=before)) == ["hello", "gap"]


async def test_a_slow_page_gets_a_gap_and_then_goes_on() -> None:
    fan_out = FanOut()
    slow = open_for(fan_out, REQUESTER)
    quick = open_for(fan_out, REQUESTER)
    for count in range(QUEUE_LENGTH):
        fan_out.send(unread_update(REQUESTER, count))
        await read(quick)
    assert await names(slow) == ["gap"]
    fan_out.send(unread_update(REQUESTER, 0))
    assert await names(slow) == ["notification"]
    assert await names(quick) == ["notification"]


async def test_a_page_that_left_is_forgotten() -> None:
    fan_out = FanOut()
    stream = open_for(fan_out, STAFF, is_staff=True)
    await read(stream)
    fan_out.discard(stream)
    fan_out.discard(stream)
    fan_out.send(solved(STAFF))
    assert await read(stream) == []


async def test_nobody_opens_pages_without_end() -> None:
    fan_out = FanOut()
    streams = [open_for(fan_out, REQUESTER) for _ in range(MOST_STREAMS_PER_PERSON)]
    with pytest.raises(TooManyStreams):
        open_for(fan_out, REQUESTER)
    open_for(fan_out, OTHER)
    fan_out.discard(streams[0])
    open_for(fan_out, REQUESTER)


async def test_closing_ends_every_stream_and_lets_no_new_one_in() -> None:
    fan_out = FanOut()
    stream = open_for(fan_out, REQUESTER)
    fan_out.close()
    fan_out.close()
    fan_out.send(solved(REQUESTER))
    assert [item async for item in stream.items()] == []
    with pytest.raises(ShuttingDown):
        open_for(fan_out, OTHER)
