"""What can go wrong when models are exchanged."""

from app.core.errors import Conflict, NotFound


class ModelNotFound(NotFound):
    """No model of this installation has this version."""

    code = "model_not_found"

    def __init__(self) -> None:
        super().__init__("No model has this version.")


class ModelServesAlready(Conflict):
    """The model is in service already."""

    code = "model_serves_already"

    def __init__(self) -> None:
        super().__init__("This model is in service already.")


class ShippedModelIsNoShadow(Conflict):
    """Only a trained model can score silently beside the one in service."""

    code = "shipped_model_is_no_shadow"

    def __init__(self) -> None:
        super().__init__("Only a model that was trained here can be the shadow.")


class NoShadow(NotFound):
    """No model scores silently at the moment."""

    code = "no_shadow"

    def __init__(self) -> None:
        super().__init__("No model runs as the shadow.")


class NothingToRollBackTo(Conflict):
    """No other model was in service before this one."""

    code = "nothing_to_roll_back_to"

    def __init__(self) -> None:
        super().__init__("The shipped model is in service and there is none before it.")
