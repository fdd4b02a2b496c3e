"""Public holidays by country and region."""

from datetime import date
from functools import lru_cache

import holidays

ENGLISH = "en_US"


@lru_cache(maxsize=1)
def countries() -> dict[str, tuple[str, ...]]:
    """ISO codes of the countries known, with the codes of their regions."""
    known = holidays.list_supported_countries(include_aliases=False)
    return {code: tuple(regions) for code, regions in sorted(known.items())}


@lru_cache(maxsize=1024)
def holidays_of(country: str, region: str | None, year: int) -> dict[date, str]:
    """The holidays of a year with their names, in English where the names are translated."""
    translated = ENGLISH in holidays.list_localized_countries().get(country, [])
    return dict(
        holidays.country_holidays(
            country, subdiv=region, years=year, language=ENGLISH if translated else None
        )
    )
