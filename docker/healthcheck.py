"""Ends with 0 when the container's process does its work: `healthcheck.py api|default|triage`.

The api is asked over HTTP. A worker leaves a note in Redis that fades after half a minute; all
workers of one queue share the note, and one that fails by itself ends and is restarted.
"""

import os
import sys
import urllib.request

import redis

TIMEOUT_SECONDS = 2


def api_is_well() -> bool:
    """Does the api say that it lives?"""
    url = f"http://127.0.0.1:{os.environ.get('TIKIFY_PORT', '8080')}/healthz"
    with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
        return bool(answer.status == 200)


def worker_is_well(queue: str) -> bool:
    """Is the note of this queue's workers fresh?"""
    client = redis.Redis.from_url(os.environ["TIKIFY_REDIS_URL"], socket_timeout=TIMEOUT_SECONDS)
    return bool(client.exists(f"tikify:{queue}:health-check"))


def main(part: str) -> int:
    """Return the exit code that the container engine reads."""
    try:
        well = api_is_well() if part == "api" else worker_is_well(part)
    except (OSError, redis.RedisError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
