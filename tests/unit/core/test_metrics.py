"""Counters of several processes over one folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core import metrics

COUNT = """
from app.core.metrics import BELLS_FAILED, OPEN_STREAMS
BELLS_FAILED.labels("outbox").inc(2)
OPEN_STREAMS.inc(5)
"""
SHOW = """
import sys
from app.core.metrics import OPEN_STREAMS, exposition
OPEN_STREAMS.inc(3)
sys.stdout.buffer.write(exposition())
"""


def run(code: str, folder: Path) -> str:
    """Run a few lines as a process that shares its counters; return what it printed."""
    environment = os.environ | {metrics.METRICS_DIR_VARIABLE: str(folder)}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_counts_of_ended_processes_stay_and_their_open_streams_go(tmp_path: Path) -> None:
    run(COUNT, tmp_path)
    run(COUNT, tmp_path)
    shown = run(SHOW, tmp_path)
    assert 'tikify_bells_failed_total{bell="outbox"} 4.0' in shown
    assert "tikify_open_streams 3.0" in shown


def test_a_process_alone_shows_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(metrics.METRICS_DIR_VARIABLE, raising=False)
    assert b"tikify_open_streams" in metrics.exposition()
