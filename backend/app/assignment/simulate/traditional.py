"""How tickets are handed out elsewhere: by hand once an hour, by fixed rules, in turn, by counts."""

from collections.abc import Iterable
from zlib import crc32

from app.assignment.engine.tickets import LOAD_WEIGHT
from app.assignment.simulate.policy import NOBODY, Decision
from app.assignment.simulate.scenario import HOUR, PRIORITIES, Scenario

Key = tuple[float, ...]


class Lists:
    """Private lists: a ticket goes to one person for good, and waits when nobody has room.

    When somebody's shift ends, what he has not begun goes back into the queue.
    """

    name = "lists"
    is_list_by_priority = False
    tick_seconds: float | None = None

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        people = len(scenario.technicians)
        self._online = [False] * people
        self._lists: list[dict[int, bool]] = [{} for _ in range(people)]  # ticket: begun
        self._queues: dict[str, dict[int, None]] = {}
        self._holders: dict[str, list[int]] = {}
        for number, technician in enumerate(scenario.technicians):
            for skill in technician.skills:
                self._holders.setdefault(skill, []).append(number)

    def key(self, technician: int, ticket: int) -> Key:
        """What to compare; the smallest gets the ticket. Of equal ones the first who has room."""
        return ()

    def queue_key(self, ticket: int) -> Key:
        """Which waiting ticket is next."""
        item = self._scenario.tickets[ticket]
        rank = float(item.rank) if self.is_list_by_priority else 0.0
        return (rank, item.arrived_at, float(ticket))

    def gave(self, technician: int, ticket: int, at: float) -> None:
        """A ticket went to somebody."""

    def online(self, technician: int, at: float, until: float) -> Iterable[Decision]:
        """Somebody begins to take work."""
        self._online[technician] = True
        return self._drain(technician, at)

    def offline(self, technician: int, at: float, back_at: float | None) -> Iterable[Decision]:
        """What is not begun goes back at the end of a shift; over a pause it stays."""
        self._online[technician] = False
        if back_at is not None and back_at - at <= HOUR:
            return []
        returned = [ticket for ticket, begun in self._lists[technician].items() if not begun]
        decisions = []
        for ticket in returned:
            del self._lists[technician][ticket]
            decisions += self.arrived(ticket, at) or [Decision(ticket, NOBODY)]
        return decisions

    def arrived(self, ticket: int, at: float) -> list[Decision]:
        """A ticket goes to the best who has room, else it waits."""
        skill = self._scenario.tickets[ticket].skill
        open_ = [number for number in self._holders[skill] if self._has_room(number)]
        if not open_:
            self._queues.setdefault(skill, {})[ticket] = None
            return []
        best = min(open_, key=lambda number: (*self.key(number, ticket), number))
        return [self._give(best, ticket, at)]

    def started(self, ticket: int, technician: int, at: float) -> Iterable[Decision]:
        """Work begins."""
        self._lists[technician][ticket] = True
        return []

    def done(self, ticket: int, technician: int, at: float, minutes: float) -> Iterable[Decision]:
        """The place is free for whoever waits."""
        del self._lists[technician][ticket]
        return self._drain(technician, at)

    def bounced(self, ticket: int, technician: int, at: float) -> Iterable[Decision]:
        """Back into the queue."""
        del self._lists[technician][ticket]
        return self.arrived(ticket, at)

    def tick(self, at: float) -> Iterable[Decision]:
        """Nothing happens by the clock."""
        return []

    def _has_room(self, technician: int) -> bool:
        capacity = self._scenario.technicians[technician].capacity
        return self._online[technician] and len(self._lists[technician]) < capacity

    def _give(self, technician: int, ticket: int, at: float) -> Decision:
        self._lists[technician][ticket] = False
        self.gave(technician, ticket, at)
        return Decision(ticket, technician)

    def _next_waiting(self, technician: int) -> tuple[str, int] | None:
        """The best of the queues' heads; a priority queue has to look at all of one."""
        found: list[tuple[Key, str, int]] = []
        for skill in self._scenario.technicians[technician].skills:
            queue = self._queues.get(skill)
            if queue:
                ticket = min(queue, key=self.queue_key)
                found.append((self.queue_key(ticket), skill, ticket))
        if not found:
            return None
        _, skill, ticket = min(found)
        return skill, ticket

    def _drain(self, technician: int, at: float) -> list[Decision]:
        decisions = []
        while self._has_room(technician):
            waiting = self._next_waiting(technician)
            if waiting is None:
                break
            skill, ticket = waiting
            del self._queues[skill][ticket]
            decisions.append(self._give(technician, ticket, at))
        return decisions


class FewestActive(Lists):
    """What most products call load balancing: the fewest active tickets, first come first served."""

    name = "fewest active"

    def key(self, technician: int, ticket: int) -> Key:
        """The length of the list."""
        return (float(len(self._lists[technician])),)


class FewestActiveByPriority(FewestActive):
    """The same, with queues and lists in order of priority."""

    name = "fewest active + priority"
    is_list_by_priority = True


class InTurn(Lists):
    """Round robin among those who have the skill, are there and have room."""

    name = "round robin (lists)"

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._last = [-1.0] * len(scenario.technicians)
        self._turn = 0.0

    def key(self, technician: int, ticket: int) -> Key:
        """Whose turn is longest ago."""
        return (self._last[technician],)

    def gave(self, technician: int, ticket: int, at: float) -> None:
        """His turn was now."""
        self._turn += 1.0
        self._last[technician] = self._turn


class ClassicWeightedLoad(Lists):
    """Least weighted work held, at the technician's speed, in lists by priority."""

    name = "weighted load (lists)"
    is_list_by_priority = True

    def key(self, technician: int, ticket: int) -> Key:
        """Minutes held, weighted by priority, with this ticket on top."""
        tickets, person = self._scenario.tickets, self._scenario.technicians[technician]
        weighted = sum(
            tickets[held].estimate * LOAD_WEIGHT[PRIORITIES[tickets[held].rank]]
            for held in (*self._lists[technician], ticket)
        )
        speed = person.shown_speed * (0.5 + 0.5 * person.skills[tickets[ticket].skill])
        return (weighted / speed,)


class FixedRules(Lists):
    """Each category has its person; his tickets wait for him, whoever else is free."""

    name = "category rules"

    def _owner(self, ticket: int) -> int:
        item = self._scenario.tickets[ticket]
        able = self._holders[item.skill]
        # Not `hash`: that differs from process to process.
        return able[crc32(item.category.encode()) % len(able)]

    def arrived(self, ticket: int, at: float) -> list[Decision]:
        """To the owner, or into the queue for him."""
        owner = self._owner(ticket)
        if self._has_room(owner):
            return [self._give(owner, ticket, at)]
        self._queues.setdefault(f"owner {owner}", {})[ticket] = None
        return []

    def _next_waiting(self, technician: int) -> tuple[str, int] | None:
        name = f"owner {technician}"
        queue = self._queues.get(name)
        return (name, next(iter(queue))) if queue else None


class HourlyByHand(FewestActive):
    """Somebody looks into the queue once an hour and deals it out, the most pressing first."""

    name = "hourly by hand"
    is_list_by_priority = True
    tick_seconds = HOUR

    def arrived(self, ticket: int, at: float) -> list[Decision]:
        """It waits for the next look."""
        self._queues.setdefault(self._scenario.tickets[ticket].skill, {})[ticket] = None
        return []

    def _drain(self, technician: int, at: float) -> list[Decision]:
        return []

    def tick(self, at: float) -> Iterable[Decision]:
        """Deal out what there is room for."""
        decisions = []
        for queue in self._queues.values():
            for ticket in sorted(queue, key=self.queue_key):
                found = super().arrived(ticket, at)
                if not found:
                    break
                del queue[ticket]
                decisions += found
        return decisions


WAYS: tuple[type[Lists], ...] = (
    FewestActive,
    FewestActiveByPriority,
    ClassicWeightedLoad,
    InTurn,
    FixedRules,
    HourlyByHand,
)
