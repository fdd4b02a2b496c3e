"""Request and response shapes of what follows a solution."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.auth.schemas import PersonRef

_Days = Annotated[int, Field(ge=1, le=90)]


class LifecycleSettings(BaseModel):
    """What happens after a solution. Version 0 is what the product came with."""

    version: int
    close_after_days: int | None
    calendar_id: UUID | None
    asks: bool
    ask_after_hours: int
    remind_after_days: int | None
    changed_by: PersonRef | None
    changed_at: datetime | None
    sentence: str


class SetLifecycle(BaseModel):
    """Choose what happens after a solution; for tickets that are solved from now on."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "version": 0,
                    "close_after_days": 5,
                    "calendar_id": None,
                    "asks": True,
                    "ask_after_hours": 24,
                    "remind_after_days": 3,
                }
            ]
        },
    )

    version: Annotated[int, Field(ge=0, description="The version that you saw.")]
    close_after_days: _Days | None = Field(
        description="Working days until a solved ticket closes by itself; null: never."
    )
    calendar_id: UUID | None = Field(
        default=None, description="Whose working days; null: every day is one."
    )
    asks: bool = Field(
        description="Whether requesters are asked for a rating by mail and in the app."
    )
    ask_after_hours: Annotated[int, Field(ge=0, le=720)] = 24
    remind_after_days: _Days | None = Field(
        default=3, description="Once; null: nobody is reminded."
    )


class TicketClosing(BaseModel):
    """What follows the solution of a ticket; nulls where nothing does."""

    closes_at: datetime | None
    asked_at: datetime | None
