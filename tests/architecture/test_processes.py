"""What a process loads: the HTTP process and the worker stay light."""

import json
import subprocess
import sys

import pytest

from tests.architecture.source import BACKEND, ROOT

HEAVY = (
    "ml",
    "onnxruntime",
    "tokenizers",
    "numkong",
    "torch",
    "sentence_transformers",
    "transformers",
    "pandas",
)


TELL = "import sys, json; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"


def loaded(statement: str) -> set[str]:
    """Top-level packages in a fresh process after a statement."""
    answer = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{statement}\n{TELL}",
        ],
        cwd=BACKEND,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(answer.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "statement",
    ["from app.main import create_app; create_app()", "import app.worker", "import app.cli"],
)
def test_no_model_and_no_pandas(statement: str) -> None:
    assert loaded(statement) & set(HEAVY) == set()


def test_a_stray_import_is_found() -> None:
    assert "onnxruntime" in loaded("import app.main, ml.scorer")


def test_the_triage_worker_needs_no_training_packages() -> None:
    assert (
        loaded("import app.triage_worker") & {"torch", "sentence_transformers", "pandas"} == set()
    )


def test_the_import_contracts_hold() -> None:
    answer = subprocess.run(
        [str(ROOT / ".venv/bin/lint-imports"), "--no-logo"]
        if (ROOT / ".venv/bin/lint-imports").exists()
        else [sys.executable, "-m", "importlinter.cli", "lint", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stdout
    assert "0 broken" in answer.stdout
