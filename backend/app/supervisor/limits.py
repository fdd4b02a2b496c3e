"""How many files and connections a process may hold open."""

import resource
from dataclasses import dataclass

# 10,000 people reconnecting at once need one file each, and as many again as headroom.
WANTED_OPEN_FILES = 20_000
# macOS calls its hard limit endless and accepts no more than this.
FALLBACK_OPEN_FILES = 10_240


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """The limit in force after raising it."""

    soft: int

    @property
    def shortage(self) -> str | None:
        """One sentence that says what to raise, or `None` when the limit is high enough."""
        if self.soft == resource.RLIM_INFINITY or self.soft >= WANTED_OPEN_FILES:
            return None
        return (
            f"This process may hold only {self.soft:,} files open, and connections beyond that are "
            f"lost: raise the hard limit 'nofile' to {WANTED_OPEN_FILES:,} or more "
            "(ulimit -Hn, LimitNOFILE= of systemd, ulimits of the container)."
        )


def raise_open_files() -> OpenFiles:
    """Raise the soft limit of open files to the hard one; children inherit it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):
            if soft < FALLBACK_OPEN_FILES:
                resource.setrlimit(resource.RLIMIT_NOFILE, (FALLBACK_OPEN_FILES, hard))
    return OpenFiles(soft=resource.getrlimit(resource.RLIMIT_NOFILE)[0])
