"""What can go wrong with accounts, sessions and tokens."""

from app.core.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn


class CsrfFailed(Forbidden):
    """The request carries a session cookie and lacks the matching X-CSRF-Token."""

    code = "csrf_failed"

    def __init__(self) -> None:
        super().__init__(
            "The X-CSRF-Token header is missing or not that of this session. Reload the page."
        )


class WrongCredentials(NotSignedIn):
    """No active account has this e-mail address and password."""

    code = "wrong_credentials"

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class WrongPassword(Invalid):
    """The current password does not match."""

    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__("The current password is not right.")


class PasswordUnfit(Invalid):
    """The password breaks a rule; the sentence tells which."""

    code = "password_unfit"


class EmailTaken(Conflict):
    """Another account has this e-mail address."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__(
            "There is an account with this e-mail address. Sign in with its password, or reset it."
        )


class SignUpClosed(Forbidden):
    """New accounts are made by an administrator here."""

    code = "sign_up_closed"

    def __init__(self) -> None:
        super().__init__("Sign-up is closed here. Ask an administrator for an account.")


class ResetTokenInvalid(Invalid):
    """The link is unknown, used or too old."""

    code = "reset_token_invalid"

    def __init__(self) -> None:
        super().__init__("This link was used or is too old. Ask for a new one.")


class TokenNotFound(NotFound):
    """The token is not one of yours."""

    code = "token_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such token among yours.")


class ProviderUnknown(NotFound):
    """No sign-in provider has this name."""

    code = "provider_unknown"

    def __init__(self) -> None:
        super().__init__("There is no sign-in provider of this name.")
