"""Lists and searches over HTTP, one reader, at two sizes of the same installation."""

from dataclasses import dataclass
from urllib.parse import quote

from sqlmodel import select

from app.auth.models import User
from app.core.actor import Role
from tests.bench.figures import Latencies, median_of
from tests.bench.http_load import Plan, http_request, load
from tests.bench.installation import Installation
from tests.bench.loading import Loader
from tests.bench.texts import RARE
from tests.factories.auth import make_api_token

SIZES = (10_000, 100_000)
MILLION = 1_000_000
REQUESTERS = 500
TECHNICIANS = 30
CAPACITY = 100_000
RUNS = 5
PER_RUN = 100
PATIENCE_SECONDS = 120
READS = {
    "newest first": "limit=25",
    "open, by priority": (
        "status=triaged&status=assigned&status=in_progress&sort=-priority&limit=25"
    ),
    "open, due first": "status=triaged&status=assigned&status=in_progress&sort=due&limit=25",
    "late": "due=late&limit=25",
    "mine, by update": "assignee=me&sort=-updated&limit=25",
    "of one category": "category=network&limit=25",
    "needs review": "needs_review=true&limit=25",
    "search: two common words": f"q={quote('laptop update')}",
    "search: five words": f"q={quote('my printer is very slow')}",
    "search: a rare word": f"q={RARE}",
}


@dataclass(frozen=True)
class ReadTimes:
    """Medians of the runs, by size."""

    name: str
    by_size: dict[int, Latencies]


async def measure(one: Installation, sizes: tuple[int, ...]) -> list[ReadTimes]:
    """Fill to each size in turn and read at each."""
    await one.user_tokens(REQUESTERS)
    await one.add_technicians(TECHNICIANS, capacity=CAPACITY)
    token = await _technician_token(one)
    loader = Loader(one)
    found: dict[str, dict[int, Latencies]] = {name: {} for name in READS}
    for size in sizes:
        await loader.fill(size)
        if one.server is not None:
            one.server.execute("ANALYZE TABLE ticket, ticket_posting, ticket_due")
        one.product.api.start()
        for name, query in READS.items():
            found[name][size] = _read(one, token, query)
        one.product.api.stop()
    return [ReadTimes(name, by_size) for name, by_size in found.items()]


async def _technician_token(one: Installation) -> str:
    async with one.database.write() as session:
        technicians = await session.exec(select(User).where(User.role == Role.TECHNICIAN).limit(1))
        return await make_api_token(session, technicians.one())


def _read(one: Installation, token: str, query: str) -> Latencies:
    request = http_request("GET", f"/api/v1/tickets?{query}", token)
    plan = Plan(
        port=one.product.api.port,
        connections=1,
        requests=[request],
        seconds=PATIENCE_SECONDS,
        most=PER_RUN,
        warm_up=20,
    )
    runs = []
    for _ in range(RUNS):
        seen = load(plan)
        if not seen.is_clean:
            raise RuntimeError(f"{query}: {seen.statuses}")
        runs.append(seen.latencies)
    return median_of(runs)
