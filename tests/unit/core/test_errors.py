"""Every refusal has a family, a status and the one shape."""

import json

import pytest

from app.core import error_handlers, errors
from app.core.error_handlers import documented, problem, status_of


class TicketBurnt(errors.Conflict):
    """The ticket burnt."""

    code = "ticket_burnt"


@pytest.mark.parametrize(
    ("family", "status"),
    [
        (errors.NotSignedIn, 401),
        (errors.Forbidden, 403),
        (errors.NotFound, 404),
        (errors.Conflict, 409),
        (errors.StaleEdit, 409),
        (errors.TooLarge, 413),
        (errors.Unsupported, 415),
        (errors.Invalid, 422),
        (errors.RateLimited, 429),
        (errors.Unavailable, 503),
        (TicketBurnt, 409),
        (errors.TikifyError, 500),
    ],
)
def test_status_of_a_family(family: type[errors.TikifyError], status: int) -> None:
    assert status_of(family) == status


def test_a_problem_has_the_shape_of_rfc_9457() -> None:
    answer = problem(409, "ticket_burnt", "It burnt.", headers={"Retry-After": "3"}, current=None)

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "3"
    assert json.loads(bytes(answer.body)) == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "It burnt.",
        "code": "ticket_burnt",
        "request_id": "",
        "current": None,
    }


def test_a_problem_that_quotes_a_broken_character_can_be_sent() -> None:
    answer = problem(422, "invalid", "bad \ud800 field")

    assert json.loads(bytes(answer.body))["detail"] == "bad ? field"


def test_documented_errors_are_grouped_by_status() -> None:
    documentation = documented(errors.NotFound, TicketBurnt, errors.StaleEdit)

    assert set(documentation) == {404, 409}
    examples = documentation[409]["content"][error_handlers.PROBLEM_TYPE]["examples"]
    assert set(examples) == {"ticket_burnt", "stale_edit"}
    assert examples["ticket_burnt"]["value"]["detail"] == "The ticket burnt."
