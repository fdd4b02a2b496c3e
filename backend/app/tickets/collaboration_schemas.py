"""Shapes of drafts: what is written on a ticket and not sent yet."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from app.auth.schemas import PersonRef
from app.tickets.enums import MessageKind
from app.tickets.models import DEVICE_LENGTH
from app.tickets.schemas import TEXT_LENGTH


class SaveDraft(BaseModel):
    """Keep unsent words. Empty words forget the draft."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "reply",
                    "text": "Could you send me the",
                    "device": "d4f1c2",
                    "edited_at": "2026-03-02T09:00:00Z",
                }
            ]
        },
    )

    kind: MessageKind = MessageKind.REPLY
    text: Annotated[
        str,
        StringConstraints(max_length=TEXT_LENGTH),
        AfterValidator(lambda text: text.replace("\x00", "")),
    ]
    device: Annotated[
        str,
        StringConstraints(min_length=1, max_length=DEVICE_LENGTH, pattern=r"^[\w-]+$"),
    ] = Field(description="A name of your choosing for this browser; tells two devices apart.")
    edited_at: AwareDatetime = Field(
        description="When the last letter was typed; the latest counts."
    )


class DraftView(BaseModel):
    """Unsent words of yours."""

    kind: MessageKind
    # `@[id]` stands for somebody of `mentions`.
    text: str
    mentions: list[PersonRef]
    device: str
    edited_at: datetime


class KeptDraft(BaseModel):
    """What is kept now; with `kept` false it is what another device of yours wrote later."""

    kept: bool
    draft: DraftView | None
