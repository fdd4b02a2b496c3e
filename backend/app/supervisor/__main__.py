"""`python -m app.supervisor`: read the settings, run, and put every refusal into one sentence."""

import sys

from pydantic import ValidationError
from pydantic_settings import SettingsError

from app.core.config import Settings
from app.supervisor import terminal
from app.supervisor.errors import CannotStart
from app.supervisor.plan import Commands
from app.supervisor.up import run

CANNOT_START = 2


def read_settings() -> Settings:
    """Read the environment.

    Raises:
        CannotStart: a setting has a value that cannot be used.
    """
    try:
        settings = Settings()
        # Computed from the settings, so that a wrong one is told before anything is started.
        _ = settings.resolved_database_url, settings.resolved_redis_url
        return settings
    except ValidationError as error:
        first = error.errors()[0]
        name = "__".join(str(part) for part in first["loc"]).upper()
        raise CannotStart(f"The setting TIKIFY_{name} cannot be used: {first['msg']}.") from error
    except (SettingsError, ValueError) as error:
        raise CannotStart(str(error)) from error


def main(commands: Commands | None = None) -> int:
    """Return the exit code: 0 after a clean stop, 2 when something stands in the way."""
    try:
        run(read_settings(), commands or Commands())
    except CannotStart as refusal:
        terminal.complain(str(refusal))
        return CANNOT_START
    return 0


if __name__ == "__main__":
    sys.exit(main())
