"""How long to wait before a dead child is started again."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Backoff:
    """Doubling delays, from the first again once a child has stayed alive long enough."""

    first: float = 0.2
    longest: float = 10.0
    settled_after: float = 30.0
    _next: float = field(default=0.0, init=False)

    def after(self, *, seconds_alive: float) -> float:
        """Return the delay in seconds that follows a life of that length."""
        if seconds_alive >= self.settled_after or not self._next:
            self._next = self.first
        delay = self._next
        self._next = min(self.longest, delay * 2)
        return delay
