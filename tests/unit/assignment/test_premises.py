"""What a pass knows of others' work, while it is carried out."""

from uuid import uuid4

from app.assignment.engine.moves import Move, Reason
from app.assignment.engine.restore import Change
from app.assignment.engine.roster import TechnicianView
from app.assignment.engine.strategies import DEFAULT, STRATEGIES
from app.assignment.premises import Held, Premises
from app.assignment.settings import DEFAULTS, Effective, SettingsBook
from app.tickets.enums import Commitment, TicketStatus


def test_what_was_read_stays_as_it_was_for_the_next_pass() -> None:
    ann, ben, ticket = uuid4(), uuid4(), uuid4()
    his: Held = {ticket: (TicketStatus.ASSIGNED, Commitment.SOFT)}
    read = {ben: his}
    views = {id_: TechnicianView(id=id_, active=int(id_ == ben)) for id_ in (ann, ben)}
    book = SettingsBook(Effective.of(DEFAULTS, 0))
    premises = Premises({}, views, dict(read), book)
    move = Move(ticket, ann, Commitment.HELD, Reason.PULLED, previous=ben)
    premises.note([Change(move, STRATEGIES[DEFAULT], {})])
    assert premises.held == {ann: {ticket: (TicketStatus.ASSIGNED, Commitment.HELD)}, ben: {}}
    assert [premises.technicians[id_].active for id_ in (ann, ben)] == [1, 0]
    assert read == {ben: {ticket: (TicketStatus.ASSIGNED, Commitment.SOFT)}}
