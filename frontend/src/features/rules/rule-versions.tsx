/** Every version of the rules: who changed what and when, and the way back to each. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import type { RuleVersion } from '@/api/types';
import { counted } from '@/lib/format';
import { Versions } from '@/ui/versions';
import { restoreRules, ruleQueries } from './queries';

export function RuleVersions({ current }: { current: number }) {
  return (
    <Versions
      query={useInfiniteQuery(ruleQueries.versions())}
      current={current}
      queryKey={keys.rules.all}
      restore={restoreRules}
      testId="rule-versions"
      title={told}
      size={({ rules }) => counted(rules, 'rule')}
    />
  );
}

function told({ version, restores, changes }: RuleVersion): string {
  if (version === 0) return 'As Tikify came, without rules';
  const what = changes.join(' ') || 'Nothing is different.';
  return restores === null
    ? `Version ${version}: ${what}`
    : `Version ${version}, brought back ${restores}: ${what}`;
}
