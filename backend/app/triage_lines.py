"""Composition root of `tikify triage`: the model of `ml` and the alarms that the product raises."""

import sys

from app.triage.priority import has_alarm
from ml import command_triage

if __name__ == "__main__":
    sys.exit(command_triage.main(has_alarm))
