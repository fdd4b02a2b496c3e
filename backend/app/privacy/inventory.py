"""What becomes of every sealed text when a person is erased; a test holds the list against the tables."""

from enum import StrEnum


class Fate(StrEnum):
    """What erasing a person does to a text."""

    GOES = "goes"  # the person's own words, or words about the person
    GOES_WITH_TICKET = "goes_with_ticket"  # with the words of the person's tickets
    STAYS = "stays"  # the organisation's: it names nobody unless somebody wrote a name into it
    PASSES = "passes"  # kept for days at most


FATES: dict[str, Fate] = {
    "ticket.subject": Fate.GOES,
    "message.text": Fate.GOES,
    "message_draft.text": Fate.GOES,
    "attachment.filename": Fate.GOES,
    "rating.comment": Fate.GOES,
    "notification.title": Fate.GOES,
    "notification.body": Fate.GOES,
    "push_subscription.endpoint": Fate.GOES,
    "push_subscription.p256dh": Fate.GOES,
    "push_subscription.auth": Fate.GOES,
    "time_off.reason": Fate.GOES,
    "approval_vote.comment": Fate.GOES,
    "triage_result.words": Fate.GOES_WITH_TICKET,
    "assignment_decision.reason": Fate.GOES_WITH_TICKET,
    "assignment_exclusion.reason": Fate.GOES_WITH_TICKET,
    "ticket_escalation.reason": Fate.GOES_WITH_TICKET,
    "ticket_schedule.subject": Fate.STAYS,
    "ticket_schedule.description": Fate.STAYS,
    "reply_template.words": Fate.STAYS,
    "macro.steps": Fate.STAYS,
    "rule_webhook.url": Fate.STAYS,
    "rule_webhook.secret": Fate.STAYS,
    "what_if_run.files": Fate.PASSES,
    "what_if_run.error": Fate.PASSES,
    "what_if_run.sentence": Fate.PASSES,
    "oidc_login.secrets": Fate.PASSES,
    "outbox_delivery.error": Fate.PASSES,
}
