"""What can go wrong with the assignment settings."""

from app.core.errors import Conflict, Invalid, NotFound


class SettingOutOfRange(Invalid):
    """A setting is outside its range; the sentence says which, and what is allowed."""

    code = "setting_out_of_range"


class SettingsChangedMeanwhile(Conflict):
    """Somebody else changed these settings since they were read."""

    code = "settings_changed_meanwhile"

    def __init__(self, version: int) -> None:
        super().__init__(
            "Somebody else changed these settings meanwhile. Look at theirs first.",
            version=version,
        )


class SettingsVersionNotFound(NotFound):
    """These settings never had such a version."""

    code = "settings_version_not_found"

    def __init__(self) -> None:
        super().__init__("These settings have no version of this number.")
