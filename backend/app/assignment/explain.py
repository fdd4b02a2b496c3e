"""Words for decisions: pure functions from kept facts to sentences for people."""

from collections.abc import Mapping
from typing import Any

# One of them reads '1 is offline', several read '3 are offline'.
_COUNTED: dict[str, tuple[str, str]] = {
    "other_team": ("is in another team", "are in other teams"),
    "no_skill": ("lacks {skill}", "lack {skill}"),
    "no_language": ("does not speak its language", "do not speak its language"),
    "excluded": ("gave it back", "gave it back"),
    "off_shift": ("is off shift", "are off shift"),
    "offline": ("is offline", "are offline"),
    "away": ("is away", "are away"),
    "full": ("is full", "are full"),
    "channel_full": ("has no place on its channel", "have no place on its channel"),
    "by_hand": ("may be given it by hand", "may be given it by hand"),
}
_REASONS: dict[str, str] = {
    "other_team": "is in another team than the ticket",
    "no_skill": "has no skill in {skill}",
    "no_language": "does not speak the ticket's language",
    "excluded": "gave this ticket back",
    "off_shift": "is off shift",
    "offline": "is offline",
    "away": "is away",
    "full": "is full: {active} of {capacity}",
    "channel_full": "has no place left on the ticket's channel",
    "busier": "has the comfortable number of tickets while others have room",
    "by_hand": "could take it, but this team's tickets are handed out by hand",
}
_WOULD_CHANGE: dict[str, str] = {
    "other_team": "the ticket or the technician changes teams",
    "no_skill": "an administrator adds the skill {skill}",
    "no_language": "an administrator adds the language",
    "excluded": "somebody assigns it by hand",
    "off_shift": "the next shift begins",
    "offline": "comes online",
    "away": "comes back online",
    "full": "solves or hands over a ticket, or gets a higher capacity",
    "channel_full": "solves or hands over a ticket of that channel",
    "busier": "solves a ticket, or everybody else is as busy",
    "by_hand": "somebody assigns it by hand",
}
FACTORS: dict[str, str] = {
    "weighted_load": "Least work ahead",
    "skill_match": "Skill",
    "idle": "Time since the last ticket",
    "continuity": "Knows the ticket or its requester",
    "free_share": "Free places",
    "fewest_active": "Fewest tickets",
    "rotation": "Turn",
    "weighted_rotation": "Turn, by size of the queue",
    "expected_completion": "Soonest done",
    "scarcity": "Leaves rare skills free",
    "fairness": "Least busy so far",
    "rating": "Ratings",
    "recent_workload": "Least work lately",
}
NO_TECHNICIANS = "Waiting: there are no technicians yet."
# How a ticket came to somebody, by the engine's reason; without one it was placed where it fits best.
_MOVES: dict[str, str] = {
    "pulled": "{who} got free and this pressed most",
    "ahead": "Kept for {who}, next after the work at hand",
    "interrupts": "Assigned to {who}, whose lower work pauses for it",
}
# The same, when it was somebody else's until then.
_MOVES_FROM: dict[str, str] = {
    "pulled": "{who} got free first; the ticket was softly with {previous}",
    "corrected": "Moved to {who}; it turned out to be something that {previous} cannot take",
    "made_room": "Moved to {who}; {previous} has something more pressing to do",
    "holder_left": "Moved to {who}; {previous} left before starting",
}
IN_LINE = "Waiting for its turn: somebody can take it."
GENERAL = "this kind of ticket"


def waiting_sentence(counts: Mapping[str, int], skill: str | None) -> str:
    """Why nobody has the ticket: 'Waiting: 3 lack network, 2 are full, 1 is offline.'"""
    parts = [
        f"{counts[code]} {(one if counts[code] == 1 else many).format(skill=skill or GENERAL)}"
        for code, (one, many) in _COUNTED.items()
        if counts.get(code)
    ]
    return f"Waiting: {', '.join(parts)}." if parts else NO_TECHNICIANS


def assigned_sentence(
    explanation: Mapping[str, Any],
    name: str | None,
    *,
    previous: str | None = None,
    is_promise: bool = False,
    shows_numbers: bool,
) -> str:
    """'Assigned to Ann: on shift, network 0.9, 2 of 6, free in about 12 min.'

    A requester is told without the numbers, and without who had it before.
    """
    winner = explanation.get("winner")
    skill = explanation.get("skill")
    who = name or "A technician"
    if winner is None or not shows_numbers:
        subject = f"Assigned to {name}" if name else "Assigned"
        return f"{subject}." if winner is None else f"{subject}: {_plain_reason(skill)}."
    ability = f"{skill} {winner['proficiency']:.1f}" if skill else "no special skill needed"
    facts = ["on shift", ability, f"{winner['active']} of {winner['capacity']}"]
    if "free_in_minutes" in winner:
        facts.append(_free_words(winner["free_in_minutes"]))
    if winner["tie"]:
        facts.append("longest without a new ticket among equals")
    reason = explanation.get("reason", "")
    why = _MOVES.get(reason, "Assigned to {who}")
    if is_promise:
        why = "Next for {who}, and stays there"
    elif previous is not None:
        why = _MOVES_FROM.get(reason, why)
    return f"{why.format(who=who, previous=previous)}: {', '.join(facts)}."


def _free_words(minutes: float) -> str:
    if minutes < 1.0:
        return "free now"
    if minutes < 100.0:
        return f"free in about {minutes:.0f} min"
    return f"free in about {minutes / 60.0:.0f} h"


def _plain_reason(skill: str | None) -> str:
    return f"available and able to help with {skill}" if skill else "available now"


def by_hand_sentence(outcome: str, name: str | None, *, offline: bool) -> str:
    """What a person decided."""
    who = name or "a technician"
    sentence = {
        "handed": f"Assigned to {who} by hand; it stays there until a person moves it.",
        "taken": f"{who} took it.",
        "accepted": f"{who} accepted it.",
        "lapsed": f"{who} did not accept it in time, so it goes to somebody else.",
        "left_behind": f"{who} is gone and had begun it; a lead was told.",
        "released": f"{who} gave it back.",
        "returned": f"Taken from {who} and put back into the queue.",
        "offline": f"{who} went offline before starting, so it went back into the queue.",
    }[outcome]
    return f"{sentence} Note: {who} is not online now." if offline else sentence


def verdict_words(
    code: str, *, skill: str | None, active: int, capacity: int
) -> tuple[str | None, str | None]:
    """Why one technician was passed over, and what would change that; nothing for the eligible."""
    if code not in _REASONS:
        return None, None
    facts = {"skill": skill or GENERAL, "active": active, "capacity": capacity}
    return _REASONS[code].format(**facts), _WOULD_CHANGE[code].format(**facts)


def factor_label(name: str) -> str:
    """What a factor is called on the page."""
    return FACTORS.get(name, name.replace("_", " ").capitalize())
