"""No sealed text is forgotten by erasure: each has its fate."""

from app.core.crypto import EncryptedText
from app.privacy.inventory import FATES
from app.wiring.tables import METADATA


def test_every_sealed_text_has_a_fate() -> None:
    sealed = {
        f"{table.name}.{column.name}"
        for table in METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, EncryptedText)
    }
    assert set(FATES) == sealed
