import { screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { aPerson, aPreview, aSolvedTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, problem } from '../../../tests/server';
import { Advice, type Writing } from './advice';
import { isEnough, readable, withReason } from './advice-words';

const ENOUGH = 'My connection drops every few minutes since this morning.';

function Form({ description = ENOUGH, urgency = null }: Partial<Writing>) {
  const [writing, setWriting] = useState<Writing>({ subject: 'VPN', description, urgency });
  return (
    <form onSubmit={() => setWriting({ ...writing, subject: 'SENT' })}>
      <output aria-label="form">{JSON.stringify(writing)}</output>
      <input
        aria-label="Description"
        value={writing.description}
        onChange={(event) => setWriting({ ...writing, description: event.currentTarget.value })}
      />
      <Advice
        writing={writing}
        onChange={(change) => setWriting((before) => ({ ...before, ...change }))}
      />
    </form>
  );
}

describe('the words', () => {
  it.each([
    ['x'.repeat(40), true],
    ['it is so and so but no it is not a b', true],
    ['VPN drops', false],
    ['', false],
  ])('%j is enough: %s', (description, enough) => {
    expect(isEnough({ subject: '', description })).toBe(enough);
  });

  it('are cut to what the API takes', () => {
    const cut = readable({ subject: 'x'.repeat(300), description: 'y'.repeat(30_000) });
    expect(cut.subject).toHaveLength(200);
    expect(cut.description).toHaveLength(20_000);
  });

  it('take a reason at their end', () => {
    expect(withReason('It drops. ', 'Payroll')).toBe('It drops.\n\nWhy it is urgent: Payroll');
    expect(withReason('', 'Payroll')).toBe('Why it is urgent: Payroll');
  });
});

it('says how the words read, which of them counted, and what helped others', async () => {
  const sent = answer('post', '/triage/preview', aPreview({ similar: [aSolvedTicket()] }));
  show(<Form />, { me: aPerson() });
  const advice = await screen.findByTestId('advice');
  expect(within(advice).getByTestId('advice-opinion')).toHaveTextContent(/Medium.*in Network/);
  expect(advice).toHaveTextContent('72 % sure');
  expect(within(advice).getByRole('list', { name: 'Words for it' })).toHaveTextContent('drops');
  expect(within(advice).getByText('This may already help you')).toBeInTheDocument();
  expect(within(advice).getByTestId('similar-solved')).toHaveTextContent('Use the new profile.');
  expect(sent.map(({ body }) => body)).toEqual([{ subject: 'VPN', description: ENOUGH }]);
});

it('asks once for a sentence typed in one go, not for every letter', async () => {
  const sent = answer('post', '/triage/preview', aPreview());
  const { user } = show(<Form description="" />, { me: aPerson() });
  await user.type(screen.getByLabelText('Description'), ENOUGH);
  await screen.findByTestId('advice');
  expect(sent.length).toBeLessThan(ENOUGH.length / 4);
  expect(sent.at(-1)?.body).toEqual({ subject: 'VPN', description: ENOUGH });
});

it('asks for nothing while there are only a few words', () => {
  const sent = answer('post', '/triage/preview', aPreview());
  show(<Form description="It drops" />, { me: aPerson() });
  expect(screen.getByText(/After a sentence or two/)).toBeInTheDocument();
  expect(sent).toHaveLength(0);
});

it('is silent when suggestions are not available', async () => {
  const sent = answer('post', '/triage/preview', () =>
    problem(503, 'triage_unavailable', 'Suggestions are not available at the moment.'),
  );
  show(<Form />, { me: aPerson() });
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(screen.queryByText(/not available/)).not.toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(screen.queryByTestId('advice')).not.toBeInTheDocument();
});

it('takes a reason for more urgency into the description, without sending the form', async () => {
  answer('post', '/triage/preview', aPreview());
  const { user } = show(<Form />, { me: aPerson() });
  await user.click(await screen.findByRole('button', { name: 'It is more urgent than that' }));
  await user.type(screen.getByLabelText('Why is it urgent?'), 'Payroll goes out today{Enter}');
  const form = JSON.parse(screen.getByLabelText('form').textContent) as Writing & {
    subject: string;
  };
  expect(form).toEqual({
    subject: 'VPN',
    urgency: 'high',
    description: `${ENOUGH}\n\nWhy it is urgent: Payroll goes out today`,
  });
  expect(await screen.findByTestId('advice-urgent')).toHaveTextContent('You said');
});

it('offers no more urgency where the words already read as critical', async () => {
  answer('post', '/triage/preview', aPreview({ priority: 'critical' }));
  show(<Form />, { me: aPerson() });
  await screen.findByTestId('advice');
  expect(screen.queryByRole('button', { name: /more urgent/ })).not.toBeInTheDocument();
});
