"""Runs a command that dies with its parent: `python -I -S tether.py PARENT_PID COMMAND…`.

A script of its own, standard library only, started before every child. Linux delivers SIGKILL
to the command when the supervisor is gone, however it went; other systems have no such call,
and there a supervisor killed by SIGKILL leaves its children behind.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie this process to its parent and become the command."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
            sys.exit(f"prctl: {os.strerror(ctypes.get_errno())}")
        # The parent may have died before the call above took hold.
        if os.getppid() != parent:
            sys.exit(1)
    try:
        # The supervisor's own command line, which no shell has to read.
        os.execvp(command[0], command)  # noqa: S606
    except OSError as error:
        sys.exit(f"{command[0]} could not be started: {error.strerror}")


if __name__ == "__main__":
    main()
