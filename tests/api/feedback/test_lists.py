"""Lists and sums of ratings over HTTP."""

from uuid import UUID

import pytest

from app.core.db import Database
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn
from tests.factories.feedback import make_rating, solve_ticket


@pytest.fixture
async def colleagues(
    db: Database, as_user: SignedIn, sign_in_as: SignInAs
) -> tuple[SignedIn, SignedIn]:
    """Two technicians; the first was rated 5, 4 and 1, the second 2."""
    ann, ben = await sign_in_as("technician"), await sign_in_as("technician")
    async with db.write() as session:
        for technician, score in ((ann, 5), (ann, 4), (ben, 2), (ann, 1)):
            ticket = await solve_ticket(session, requester=as_user.user, technician=technician.user)
            await make_rating(session, ticket, score=score, comment=f"score {score}")
    return ann, ben


async def scores(client: SignedIn, technician_id: UUID | None = None) -> list[int]:
    params = {} if technician_id is None else {"technician_id": str(technician_id)}
    answer = await client.get("/api/v1/feedback", params=params)
    assert answer.status_code == 200
    return [row["score"] for row in answer.json()["items"]]


async def test_technicians_see_their_own_newest_first(
    colleagues: tuple[SignedIn, SignedIn], as_user: SignedIn
) -> None:
    ann, ben = colleagues
    assert await scores(ann) == [1, 4, 5]
    assert await scores(ann, ann.id) == [1, 4, 5]
    assert await scores(ben) == [2]
    row = (await ben.get("/api/v1/feedback")).json()["items"][0]
    assert row["comment"] == "score 2"
    assert row["author"]["id"] == str(as_user.id)
    assert row["technician"] == {"id": str(ben.id), "name": ben.user.name}
    assert row["ticket"]["reference"].startswith("TK-")


async def test_technicians_do_not_see_each_others(
    colleagues: tuple[SignedIn, SignedIn],
) -> None:
    ann, ben = colleagues
    for path in ("/api/v1/feedback", "/api/v1/feedback/summary"):
        answer = await ann.get(path, params={"technician_id": str(ben.id)})
        assert (answer.status_code, answer.json()["code"]) == (403, "others_feedback")


async def test_administrators_see_all_or_one(
    colleagues: tuple[SignedIn, SignedIn], as_admin: SignedIn
) -> None:
    assert await scores(as_admin) == [1, 2, 4, 5]
    assert await scores(as_admin, colleagues[1].id) == [2]


async def test_users_see_no_lists(colleagues: object, as_user: SignedIn) -> None:
    for path in ("/api/v1/feedback", "/api/v1/feedback/summary"):
        answer = await as_user.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_pages_follow_each_other(
    colleagues: tuple[SignedIn, SignedIn], as_admin: SignedIn
) -> None:
    found, cursor = [], None
    for _ in range(4):
        params = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        page = (await as_admin.get("/api/v1/feedback", params=params)).json()
        found += [row["score"] for row in page["items"]]
        cursor = page["next_cursor"]
    assert found == [1, 2, 4, 5]
    assert cursor is None


async def test_a_strange_cursor_is_refused(as_admin: SignedIn) -> None:
    answer = await as_admin.get("/api/v1/feedback", params={"cursor": "never"})
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


async def test_sums(colleagues: tuple[SignedIn, SignedIn], as_admin: SignedIn) -> None:
    assert (await as_admin.get("/api/v1/feedback/summary")).json() == {
        "count": 4,
        "average": 3.0,
        "by_score": {"1": 1, "2": 1, "3": 0, "4": 1, "5": 1},
    }
    assert (await colleagues[0].get("/api/v1/feedback/summary")).json() == {
        "count": 3,
        "average": 3.33,
        "by_score": {"1": 1, "2": 0, "3": 0, "4": 1, "5": 1},
    }


async def test_without_ratings_there_is_no_average(as_technician: SignedIn) -> None:
    summary = (await as_technician.get("/api/v1/feedback/summary")).json()
    assert (summary["count"], summary["average"]) == (0, None)
