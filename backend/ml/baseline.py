"""The baseline to beat: TF-IDF with logistic regression, trained on the same rows."""

from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from ml.rows import Row


def predict(train: Sequence[Row], test: Sequence[Row], field: str) -> list[str]:
    """Fit on the rows of `train` that know the label and return the labels guessed for `test`."""
    known = [row for row in train if getattr(row, field) is not None]
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_features=30_000),
        LogisticRegression(C=10.0, max_iter=300, tol=1e-3, class_weight="balanced"),
    )
    model.fit([row.text for row in known], [getattr(row, field) for row in known])
    return [str(label) for label in model.predict([row.text for row in test])]
