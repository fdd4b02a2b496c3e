"""What can go wrong in triage."""

from app.core.errors import Unavailable


class TriageUnavailable(Unavailable):
    """No triage worker answers at the moment; tickets are taken and scored later all the same."""

    code = "triage_unavailable"

    def __init__(self) -> None:
        super().__init__("Suggestions are not available at the moment.", retry_after=5)
