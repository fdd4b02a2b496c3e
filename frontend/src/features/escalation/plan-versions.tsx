/** Every version of levels and rotas, and the way back to each. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { counted } from '@/lib/format';
import { Versions } from '@/ui/versions';
import { escalationQueries, restorePlan } from './escalation-queries';

export function PlanVersions({ current }: { current: number }) {
  return (
    <Versions
      query={useInfiniteQuery(escalationQueries.versions())}
      current={current}
      queryKey={keys.escalation.all}
      restore={restorePlan}
      testId="plan-versions"
      size={({ policies, rotas }) =>
        `${counted(policies.length, 'set of levels', 'sets of levels')}, ${counted(rotas.length, 'rota')}`
      }
    />
  );
}
