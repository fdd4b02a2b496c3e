/** Every version of the policies, and the way back to each. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { counted } from '@/lib/format';
import { Versions } from '@/ui/versions';
import { restorePolicies, slaQueries } from './sla-queries';

export function PolicyVersions({ current }: { current: number }) {
  return (
    <Versions
      query={useInfiniteQuery(slaQueries.versions())}
      current={current}
      queryKey={keys.serviceLevels.all}
      restore={(version, seen) => restorePolicies(version, seen, true)}
      testId="policy-versions"
      size={({ policies }) => counted(policies.length, 'policy', 'policies')}
    />
  );
}
