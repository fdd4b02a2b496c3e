"""Why a sign-in at a provider came to nothing; the page reads the code from `/sign-in?error=…`."""

from typing import ClassVar

from app.core.errors import TikifyError


class SignInRefused(TikifyError):
    """The sign-in at the provider did not lead to a session."""

    code: ClassVar[str] = "oidc_refused"


class StateInvalid(SignInRefused):
    """The way back from the provider does not belong to a sign-in that this browser began."""

    code = "state_invalid"

    def __init__(self) -> None:
        super().__init__("This sign-in was finished before, is too old or began elsewhere.")


class ProviderRefused(SignInRefused):
    """The provider answered with an error, or the person said no there."""

    code = "provider_refused"

    def __init__(self) -> None:
        super().__init__("The provider did not sign you in.")


class ProviderUnavailable(SignInRefused):
    """The provider does not answer, or not as OpenID Connect asks."""

    code = "provider_unavailable"

    def __init__(self) -> None:
        super().__init__("The provider does not answer at the moment.")


class IdTokenInvalid(SignInRefused):
    """The provider's statement about the person does not hold."""

    code = "id_token_invalid"

    def __init__(self) -> None:
        super().__init__("What the provider said about you could not be verified.")


class EmailMissing(SignInRefused):
    """The provider tells no usable e-mail address."""

    code = "email_missing"

    def __init__(self) -> None:
        super().__init__("The provider did not tell us your e-mail address.")


class EmailBelongsToAccount(SignInRefused):
    """An account has this address, and the two are not known to be the same person."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__(
            "There is an account with your e-mail address. Sign in with its password, or reset it."
        )


class AccountSwitchedOff(SignInRefused):
    """The account that belongs to this person is switched off."""

    code = "account_switched_off"

    def __init__(self) -> None:
        super().__init__("Your account is switched off. Ask an administrator.")
