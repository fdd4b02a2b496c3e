"""What can go wrong with notifications and push subscriptions."""

from app.core.errors import Conflict, Invalid, NotFound


class NotificationNotFound(NotFound):
    """The notification does not exist or is somebody else's."""

    code = "notification_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such notification in your inbox.")


class PushEndpointRefused(Invalid):
    """The endpoint is not one that we may call."""

    code = "push_endpoint_refused"


class PushKeysInvalid(Invalid):
    """The subscription's keys are not what browsers make."""

    code = "push_keys_invalid"

    def __init__(self) -> None:
        super().__init__(
            "`p256dh` must be an uncompressed P-256 point and `auth` 16 bytes, both base64url."
        )


class NoPushSubscription(Conflict):
    """There is no browser to push to."""

    code = "no_push_subscription"

    def __init__(self) -> None:
        super().__init__("No browser of yours takes pushes. Switch them on in one first.")


class PushSwitchedOff(Conflict):
    """Pushes are off in the person's own settings."""

    code = "push_switched_off"

    def __init__(self) -> None:
        super().__init__("Pushes are switched off in your notification settings.")
