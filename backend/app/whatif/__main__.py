"""`python -m app.whatif`: one task in, progress and the answer out; ends when its parent does."""

import os
import sys
import threading
import time
from typing import Any

from pydantic import TypeAdapter

from app.assignment.engine.settings import SettingRefused
from app.assignment.simulate.scenario import ScenarioRefused
from app.whatif.experiment import answer
from app.whatif.messages import Message
from app.whatif.staging import Task

NICENESS = 10
TELL_SECONDS = 0.5


def _say(message: Message) -> None:
    sys.stdout.write(message.model_dump_json() + "\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    """The parent never writes again: the end of its side of the pipe is its end."""
    sys.stdin.buffer.read()
    os._exit(1)


def main() -> int:
    """Answer the one task on standard input."""
    os.nice(NICENESS)
    line = sys.stdin.buffer.readline()
    if not line:
        return 1
    threading.Thread(target=_end_with_parent, daemon=True).start()
    task: Any = TypeAdapter(Task).validate_json(line)
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TELL_SECONDS:
            last = time.monotonic()
            _say(Message(done=done, total=total))

    try:
        _say(Message(answer=answer(task, tell)))
    except (ScenarioRefused, SettingRefused) as refusal:
        _say(Message(refused=str(refusal)))
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # The thread that waits for the parent would hold the interpreter back.
    os._exit(code)
