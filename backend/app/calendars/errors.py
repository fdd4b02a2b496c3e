"""What can go wrong with calendars."""

from app.core.errors import Conflict, Invalid, NotFound


class CalendarNotFound(NotFound):
    """There is no calendar with this id."""

    code = "calendar_not_found"

    def __init__(self) -> None:
        super().__init__("There is no calendar with this id.")


class CalendarNameTaken(Conflict):
    """Another calendar has this name."""

    code = "calendar_name_taken"

    def __init__(self) -> None:
        super().__init__("Another calendar has this name.")


class CalendarInUse(Conflict):
    """Somebody still works by this calendar."""

    code = "calendar_in_use"

    def __init__(self) -> None:
        super().__init__("Somebody still works by this calendar. Give them other hours first.")


class RegionUnknown(Invalid):
    """There is no such country, or it has no such region."""

    code = "region_unknown"

    def __init__(self, country: str, region: str | None) -> None:
        if region is None:
            sentence = f"No public holidays are known for the country {country}."
        else:
            sentence = f"The country {country} has no region {region}; choose one of the list."
        super().__init__(sentence)
