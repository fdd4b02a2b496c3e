/** Where a ticket's likeness to others meets what is done about it: duplicates merged, incidents attached to. */

import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconArrowMerge } from '@tabler/icons-react';
import type { Duplicate, TicketDetail } from '@/api/types';
import { IncidentBanner } from '@/features/relations/incident-banner';
import { MergeDialog } from '@/features/relations/merge-dialog';
import { triageQueries } from '@/features/triage/queries';

/** The incident's banner, with open tickets that look alike ready to be attached. */
export function TicketIncident({ ticket }: { ticket: TicketDetail }) {
  const similar = useQuery({
    ...triageQueries.similar(ticket.id, ticket.triaged_at),
    enabled: false,
  });
  const alike = (similar.data?.duplicates ?? []).map(({ ticket_id: id, ...rest }) => ({
    id,
    ...rest,
  }));
  return <IncidentBanner ticket={ticket} alike={alike} />;
}

interface MergeProps {
  ticket: Pick<TicketDetail, 'id' | 'reference'>;
  duplicate: Duplicate;
}

export function MergeInto({ ticket, duplicate }: MergeProps) {
  const [opened, { open, close }] = useDisclosure(false);
  const { ticket_id: id, reference, subject, status } = duplicate;
  return (
    <>
      <Button
        size="compact-xs"
        variant="light"
        leftSection={<IconArrowMerge size={14} />}
        aria-label={`Merge into it: ${reference}`}
        onClick={open}
      >
        Merge into it
      </Button>
      {opened && (
        <MergeDialog ticket={ticket} into={{ id, reference, subject, status }} onClose={close} />
      )}
    </>
  );
}
