"""The rules that count, ready to be asked; each version is made ready once per process."""

from collections import OrderedDict
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.workflow.rules import repository
from app.workflow.rules.evaluate import RuleBook, book_of
from app.workflow.rules.models import RuleSet
from app.workflow.rules.schemas import Rule

EMPTY = book_of(0, [])
# One is in use; a few more while several workers of a test or a change overlap.
MOST_KEPT = 4
_READY: OrderedDict[UUID, RuleBook] = OrderedDict()


async def current(session: AsyncSession) -> RuleBook:
    """The rules that count; one look at the newest id unless they changed."""
    id_ = await repository.newest_id(session)
    if id_ is None:
        return EMPTY
    book = _READY.get(id_)
    if book is None:
        row = await repository.newest_set(session)
        if row is None:
            return EMPTY
        book = book_of(row.version, written_in(row))
        _READY[row.id] = book
        while len(_READY) > MOST_KEPT:
            _READY.popitem(last=False)
    return book


def written_in(row: RuleSet) -> list[Rule]:
    """The rules of a row as they were written."""
    return [Rule.model_validate(rule) for rule in row.rules]
