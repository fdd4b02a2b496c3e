"""What a model must beat: TF-IDF with logistic regression on the same rows, and plain keywords."""

import re
from collections.abc import Sequence
from typing import Final

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from ml.rows import Row

_GRAVE: Final = re.compile(
    r"\b(all|everyone|everybody|nobody|whole|outage|down|breach|leak\w*|fire|stolen|hacked|phish\w*"
    r"|payroll|customers)\b",
    re.IGNORECASE,
)
_PRESSING: Final = re.compile(
    r"\b(urgent\w*|asap|immediately|now|emergency|critical|today|tonight|stopped|cannot work)\b",
    re.IGNORECASE,
)
_IDLE: Final = re.compile(
    r"\b(no (?:hurry|rush)|when you (?:can|have time)|question|wondering|next (?:week|month)"
    r"|would like|would be nice)\b",
    re.IGNORECASE,
)


def predict(train: Sequence[Row], test: Sequence[Row], field: str) -> list[str]:
    """Fit on the rows of `train` that know the label and return the labels guessed for `test`."""
    known = [row for row in train if getattr(row, field) is not None]
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_features=30_000),
        LogisticRegression(C=10.0, max_iter=300, tol=1e-3, class_weight="balanced"),
    )
    model.fit([row.text for row in known], [getattr(row, field) for row in known])
    return [str(label) for label in model.predict([row.text for row in test])]


def by_keywords(rows: Sequence[Row]) -> list[str]:
    """Return the priority that the words which people filter mail by would give: the floor."""
    return [_by_keywords(row.text) for row in rows]


def _by_keywords(text: str) -> str:
    grave, pressing = bool(_GRAVE.search(text)), bool(_PRESSING.search(text))
    if grave and pressing:
        return "critical"
    if grave or pressing:
        return "high"
    return "low" if _IDLE.search(text) else "medium"
