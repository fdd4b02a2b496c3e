"""The closed sets that rules are made of, in words, for pages and clients."""

from app.workflow.rules import words
from app.workflow.rules.conditions import FIELDS
from app.workflow.rules.enums import Mode
from app.workflow.rules.views import FieldWord, ModeWord, OpWord, TriggerWord, Vocabulary

_MODES = {
    Mode.OVERRIDE: "does it, whatever the model says",
    Mode.BOUND: "only sets limits to what the model says",
    Mode.SUGGEST: "only suggests it",
}

ALL = Vocabulary(
    triggers=[TriggerWord(value=one, label=label) for one, label in words.TRIGGERS.items()],
    fields=[
        FieldWord(
            value=one.about,
            label=one.label,
            kind=one.kind,
            ops=list(one.ops),
            choices=list(one.choices),
        )
        for one in FIELDS.values()
    ],
    ops=[OpWord(value=one, label=label) for one, label in words.OPS.items()],
    modes=[ModeWord(value=one, label=label) for one, label in _MODES.items()],
)
