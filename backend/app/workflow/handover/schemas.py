"""Shapes of hand-overs."""

from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.tickets.schemas import Text, Version


class Receiver(StrEnum):
    """Who gets a ticket that is handed over."""

    PERSON = "person"
    TEAM = "team"
    QUEUE = "queue"


class HandOver(BaseModel):
    """Hand a ticket over, with a sentence for whoever takes it up."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "version": 4,
                    "to": "team",
                    "to_id": "01936f4e-8a3b-7c2d-9e10-5f6a7b8c9d0e",
                    "note": "The switch is fine; the fault is in the firewall rules.",
                    "keep_watching": True,
                }
            ]
        },
    )

    version: Version
    to: Receiver
    to_id: UUID | None = Field(
        default=None, description="The person or the team; not for the queue."
    )
    note: Text = Field(description="What the receiver must know; an internal note.")
    keep_watching: bool = Field(
        default=False, description="You are told further what happens to the ticket."
    )

    @model_validator(mode="after")
    def _names_whom(self) -> Self:
        if (self.to is Receiver.QUEUE) is not (self.to_id is None):
            raise ValueError("name a person or a team in to_id, and nobody for the queue")
        return self
