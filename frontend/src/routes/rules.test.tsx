import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { Rule, RuleBook, RuleTrial, RuleVocabulary } from '@/api/types';
import { TicketRules } from '@/features/rules/ticket-rules';
import { aPerson, aTicket } from '../../tests/builders';
import { show } from '../../tests/render';
import { answer, page, problem } from '../../tests/server';
import { RulesPage } from './rules';

const AT = '2026-03-02T09:00:00Z';
const INPUT = { selector: 'input' };

function aRule(part: Partial<Rule> = {}): Rule {
  return {
    id: 'rule-1',
    name: 'Money',
    is_on: true,
    on: ['triaged'],
    silence: null,
    conditions: { match: 'all', conditions: [], groups: [] },
    mode: 'override',
    actions: [{ do: 'change_tags', add: ['money'], remove: [] }],
    stop: false,
    over_people: false,
    ...part,
  };
}

const TAGS = aRule({ id: 'rule-2', name: 'Second' });
const row = (rule: Rule) => ({
  rule,
  sentence: `When a ticket is classified: ${rule.name}.`,
  fired: 12,
  suggested: 0,
  held_back: 1,
  last_at: null,
});
const BOOK: RuleBook = {
  version: 3,
  rules: [row(aRule()), row(TAGS)],
  restores: null,
  changed_at: AT,
  changed_by: null,
};
const VOCABULARY: RuleVocabulary = {
  triggers: [
    { value: 'triaged', label: 'a ticket is classified' },
    { value: 'silence', label: 'nobody writes for a while' },
  ],
  fields: [
    { value: 'tags', label: 'list of tags', kind: 'tags', ops: ['any_of', 'empty'], choices: [] },
    { value: 'messages', label: 'messages', kind: 'number', ops: ['at_least'], choices: [] },
  ],
  ops: [
    { value: 'any_of', label: 'contains any of' },
    { value: 'empty', label: 'is not set' },
    { value: 'at_least', label: 'is at least' },
  ],
  modes: [
    { value: 'override', label: 'does it' },
    { value: 'suggest', label: 'only suggests it' },
  ],
};
const TRIAL: RuleTrial = {
  tickets: 500,
  fired_on: 37,
  sentence: 'Of the last 500 tickets it would have fired on 37.',
  rules: [
    {
      rule_id: 'rule-1',
      name: 'Money',
      sentence: 'When a ticket is classified: add the tag “money”.',
      tickets: 37,
      times: 37,
      told: 'Would have fired on 37.',
    },
  ],
  examples: [
    {
      ticket_id: 'ticket-1',
      reference: 'TK-1',
      subject: 'Invoice',
      at: AT,
      rule: 'Money',
      trigger: 'triaged',
      did: ['added tag “money”'],
    },
  ],
};

function rulesPage() {
  answer('get', '/rules', BOOK);
  answer('get', '/rules/vocabulary', VOCABULARY);
  answer('get', '/rules/starters', {
    items: [
      { rule: aRule({ id: 'starter' }), name: 'Critical', sentence: 'Escalates.', missing: null },
      { rule: null, name: 'Billing', sentence: 'Gives it away.', missing: 'Make a team first.' },
    ],
  });
  answer('get', '/rules/webhooks', page([]));
  answer(
    'get',
    '/rules/versions',
    page([
      {
        version: 3,
        rules: 2,
        changes: ['Switched “Money” on.'],
        restores: null,
        changed_at: AT,
        changed_by: { id: 'person-1', name: 'Uma Patel' },
      },
    ]),
  );
  for (const path of ['/teams', '/people', '/calendars', '/templates']) {
    answer('get', path, page([]));
  }
  return show(<RulesPage />, { me: aPerson({ role: 'administrator' }) });
}

const names = () =>
  screen.getAllByTestId('rule-row').map((one) => one.querySelector('p + div p')?.textContent);

describe('the page of rules', () => {
  it('tells each rule in a sentence, with what it did and would have done', async () => {
    answer('post', '/rules/dry-run', TRIAL);
    const { container } = rulesPage();
    expect(await screen.findByText(/add the tag “money”/)).toBeInTheDocument();
    expect(screen.getAllByTestId('ran')[0]).toHaveTextContent(
      'Ran 12 times, held back 1 time in 30 days. On the last 500 tickets: would have fired on 37.',
    );
    expect(await screen.findByText(/Switched “Money” on/)).toBeInTheDocument();
    const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it('saves order and switches as one version and takes it back', async () => {
    answer('post', '/rules/dry-run', TRIAL);
    const saved = answer('put', '/rules', { ...BOOK, version: 4 });
    const back = answer('post', '/rules/versions/3/restore', { ...BOOK, version: 5 });
    const { user } = rulesPage();
    await user.click(await screen.findByRole('button', { name: 'Move Money down' }));
    expect(names()).toEqual(['Second', 'Money']);
    await user.click(screen.getByRole('switch', { name: 'Money is on' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]?.body).toMatchObject({
      version: 3,
      rules: [{ name: 'Second' }, { name: 'Money', is_on: false }],
    });
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(back[0]?.body).toEqual({ version: 4 }));
  });

  it('says why a rule cannot be, before anything is saved', async () => {
    answer(
      'post',
      '/rules/dry-run',
      problem(422, 'rule_refused', '“Money” names a team that is gone.'),
    );
    rulesPage();
    expect(await screen.findByTestId('refusal')).toHaveTextContent('names a team that is gone');
  });

  it('builds a rule from rows and tries it before it is taken over', async () => {
    const tried = answer('post', '/rules/dry-run', TRIAL);
    const { user } = rulesPage();
    await user.click(await screen.findByRole('button', { name: 'Add rule' }));
    const drawer = within(await screen.findByRole('dialog'));
    await user.type(drawer.getByRole('textbox', { name: 'Name' }), 'New one');
    await user.click(drawer.getByRole('button', { name: 'Condition' }));
    await user.type(drawer.getByLabelText('Value of list of tags', INPUT), 'vip{Enter}');
    await user.type(drawer.getByLabelText('Tags to add', INPUT), 'gold{Enter}');
    expect(await drawer.findByText(/would have fired on 37/)).toBeInTheDocument();
    expect(drawer.getByRole('link', { name: /TK-1 Invoice/ })).toHaveAttribute(
      'href',
      '/tickets/ticket-1',
    );
    await waitFor(() =>
      expect(tried.at(-1)?.body).toMatchObject({
        rules: [
          {
            name: 'New one',
            conditions: { conditions: [{ about: 'tags', op: 'any_of', values: ['vip'] }] },
            actions: [{ do: 'change_tags', add: ['gold'] }],
          },
        ],
      }),
    );
    await user.click(drawer.getByRole('button', { name: 'Take over' }));
    await waitFor(() => expect(names()).toEqual(['Money', 'Second', 'New one']));
  });

  it('switches a starter on with one click', async () => {
    answer('post', '/rules/dry-run', TRIAL);
    const saved = answer('put', '/rules', { ...BOOK, version: 4 });
    const { user } = rulesPage();
    await user.click(await screen.findByRole('button', { name: 'Switch “Critical” on' }));
    await waitFor(() =>
      expect(saved[0]?.body).toMatchObject({
        rules: [{ id: 'rule-1' }, { id: 'rule-2' }, { id: 'starter' }],
      }),
    );
    expect(screen.getByRole('button', { name: 'Switch “Billing” on' })).toBeDisabled();
    expect(screen.getByText('Make a team first.')).toBeInTheDocument();
  });

  it('shows the secret of a new webhook once', async () => {
    answer('post', '/rules/dry-run', TRIAL);
    const made = { id: 'hook-1', name: 'Pager', url: 'https://pager.example', at: AT };
    answer('post', '/rules/webhooks', { ...made, secret: 'very-secret' }, 201);
    const { user } = rulesPage();
    await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Pager');
    await user.type(screen.getByRole('textbox', { name: 'Address' }), 'https://pager.example');
    await user.click(screen.getByRole('button', { name: 'Add webhook' }));
    expect(await screen.findByText('very-secret')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'I have it' }));
    expect(screen.queryByText('very-secret')).not.toBeInTheDocument();
  });
});

describe('rules on a ticket', () => {
  const firing = {
    id: 'firing-1',
    ticket_id: 'ticket-1',
    ticket_reference: 'TK-10001',
    rule_id: 'rule-1',
    rule: 'Money',
    version: 3,
    trigger: 'triaged',
    did: ['set category from general to billing'],
    why: null,
    at: AT,
    answered_by: null,
    answered_at: null,
  };
  const staff = aPerson({ role: 'technician', is_technician: true });

  it('takes a suggestion with one click, and shows what rules did', async () => {
    answer('get', '/tickets/ticket-1/rules', {
      suggestions: [{ ...firing, outcome: 'suggested' }],
      firings: [
        { ...firing, id: 'f-2', outcome: 'held_back', why: 'it would run in a circle: A → B → A' },
      ],
    });
    const taken = answer('post', '/tickets/ticket-1/rules/firing-1/take', null, 204);
    const { user } = show(<TicketRules ticket={aTicket()} />, { me: staff });
    expect(await screen.findByText('Set category from general to billing.')).toBeInTheDocument();
    expect(screen.getByText('it would run in a circle: A → B → A')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Do it' }));
    await waitFor(() => expect(taken).toHaveLength(1));
  });

  it('takes no room where no rule has to do with the ticket', async () => {
    const asked = answer('get', '/tickets/ticket-1/rules', { suggestions: [], firings: [] });
    show(<TicketRules ticket={aTicket()} />, { me: staff });
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(screen.queryByText('Rules')).not.toBeInTheDocument();
  });
});
