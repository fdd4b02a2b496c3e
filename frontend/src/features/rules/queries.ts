/** What is read and done about rules. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { Rule } from '@/api/types';

export interface Choice {
  value: string;
  label: string;
}

const named = ({ items }: { items: { id: string; name: string }[] }): Choice[] =>
  items.map(({ id, name }) => ({ value: id, label: name }));

export const ruleQueries = {
  current: () =>
    queryOptions({
      queryKey: keys.rules.current,
      queryFn: () => take(http.GET('/api/v1/rules')),
    }),
  vocabulary: () =>
    queryOptions({
      queryKey: keys.rules.vocabulary,
      queryFn: () => take(http.GET('/api/v1/rules/vocabulary')),
      staleTime: Infinity,
    }),
  starters: () =>
    queryOptions({
      queryKey: keys.rules.starters,
      queryFn: () => take(http.GET('/api/v1/rules/starters')),
    }),
  versions: () =>
    infiniteQueryOptions({
      queryKey: keys.rules.versions,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/rules/versions', {
            params: { query: { limit: 10, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
  firings: (id: string) =>
    queryOptions({
      queryKey: keys.rules.firings(id),
      queryFn: () =>
        take(
          http.GET('/api/v1/rules/{rule_id}/firings', {
            params: { path: { rule_id: id }, query: { limit: 20 } },
          }),
        ),
    }),
  dryRun: (rules: Rule[]) =>
    queryOptions({
      queryKey: keys.rules.dryRun(rules),
      queryFn: () => take(http.POST('/api/v1/rules/dry-run', { body: { rules, last: 500 } })),
      enabled: rules.length > 0,
      placeholderData: keepPreviousData,
      retry: false,
    }),
  ofTicket: (id: string) =>
    queryOptions({
      queryKey: keys.tickets.rules(id),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/rules', { params: { path: { ticket_id: id } } }),
        ),
    }),
  webhooks: () =>
    queryOptions({
      queryKey: keys.rules.webhooks,
      queryFn: () =>
        take(http.GET('/api/v1/rules/webhooks', { params: { query: { limit: 100 } } })),
    }),
  people: (words: string) =>
    queryOptions({
      queryKey: keys.rules.choices('people', words),
      queryFn: () =>
        take(
          http.GET('/api/v1/people', { params: { query: { q: words || undefined, limit: 50 } } }),
        ).then(named),
      placeholderData: keepPreviousData,
    }),
  templates: () =>
    queryOptions({
      queryKey: keys.rules.choices('templates', ''),
      queryFn: () =>
        take(http.GET('/api/v1/templates', { params: { query: { limit: 100 } } })).then(named),
    }),
  calendars: () =>
    queryOptions({
      queryKey: keys.rules.choices('calendars', ''),
      queryFn: () =>
        take(http.GET('/api/v1/calendars', { params: { query: { limit: 100 } } })).then(named),
    }),
};

export const saveRules = (version: number, rules: Rule[]) =>
  take(http.PUT('/api/v1/rules', { body: { version, rules } }));

export const restoreRules = (wanted: number, seen: number) =>
  take(
    http.POST('/api/v1/rules/versions/{version}/restore', {
      params: { path: { version: wanted } },
      body: { version: seen },
    }),
  );

export const answerSuggestion = (
  ticketId: string,
  firingId: string,
  answer: 'take' | 'dismiss',
) => {
  const params = { path: { ticket_id: ticketId, firing_id: firingId } };
  return answer === 'take'
    ? take(http.POST('/api/v1/tickets/{ticket_id}/rules/{firing_id}/take', { params }))
    : take(http.POST('/api/v1/tickets/{ticket_id}/rules/{firing_id}/dismiss', { params }));
};

export const makeWebhook = (name: string, url: string) =>
  take(http.POST('/api/v1/rules/webhooks', { body: { name, url } }));

export const removeWebhook = (id: string) =>
  take(
    http.DELETE('/api/v1/rules/webhooks/{webhook_id}', { params: { path: { webhook_id: id } } }),
  );
