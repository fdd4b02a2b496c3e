"""Says in words what a verification found."""

from collections.abc import Mapping, Sequence

from app.audit.chains import Finding
from app.audit.document import uuid_text
from app.audit.enums import Fault
from app.audit.models import SYSTEM, AuditRoot
from app.audit.verification import Report, root_of_position

_SENTENCES = {
    Fault.CHANGED: "{event} was changed.",
    Fault.MISSING: "{event} is missing.",
    Fault.INSERTED: "{event} was put in, or changed before it was sealed: it is not ours as it stands.",
    Fault.REORDERED: "{event} does not stand where it was recorded.",
    Fault.CUT: "{event} and whatever came after it were cut off.",
    Fault.SEAL_CHANGED: "The seal of {event} was changed; the event itself is as it was recorded.",
    Fault.SEAL_MISSING: "The seal of {event} is missing.",
    Fault.HEAD_CHANGED: "The noted end of {chain} is not its end.",
    Fault.WORDS_CHANGED: "The words or files that belong to {event} were changed.",
    Fault.WORDS_MISSING: "The words that belong to {event} are gone, and no erasure is on record.",
    Fault.LOG_CHANGED: "The log of chain heads was changed below root {root}.",
    Fault.ROOT_CHANGED: "Root {root} is not as it was signed.",
    Fault.ROOT_MISSING: "Root {root} is missing.",
    Fault.KEY_MISSING: "{event} is sealed with a key that is not here.",
}


def chain_name(chain: bytes | None, references: Mapping[bytes, str]) -> str:
    """A chain as people know it."""
    if chain is None:
        return "the log"
    if chain == SYSTEM.bytes:
        return "the events that belong to no ticket"
    return references.get(chain) or f"the ticket {uuid_text(chain)}"


def sentence(finding: Finding, references: Mapping[bytes, str], signed: Sequence[AuditRoot]) -> str:
    """One finding as one or two sentences."""
    chain = chain_name(finding.chain, references)
    event = f"Event {finding.sequence} of {chain}" if finding.sequence else f"An event of {chain}"
    proof = None if finding.position is None else root_of_position(signed, finding.position)
    text = _SENTENCES[finding.fault].format(
        event=event, chain=chain, root=finding.detail or proof or "?"
    )
    text = text[0].upper() + text[1:]
    if proof is not None and finding.fault in {Fault.CUT, Fault.MISSING}:
        text += f" Root {proof} proves that it was there."
    if finding.event_id is not None:
        text += f" (Event id {uuid_text(finding.event_id)}.)"
    return text


def summary(report: Report) -> str:
    """The outcome in one sentence."""
    checked = (
        f"{_counted(report.events, 'event')} in {_counted(report.chains, 'chain')} and "
        f"{_counted(report.roots, 'signed root')}"
    )
    if report.is_sound:
        waiting = (
            f" {report.waiting:,} newer events wait for their seals." if report.waiting else ""
        )
        return f"Everything is as it was recorded: {checked}.{waiting}"
    found = _counted(len(report.findings), "break")
    more = " or more" if report.is_full else ""
    return f"The history is broken: {found}{more} found in {checked}."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
