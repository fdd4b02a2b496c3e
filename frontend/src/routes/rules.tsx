/** The administrator's page about what happens to tickets by itself. */

import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ruleQueries } from '@/features/rules/queries';
import { RuleList } from '@/features/rules/rule-list';
import { RuleVersions } from '@/features/rules/rule-versions';
import { Starters } from '@/features/rules/starters';
import { Webhooks } from '@/features/rules/webhooks';
import { Loaded } from '@/ui/loaded';
import { Page } from '@/ui/page';

export function RulesPage() {
  const book = useQuery(ruleQueries.current());
  const vocabulary = useQuery(ruleQueries.vocabulary());
  return (
    <Page
      title="Rules"
      about="When something happens to a ticket and conditions hold, things are done by themselves."
      width={960}
    >
      <Loaded query={book}>
        {(rules) => (
          <Loaded query={vocabulary}>
            {(sets) => (
              <Stack gap="md">
                <RuleList key={rules.version} book={rules} vocabulary={sets} />
                <Starters book={rules} />
                <Webhooks />
                <RuleVersions current={rules.version} />
              </Stack>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
