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
    explanation: Mapping[str, Any], name: str | None, *, shows_numbers: bool
) -> str:
    """'Assigned to Ann: online, network 0.9, 2 of 6.' A requester is told without the numbers."""
    winner = explanation.get("winner")
    skill = explanation.get("skill")
    subject = f"Assigned to {name}" if name else "Assigned"
    if winner is None:
        return f"{subject}."
    if not shows_numbers:
        return f"{subject}: {_plain_reason(skill)}."
    ability = f"{skill} {winner['proficiency']:.1f}" if skill else "no special skill needed"
    facts = ["online", ability, f"{winner['active']} of {winner['capacity']}"]
    if winner["tie"]:
        facts.append("longest without a new ticket among equals")
    return f"{subject}: {', '.join(facts)}."


def _plain_reason(skill: str | None) -> str:
    return f"available and able to help with {skill}" if skill else "available now"


def by_hand_sentence(outcome: str, name: str | None, *, offline: bool) -> str:
    """What a person decided."""
    who = name or "a technician"
    sentence = {
        "handed": f"Assigned to {who} by hand; it stays there until a person moves it.",
        "taken": f"{who} took it.",
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
