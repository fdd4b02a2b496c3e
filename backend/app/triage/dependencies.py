"""What the endpoints of triage need of their process: a way to ask the triage worker, and ratings."""

from typing import Annotated

from fastapi import Depends, Request

from app.triage.similar import Ask, RatingsOf


# Not plain functions: FastAPI would send each call to a thread.
async def _ask(request: Request) -> Ask:
    ask: Ask = request.app.state.ask
    return ask


async def _ratings_of(request: Request) -> RatingsOf:
    ratings_of: RatingsOf = request.app.state.ratings_of
    return ratings_of


TriageWorker = Annotated[Ask, Depends(_ask)]
Ratings = Annotated[RatingsOf, Depends(_ratings_of)]
