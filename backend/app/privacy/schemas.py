"""Shapes of the privacy domain."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.auth.models import EMAIL_LENGTH


class ErasePerson(BaseModel):
    """Erase a person for good. The address is typed once more, since nothing brings it back."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"email": "sam@firm.example"}]}
    )

    email: Annotated[str, StringConstraints(min_length=3, max_length=EMAIL_LENGTH)]


class Erased(BaseModel):
    """What was erased."""

    tickets: int = Field(description="Tickets in which words of the person stood.")
    messages: int
    files: int = Field(description="Taken out at once; their bytes go within the hour.")
