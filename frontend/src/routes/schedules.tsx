/** Staff's page of tickets that come later, once or again and again. */

import { ScheduleList } from '@/features/schedules/schedule-list';
import { Page } from '@/ui/page';

export function SchedulesPage() {
  return (
    <Page
      title="Schedules"
      about="Tickets that hand themselves in: once on a date, or by a rule."
      width={960}
    >
      <ScheduleList />
    </Page>
  );
}
