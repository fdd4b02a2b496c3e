"""A sealed history is sound, and whatever is done to it past the product is found and named."""

from uuid import UUID

import pytest

from app.audit.enums import Fault
from app.core.db import Database
from app.core.ids import new_id
from tests.api.audit.damage import Copy, Drain, make_history, sign, tamper, verify
from tests.factories.auth import SignedIn


class Sample:
    """A sealed history of two tickets."""

    def __init__(self, db: Database, tickets: list[str], copy: Copy) -> None:
        self.db = db
        self.ticket = UUID(tickets[0]).bytes
        self.copy = copy

    def event(self, seq: int) -> bytes:
        """Id of an event of the first ticket."""
        rows = self.copy.rows["outbox_event"]
        return next(
            bytes(row["id"])
            for row in rows
            if row["ticket_id"] == self.ticket and row["seq"] == seq
        )

    @property
    def length(self) -> int:
        """How many events the first ticket has."""
        return sum(row["ticket_id"] == self.ticket for row in self.copy.rows["outbox_event"])

    async def first(self) -> tuple[Fault, int | None, bytes | None]:
        """The first thing that is found."""
        report = await verify(self.db)
        assert report.findings
        found = report.findings[0]
        return found.fault, found.sequence, found.event_id


@pytest.fixture
async def sample(db: Database, drain: Drain, as_user: SignedIn) -> Sample:
    """A sound history, sealed and under roots."""
    tickets = await make_history(db, drain, as_user)
    return Sample(db, tickets, await Copy(db).take())


SHIFT_UP = "UPDATE outbox_event SET seq = -(seq + 1) WHERE ticket_id = :t AND seq >= :n"
SHIFT_DOWN = "UPDATE outbox_event SET seq = -(seq - 1) WHERE ticket_id = :t AND seq > :n"
POSITIVE = "UPDATE outbox_event SET seq = -seq WHERE seq < 0"


async def test_an_untouched_history_is_sound(sample: Sample) -> None:
    report = await verify(sample.db)
    assert report.findings == []
    assert (report.chains, report.roots, report.waiting) == (3, 3, 0)
    assert report.events == len(sample.copy.rows["outbox_event"])
    assert report.entries == len(sample.copy.rows["audit_entry"])


async def test_a_changed_event_is_named(sample: Sample) -> None:
    await tamper(
        sample.db, "UPDATE outbox_event SET actor_id = NULL WHERE id = :id", id=sample.event(1)
    )
    assert await sample.first() == (Fault.CHANGED, 1, sample.event(1))


async def test_a_deleted_event_is_named(sample: Sample) -> None:
    await tamper(sample.db, "DELETE FROM outbox_event WHERE id = :id", id=sample.event(2))
    assert await sample.first() == (Fault.MISSING, 2, sample.event(2))


async def test_a_deleted_event_is_named_when_the_rest_moves_up(sample: Sample) -> None:
    await tamper(sample.db, "DELETE FROM outbox_event WHERE id = :id", id=sample.event(2))
    await tamper(sample.db, SHIFT_DOWN, t=sample.ticket, n=2)
    await tamper(sample.db, POSITIVE)
    assert await sample.first() == (Fault.MISSING, 2, sample.event(2))


async def test_an_event_deleted_with_its_seal_is_missed(sample: Sample) -> None:
    await tamper(sample.db, "DELETE FROM outbox_event WHERE id = :id", id=sample.event(2))
    await tamper(sample.db, "DELETE FROM audit_seal WHERE event_id = :id", id=sample.event(2))
    assert (await sample.first())[:2] == (Fault.MISSING, 2)


async def test_an_inserted_event_is_named(sample: Sample) -> None:
    forged = new_id().bytes
    await tamper(sample.db, SHIFT_UP, t=sample.ticket, n=2)
    await tamper(sample.db, POSITIVE)
    await tamper(
        sample.db,
        "INSERT INTO outbox_event (id, ticket_id, seq, type, actor_id, cause, depth, at, data, mark)"
        " SELECT :new, ticket_id, 2, type, actor_id, cause, depth, at, data, mark"
        " FROM outbox_event WHERE id = :id",
        new=forged,
        id=sample.event(1),
    )
    assert await sample.first() == (Fault.INSERTED, 2, forged)


async def test_an_event_put_at_the_end_is_named(sample: Sample) -> None:
    forged = new_id().bytes
    await tamper(
        sample.db,
        "INSERT INTO outbox_event (id, ticket_id, seq, type, actor_id, cause, depth, at, data, mark)"
        " SELECT :new, ticket_id, :n, type, actor_id, cause, depth, at, data, mark"
        " FROM outbox_event WHERE id = :id",
        new=forged,
        n=sample.length + 1,
        id=sample.event(1),
    )
    assert await sample.first() == (Fault.INSERTED, sample.length + 1, forged)


async def test_an_event_without_a_ticket_that_was_put_in_is_named(sample: Sample) -> None:
    forged = new_id().bytes
    await tamper(
        sample.db,
        "INSERT INTO outbox_event (id, type, cause, depth, at, data, mark)"
        " SELECT :new, type, cause, depth, at, data, mark FROM outbox_event WHERE id = :id",
        new=forged,
        id=sample.event(1),
    )
    assert await sample.first() == (Fault.INSERTED, None, forged)


async def test_two_events_that_changed_places_are_named(sample: Sample) -> None:
    statement = "UPDATE outbox_event SET seq = :n WHERE id = :id"
    await tamper(sample.db, statement, n=-1, id=sample.event(1))
    await tamper(sample.db, statement, n=1, id=sample.event(2))
    await tamper(sample.db, statement, n=2, id=sample.event(1))
    assert await sample.first() == (Fault.REORDERED, 1, sample.event(1))


async def cut(sample: Sample, *, after: int) -> None:
    """Cut the first ticket's tail, with everything that tells of it beside the log."""
    await tamper(
        sample.db,
        "DELETE FROM outbox_event WHERE ticket_id = :t AND seq > :n",
        t=sample.ticket,
        n=after,
    )
    await tamper(
        sample.db,
        "DELETE FROM audit_seal WHERE chain = :t AND sequence > :n",
        t=sample.ticket,
        n=after,
    )
    (seal,) = [
        row["seal"]
        for row in sample.copy.rows["audit_seal"]
        if row["chain"] == sample.ticket and row["sequence"] == after
    ]
    await tamper(
        sample.db,
        "UPDATE audit_chain SET length = :n, seal = :s WHERE chain = :t",
        t=sample.ticket,
        n=after,
        s=seal,
    )


async def test_a_cut_tail_is_named(sample: Sample) -> None:
    last = sample.length
    await cut(sample, after=last - 1)
    assert (await sample.first())[:2] == (Fault.CUT, last)


async def test_a_whole_ticket_that_is_gone_is_missed(sample: Sample) -> None:
    await tamper(sample.db, "DELETE FROM outbox_event WHERE ticket_id = :t", t=sample.ticket)
    await tamper(sample.db, "DELETE FROM audit_seal WHERE chain = :t", t=sample.ticket)
    await tamper(sample.db, "DELETE FROM audit_chain WHERE chain = :t", t=sample.ticket)
    assert (await sample.first())[:2] == (Fault.CUT, 1)


async def test_a_changed_seal_is_told_from_a_changed_event(sample: Sample) -> None:
    await tamper(
        sample.db, "UPDATE audit_seal SET seal = salt WHERE event_id = :id", id=sample.event(2)
    )
    assert await sample.first() == (Fault.SEAL_CHANGED, 2, sample.event(2))


async def test_changed_words_are_found(sample: Sample) -> None:
    await tamper(
        sample.db,
        "UPDATE message SET text = (SELECT text FROM (SELECT text FROM message"
        " WHERE ticket_id <> :t LIMIT 1) AS other) WHERE ticket_id = :t",
        t=sample.ticket,
    )
    assert (await sample.first())[0] is Fault.WORDS_CHANGED


async def test_words_that_vanish_without_an_erasure_are_missed(sample: Sample) -> None:
    await tamper(sample.db, "DELETE FROM message WHERE ticket_id = :t", t=sample.ticket)
    await tamper(
        sample.db, "UPDATE audit_seal SET words_salt = NULL WHERE chain = :t", t=sample.ticket
    )
    assert (await sample.first())[0] is Fault.WORDS_MISSING


async def test_a_changed_log_and_a_changed_root_are_found(sample: Sample) -> None:
    await tamper(sample.db, "UPDATE audit_entry SET digest = seal WHERE position = 1")
    found = {finding.fault for finding in (await verify(sample.db)).findings}
    assert found == {Fault.LOG_CHANGED}
    await sample.copy.put_back()
    await tamper(sample.db, "UPDATE audit_root SET size = size - 1 WHERE number = 2")
    assert (await sample.first())[0] is Fault.ROOT_CHANGED
    await sample.copy.put_back()
    await tamper(sample.db, "DELETE FROM audit_root WHERE number = 1")
    assert (await sample.first())[0] is Fault.ROOT_MISSING


async def test_a_root_is_signed_only_when_something_changed(sample: Sample) -> None:
    assert await sign(sample.db) is None
