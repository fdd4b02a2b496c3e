"""Whatever byte of whatever event is changed, whichever event is taken, put in or moved: it is found and named."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.audit import proofs, stored
from app.audit.chains import Broken, Chain, Entry, Finding, Walk, follow
from app.audit.document import Link, StoredEvent, StoredSeal
from app.audit.keys import audit_keys
from app.audit.words import Messages
from app.core import dialect
from app.core.db import Database
from app.core.ids import new_id
from tests.api.audit.damage import Copy, Drain, make_history, sign, tamper, verify
from tests.factories.auth import SignedIn

COLUMNS = ("id", "ticket_id", "seq", "type", "actor_id", "cause", "depth", "at", "data", "mark")


class Sample:
    """One ticket's rows as they come from the driver, and how they are checked."""

    def __init__(self, rows: list[tuple[Any, ...]], chain: Chain, messages: Messages) -> None:
        self.rows = rows
        self.chain = chain
        self.messages = messages
        self.as_written = True

    def check(self, rows: list[tuple[Any, ...]], seals: list[StoredSeal]) -> Finding | None:
        """What is found in these rows and seals."""
        events: list[StoredEvent] = [stored.event_of(row) for row in rows]
        # A row that names another ticket is met there.
        mine = [event for event in events if event.ticket_id == self.chain.chain]
        made = Chain(self.chain.chain, mine, seals, self.chain.entries, self.chain.head)
        try:
            follow(made, Walk(made.chain, audit_keys(), self.messages, self.as_written))
        except Broken as error:
            return error.finding
        return None


@pytest.fixture
async def sample(db: Database, drain: Drain, as_user: SignedIn) -> Sample:
    """The history of a ticket with a few messages, under roots."""
    (ticket_id, _) = await make_history(db, drain, as_user)
    for text in ("One more.", "And one."):
        await as_user.post(f"/api/v1/tickets/{ticket_id}/messages", json={"text": text})
        await drain()
        await sign(db)
    key = bytes.fromhex(ticket_id.replace("-", ""))
    async with db.read() as session:
        rows = await stored.rows(
            session,
            "SELECT id, ticket_id, seq, type, actor_id, cause, depth, CAST(at AS CHAR), data, mark"
            " FROM outbox_event WHERE ticket_id = :t ORDER BY seq",
            t=key,
        )
        made = Sample([tuple(row) for row in rows], *(await proofs.read_chain(session, key)))
        made.as_written = dialect.keeps_json_text(session)
    assert made.check(made.rows, list(made.chain.seals)) is None
    return made


def changed(value: Any, position: int, mask: int) -> Any:
    """The value with one byte of it changed; a number as the eight bytes that hold it."""
    if isinstance(value, int):
        return value ^ (mask << (8 * (position % 4)))
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[position] ^= mask
    return bytes(raw).decode("utf-8", "surrogateescape") if isinstance(value, str) else bytes(raw)


def positions(value: Any) -> int:
    """How many bytes there are to change."""
    if value is None:
        return 0
    return 4 if isinstance(value, int) else len(value.encode() if isinstance(value, str) else value)


MASKS = st.integers(min_value=1, max_value=255)
ONE_SAMPLE = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(mask=MASKS)
@ONE_SAMPLE
async def test_any_byte_of_any_event(sample: Sample, mask: int) -> None:
    seals = list(sample.chain.seals)
    tried = 0
    for index, row in enumerate(sample.rows):
        for column, value in enumerate(row):
            for position in range(positions(value)):
                touched = list(row)
                touched[column] = changed(value, position, mask)
                if COLUMNS[column] == "seq" and 0 < touched[column] <= len(sample.rows):
                    # The database refuses a second event of one number.
                    continue
                rows = [*sample.rows[:index], tuple(touched), *sample.rows[index + 1 :]]
                found = sample.check(rows, seals)
                where = (index, COLUMNS[column], position, mask)
                assert found is not None, where
                assert found.sequence == index + 1 or found.event_id == row[0], (where, found)
                tried += 1
    assert tried > 1000


@given(mask=MASKS)
@ONE_SAMPLE
async def test_any_byte_of_any_seal(sample: Sample, mask: int) -> None:
    for index, seal in enumerate(sample.chain.seals):
        for column, value in enumerate(seal):
            for position in range(positions(value)):
                touched: list[Any] = list(seal)
                touched[column] = changed(value, position, mask)
                seals = [*sample.chain.seals]
                seals[index] = StoredSeal(*touched)
                found = sample.check(sample.rows, seals)
                assert found is not None, (index, StoredSeal._fields[column], position, mask)


async def test_every_event_deleted_inserted_or_moved(sample: Sample) -> None:
    seals, count = list(sample.chain.seals), len(sample.rows)
    for index, row in enumerate(sample.rows):
        left = [*sample.rows[:index], *sample.rows[index + 1 :]]
        for rows in (left, renumbered(left)):
            found = sample.check(rows, seals)
            assert found is not None
            assert (found.sequence, found.event_id) == (index + 1, row[0])
        forged = (new_id().bytes, *row[1:])
        found = sample.check(
            renumbered([*sample.rows[:index], forged, *sample.rows[index:]]), seals
        )
        assert found is not None
        assert (found.sequence, found.event_id) == (index + 1, forged[0])
        for other in range(index + 1, count):
            rows = [*sample.rows]
            rows[index], rows[other] = rows[other], rows[index]
            found = sample.check(renumbered(rows), seals)
            assert found is not None
            assert (found.sequence, found.event_id) == (index + 1, row[0])


def renumbered(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows with sequence numbers that leave no gap."""
    return [(*row[:2], number, *row[3:]) for number, row in enumerate(rows, start=1)]


async def test_the_tail_cut_anywhere_below_a_root(sample: Sample) -> None:
    covered = max(entry.length for entry in sample.chain.entries)
    for length in range(covered):
        kept = sample.chain.seals[:length]
        # With the chain's noted end made to fit, as whoever owns the database would.
        head = Link(length, kept[-1].seal, bytes(32)) if kept else None
        cut = Chain(
            sample.chain.chain,
            sample.chain.events[:length],
            kept,
            sample.chain.entries,
            head,
        )
        with pytest.raises(Broken) as broken:
            follow(cut, Walk(cut.chain, audit_keys(), sample.messages, sample.as_written))
        assert broken.value.finding.fault == "cut"
        assert broken.value.finding.sequence == length + 1
        assert entry_at(sample, broken.value.finding.position).length > length


def entry_at(sample: Sample, position: int | None) -> Entry:
    """The log entry at a position."""
    return next(entry for entry in sample.chain.entries if entry.position == position)


@pytest.fixture
async def copy(sample: Sample, db: Database) -> AsyncIterator[Copy]:
    """The whole sealed history, put back at the end."""
    made = await Copy(db).take()
    yield made
    await made.put_back()


@given(choice=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_the_whole_database_over_its_positions(
    db: Database, copy: Copy, choice: st.DataObject
) -> None:
    """The same through the database, with the events that belong to no ticket, the log and its roots."""
    table = choice.draw(
        st.sampled_from(["outbox_event", "audit_seal", "audit_entry", "audit_root"])
    )
    rows = copy.rows[table]
    row = choice.draw(st.sampled_from(rows))
    names = [name for name in row if isinstance(row[name], bytes)]
    name = choice.draw(st.sampled_from(names))
    value = changed(row[name], choice.draw(st.integers(0, len(row[name]) - 1)), choice.draw(MASKS))
    where = {"outbox_event": "id", "audit_seal": "event_id"}.get(table)
    where = where or ("position" if table == "audit_entry" else "number")
    await tamper(
        db,
        f"UPDATE {table} SET {name} = :value WHERE {where} = :key",  # noqa: S608  our own names
        value=value,
        key=row[where],
    )
    report = await verify(db)
    await copy.put_back()
    assert not report.is_sound, (table, name)
    if table == "outbox_event" and name not in {"id", "ticket_id"}:
        assert report.findings[0].event_id == row["id"]
