/** What is read and done about templates and macros. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage } from '@/api/paging';
import type { Macro, Page, ReplyTemplate, SetMacro, SetTemplate } from '@/api/types';

const PAGE = 50;

export const templateQueries = {
  list: (words = '') =>
    infiniteQueryOptions({
      queryKey: keys.templates.list(words),
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/templates', {
            params: {
              query: { limit: PAGE, q: words || undefined, cursor: pageParam ?? undefined },
            },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: (page: Page<ReplyTemplate>) => page.next_cursor,
      placeholderData: keepPreviousData,
    }),
  variables: () =>
    queryOptions({
      queryKey: keys.templates.variables,
      queryFn: () => take(http.GET('/api/v1/templates/variables')),
      staleTime: Infinity,
    }),
  preview: (text: string, ticket: string) =>
    queryOptions({
      queryKey: keys.templates.preview(text, ticket),
      queryFn: () =>
        take(http.POST('/api/v1/templates/preview', { body: { text, ticket: ticket || null } })),
      placeholderData: keepPreviousData,
      enabled: text.trim().length > 0,
      retry: false,
    }),
};

export const macroQueries = {
  list: (words = '') =>
    infiniteQueryOptions({
      queryKey: keys.macros.list(words),
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/macros', {
            params: {
              query: { limit: PAGE, q: words || undefined, cursor: pageParam ?? undefined },
            },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: (page: Page<Macro>) => page.next_cursor,
      placeholderData: keepPreviousData,
    }),
  preview: (ticketId: string, macroId: string) =>
    queryOptions({
      queryKey: keys.macros.preview(ticketId, macroId),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/macros/{macro_id}/preview', {
            params: { path: { ticket_id: ticketId, macro_id: macroId } },
          }),
        ),
      gcTime: 0,
    }),
};

export function saveTemplate(id: string | null, body: SetTemplate) {
  return id === null
    ? take(http.POST('/api/v1/templates', { body }))
    : take(
        http.PUT('/api/v1/templates/{template_id}', {
          params: { path: { template_id: id } },
          body,
        }),
      );
}

export function removeTemplate(id: string) {
  return take(
    http.DELETE('/api/v1/templates/{template_id}', { params: { path: { template_id: id } } }),
  );
}

export function restoreTemplate(id: string) {
  return take(
    http.POST('/api/v1/templates/{template_id}/restore', { params: { path: { template_id: id } } }),
  );
}

export function fillTemplate(ticketId: string, templateId: string, language: string | null) {
  return take(
    http.POST('/api/v1/tickets/{ticket_id}/templates/{template_id}', {
      params: { path: { ticket_id: ticketId, template_id: templateId } },
      body: { language },
    }),
  );
}

export function saveMacro(id: string | null, body: SetMacro) {
  return id === null
    ? take(http.POST('/api/v1/macros', { body }))
    : take(http.PUT('/api/v1/macros/{macro_id}', { params: { path: { macro_id: id } }, body }));
}

export function removeMacro(id: string) {
  return take(http.DELETE('/api/v1/macros/{macro_id}', { params: { path: { macro_id: id } } }));
}

export function restoreMacro(id: string) {
  return take(
    http.POST('/api/v1/macros/{macro_id}/restore', { params: { path: { macro_id: id } } }),
  );
}

export function runMacro(ticketId: string, macroId: string, version: number) {
  return take(
    http.POST('/api/v1/tickets/{ticket_id}/macros/{macro_id}', {
      params: { path: { ticket_id: ticketId, macro_id: macroId } },
      body: { version },
    }),
  );
}

export function undoMacro(ticketId: string, runId: string) {
  return take(
    http.POST('/api/v1/tickets/{ticket_id}/macro-runs/{run_id}/undo', {
      params: { path: { ticket_id: ticketId, run_id: runId } },
    }),
  );
}
