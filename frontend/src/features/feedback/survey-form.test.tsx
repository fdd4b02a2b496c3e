import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aPerson, aTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, problem } from '../../../tests/server';
import { ClosingNote } from './closing-note';
import { SurveyForm } from './survey-form';

const SURVEY = { reference: 'TK-7', subject: 'VPN', is_open: false, score: null, comment: null };

it('keeps the click of the mail once and lets it be changed', async () => {
  answer('get', '/surveys/token', SURVEY);
  const sent = answer('post', '/surveys/token', { ...SURVEY, score: 4 });
  show(<SurveyForm token="token" clicked={4} />);
  expect(await screen.findByText(/Your rating of 4 of 5 is kept/)).toBeInTheDocument();
  expect(sent.map(({ body }) => body)).toEqual([{ score: 4 }]);
  expect(screen.getByRole('button', { name: 'Change rating' })).toBeEnabled();
});

it('asks for nothing while the ticket is open again, and says when a link is over', async () => {
  answer('get', '/surveys/token', { ...SURVEY, is_open: true });
  answer('get', '/surveys/old', () => problem(404, 'survey_unknown', 'This link is too old.'));
  const first = show(<SurveyForm token="token" clicked={1} />);
  expect(await screen.findByText(/TK-7 is open again/)).toBeInTheDocument();
  first.unmount();
  show(<SurveyForm token="old" clicked={1} />);
  expect(await screen.findByText('This link is too old.')).toBeInTheDocument();
});

it('lets the requester say that it helped', async () => {
  const ticket = aTicket({ status: 'solved', may: { ...aTicket().may, close: true } });
  answer('get', '/tickets/ticket-1/closing', { closes_at: '2026-03-09T17:00:00Z', asked_at: null });
  const sent = answer('post', '/tickets/ticket-1/status', { ...ticket, status: 'closed' });
  const { user } = show(<ClosingNote ticket={ticket} />, { me: aPerson() });
  expect(await screen.findByText(/Without a word from you it closes/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Yes, it helped' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toEqual({ version: ticket.version, status: 'closed' });
});
