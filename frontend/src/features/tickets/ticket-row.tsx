/** One ticket of a list: the most telling facts in a line, or in two where there is little room. */

import { Text, VisuallyHidden } from '@mantine/core';
import { IconEyeCheck, IconMessage } from '@tabler/icons-react';
import { memo, type MouseEvent, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { TicketRow } from '@/api/types';
import { ToneBadge } from '@/ui/badge';
import { DueBadge } from '@/ui/due-badge';
import { Moment } from '@/ui/moment';
import { PersonAvatar } from '@/ui/person';
import { PriorityBadge, StatusBadge } from '@/ui/status-badges';
import { CATEGORIES } from '@/ui/vocabulary';
import classes from './ticket-row.module.css';

interface Props {
  ticket: TicketRow;
  to: string;
  /** Two lines, for a narrow list. */
  compact?: boolean;
  isOpen?: boolean;
  isCursor?: boolean;
  isSelected?: boolean;
  /** Rows that can be selected have a box in front. */
  onSelect?: (id: string, isRange: boolean) => void;
  /** The row has the focus, so it is where one is. */
  onReach?: (id: string) => void;
  note?: ReactNode;
}

export const TicketRowLine = memo(function TicketRowLine(props: Props) {
  const { ticket, to, compact, isOpen, isCursor, isSelected, onSelect, onReach, note } = props;
  const click = (event: MouseEvent) => {
    if (!onSelect || !event.shiftKey) return;
    event.preventDefault();
    onSelect(ticket.id, true);
  };
  return (
    <div
      className={classes.row}
      data-compact={compact || undefined}
      data-open={isOpen || undefined}
      data-cursor={isCursor || undefined}
      data-selected={isSelected || undefined}
      data-pressing={ticket.priority === 'critical' || undefined}
    >
      {onSelect && (
        <label className={classes.box}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${ticket.reference}`}
            checked={isSelected ?? false}
            onChange={(event) =>
              onSelect(ticket.id, (event.nativeEvent as unknown as MouseEvent).shiftKey)
            }
          />
        </label>
      )}
      <Link
        to={to}
        className={classes.link}
        aria-current={isOpen ? 'true' : undefined}
        onClick={click}
        onFocus={() => onReach?.(ticket.id)}
      >
        <span className={classes.priority}>
          <PriorityBadge priority={ticket.priority} plain />
        </span>
        <span className={classes.reference}>{ticket.reference}</span>
        <span className={classes.words}>
          <span className={classes.subject}>{ticket.subject}</span>
          <Extras ticket={ticket} />
        </span>
        <span className={classes.requester}>{ticket.requester.name}</span>
        <span className={classes.due}>
          <DueBadge due={ticket} isShort={compact ?? false} />
        </span>
        <span className={classes.status}>
          <StatusBadge status={ticket.status} plain />
        </span>
        <Assignee ticket={ticket} />
        <span className={classes.when}>
          <Moment at={ticket.updated_at} size="xs" />
        </span>
        {note && <span className={classes.note}>{note}</span>}
      </Link>
    </div>
  );
});

function Assignee({ ticket: { assignee } }: { ticket: TicketRow }) {
  return (
    <span className={classes.person} title={assignee?.name}>
      {assignee ? (
        <>
          <PersonAvatar person={assignee} size={22} />
          <span className={classes.name}>{assignee.name}</span>
        </>
      ) : (
        <span className={classes.nobody}>Unassigned</span>
      )}
    </span>
  );
}

const TAGS_SHOWN = 2;

function Extras({ ticket }: { ticket: TicketRow }) {
  const { category, tags, message_count: messages, needs_review: review } = ticket;
  return (
    <span className={classes.extras}>
      {category && <span className={classes.tag}>{CATEGORIES[category]}</span>}
      {tags.slice(0, TAGS_SHOWN).map((tag) => (
        <span key={tag} className={classes.tag}>
          #{tag}
        </span>
      ))}
      {tags.length > TAGS_SHOWN && <span className={classes.tag}>+{tags.length - TAGS_SHOWN}</span>}
      {messages > 1 && (
        <Text span size="xs" c="dimmed" display="inline-flex" className={classes.count}>
          <IconMessage size={13} aria-hidden />
          {messages}
          <VisuallyHidden component="span"> messages</VisuallyHidden>
        </Text>
      )}
      {review && (
        <ToneBadge tone="violet" icon={IconEyeCheck} plain>
          Review
        </ToneBadge>
      )}
    </span>
  );
}
