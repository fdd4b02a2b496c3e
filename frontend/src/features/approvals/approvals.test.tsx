import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Approval } from '@/api/types';
import { aPerson, aTechnicianUser, aTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer } from '../../../tests/server';
import { ApprovalPanel } from './approval-panel';
import { ApprovalRules } from './approval-rules';

function anApproval(part: Partial<Approval> = {}): Approval {
  return {
    id: 'a-1',
    name: 'Purchases',
    needs: 'any',
    state: 'waiting',
    asked_at: '2026-03-02T09:00:00Z',
    decided_at: null,
    votes: [
      {
        person: { id: 'p-2', name: 'Mia Chief' },
        instead_of: null,
        passed_on: false,
        approves: null,
        comment: null,
        at: null,
      },
    ],
    may_decide: false,
    ...part,
  };
}

it('tells the requester who is asked, and asks nothing of him', async () => {
  answer('get', '/tickets/ticket-1/approvals', [anApproval()]);
  show(<ApprovalPanel ticket={aTicket()} />, { me: aPerson() });
  expect(await screen.findByText('Waits for approval: Purchases')).toBeInTheDocument();
  expect(screen.getByText('Mia Chief')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Approve' })).not.toBeInTheDocument();
});

it('lets nobody decline without a reason', async () => {
  answer('get', '/tickets/ticket-1/approvals', [anApproval({ may_decide: true })]);
  const sent = answer('post', '/tickets/ticket-1/approvals/decide', [anApproval()]);
  const { user } = show(<ApprovalPanel ticket={aTicket()} />, { me: aTechnicianUser() });
  const decline = await screen.findByRole('button', { name: 'Decline' });
  expect(decline).toBeDisabled();
  await user.type(screen.getByRole('textbox', { name: 'Comment' }), 'Too dear.');
  await user.click(decline);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toEqual({ approves: false, comment: 'Too dear.' });
});

it('takes a removed rule back', async () => {
  const rule = {
    id: 'r-1',
    name: 'Purchases',
    categories: [],
    tags: ['purchase'],
    approver_ids: ['p-2'],
    team_id: null,
    needs: 'any' as const,
    remind_after_hours: 24,
  };
  answer('get', '/approval-rules', { version: 1, rules: [rule], changed_by: null });
  const sent = answer('put', '/approval-rules', { version: 2, rules: [], changed_by: null });
  const { user } = show(<ApprovalRules />, { me: aPerson({ role: 'administrator' }) });
  expect(await screen.findByText('#purchase · any of: 1 named')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Remove Purchases' }));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]?.body).toEqual({ version: 2, rules: [rule] });
});
