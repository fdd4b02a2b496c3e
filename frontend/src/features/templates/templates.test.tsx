import { screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import type { Macro, ReplyTemplate } from '@/api/types';
import { aPerson, aTechnicianUser, aTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, page, problem } from '../../../tests/server';
import { MacroMenu } from './macro-menu';
import { TemplateList } from './template-list';
import { TemplatePicker } from './template-picker';
import { asksForTemplates, byFolder, withTemplate } from './template-words';

function aTemplate(part: Partial<ReplyTemplate> = {}): ReplyTemplate {
  return {
    id: 't-1',
    name: 'Restart first',
    folder: '',
    audience: 'everybody',
    team: null,
    owner: { id: 'p-1', name: 'Ada Admin' },
    text: 'Hello {{requester.first_name|there}}',
    translations: {},
    version: 1,
    uses: 3,
    last_used_at: null,
    updated_at: '2026-03-02T09:00:00Z',
    may_change: true,
    ...part,
  };
}

function aMacro(part: Partial<Macro> = {}): Macro {
  const { text: _text, translations: _translations, ...shared } = aTemplate();
  return {
    ...shared,
    id: 'm-1',
    name: 'Ask for the model',
    steps: [{ do: 'priority', priority: 'low' }],
    sentences: ['Set the priority to low'],
    ...part,
  };
}

function Writing() {
  const [text, setText] = useState('');
  return (
    <>
      <textarea
        id="words"
        aria-label="Words"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TemplatePicker ticketId="ticket-1" inputId="words" text={text} onText={setText} />
    </>
  );
}

describe('words', () => {
  it('asks for templates with a slash alone on its line', () => {
    expect(asksForTemplates('', '/')).toBe(true);
    expect(asksForTemplates('Hi\n', 'Hi\n/')).toBe(true);
    expect(asksForTemplates('and', 'and/')).toBe(false);
    expect(asksForTemplates('/x', '/')).toBe(false);
  });

  it('puts the template in the place of the slash, or at the end', () => {
    expect(withTemplate('/', 'Hello')).toBe('Hello');
    expect(withTemplate('Hi\n/', 'Hello')).toBe('Hi\nHello');
    expect(withTemplate('Hi', 'Hello')).toBe('Hi\n\nHello');
  });

  it('keeps the order inside folders', () => {
    const rows = [{ folder: '' }, { folder: 'a' }, { folder: '' }];
    expect(byFolder(rows).map(([folder, members]) => [folder, members.length])).toEqual([
      ['', 2],
      ['a', 1],
    ]);
  });
});

describe('the picker', () => {
  it('opens at a slash and fills the template in by keyboard', async () => {
    answer('get', '/templates', page([aTemplate({ translations: { de: 'Hallo' } })]));
    const sent = answer('post', '/tickets/ticket-1/templates/t-1', { text: 'Hello Ada' });
    const { user } = show(<Writing />, { me: aTechnicianUser() });
    await user.type(screen.getByRole('textbox', { name: 'Words' }), '/');
    await screen.findByText('Restart first (de)');
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() =>
      expect(screen.getByRole('textbox', { name: 'Words' })).toHaveValue('Hello Ada'),
    );
    expect(sent[0]?.body).toEqual({ language: null });
  });

  it('says when nothing fits', async () => {
    answer('get', '/templates', page([]));
    const { user } = show(<Writing />, { me: aTechnicianUser() });
    await user.click(screen.getByRole('button', { name: 'Templates' }));
    expect(await screen.findByText('Nothing fits')).toBeInTheDocument();
  });
});

describe('the list', () => {
  it('takes a removed template back', async () => {
    answer('get', '/templates', page([aTemplate()]));
    answer('delete', '/templates/t-1', null, 204);
    const back = answer('post', '/templates/t-1/restore', aTemplate());
    const { user } = show(<TemplateList />, { me: aPerson({ role: 'administrator' }) });
    await user.click(await screen.findByRole('button', { name: 'Remove Restart first' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(back).toHaveLength(1));
  });

  it('lets nobody change what is not his', async () => {
    answer('get', '/templates', page([aTemplate({ may_change: false })]));
    show(<TemplateList />, { me: aTechnicianUser() });
    expect(await screen.findByText('All staff · used 3 times')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Remove/ })).not.toBeInTheDocument();
  });

  it('shows how a text reads and what is wrong with it', async () => {
    answer('get', '/templates', page([]));
    answer('get', '/templates/variables', []);
    answer('post', '/templates/preview', {
      text: 'Hello ',
      faults: [{ sentence: 'There is no variable “nobody”.', line: 1, column: 7 }],
    });
    const { user } = show(<TemplateList />, { me: aTechnicianUser() });
    await user.click(await screen.findByRole('button', { name: 'New template' }));
    await user.type(screen.getByRole('textbox', { name: /^Text/ }), 'Hello {{{{nobody}}');
    expect(await screen.findByText(/Line 1, character 7/)).toBeInTheDocument();
  });
});

describe('a macro on a ticket', () => {
  const PREVIEW = {
    steps: [{ sentence: 'Set the priority to low', text: null, can_be_undone: true }],
    refusal: null,
  };

  it('is looked at, done and undone', async () => {
    answer('get', '/macros', page([aMacro()]));
    answer('get', '/tickets/ticket-1/macros/m-1/preview', PREVIEW);
    const done = answer('post', '/tickets/ticket-1/macros/m-1', {
      run_id: 'r-1',
      ticket_version: 2,
      can_be_undone: ['priority'],
    });
    const undone = answer('post', '/tickets/ticket-1/macro-runs/r-1/undo', {
      restored: ['priority'],
      left: [],
    });
    const ticket = aTicket();
    const { user } = show(<MacroMenu ticket={ticket} />, { me: aTechnicianUser() });
    await user.click(screen.getByRole('button', { name: 'Macros' }));
    await user.click(await screen.findByText('Ask for the model'));
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('Set the priority to low');
    await user.click(within(dialog).getByRole('button', { name: 'Do it' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Brought back: priority.')).toBeInTheDocument();
    expect(done[0]?.body).toEqual({ version: ticket.version });
    expect(undone).toHaveLength(1);
  });

  it('says why it cannot be done', async () => {
    answer('get', '/macros', page([aMacro()]));
    answer('get', '/tickets/ticket-1/macros/m-1/preview', { ...PREVIEW, refusal: 'It is closed.' });
    const { user } = show(<MacroMenu ticket={aTicket()} />, { me: aTechnicianUser() });
    await user.click(screen.getByRole('button', { name: 'Macros' }));
    await user.click(await screen.findByText('Ask for the model'));
    expect(await screen.findByText('It is closed.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Do it' })).toBeDisabled();
  });

  it('tells of a list that could not be loaded', async () => {
    answer('get', '/macros', () => problem(503, 'unavailable', 'Try later.'));
    const { user } = show(<MacroMenu ticket={aTicket()} />, { me: aTechnicianUser() });
    await user.click(screen.getByRole('button', { name: 'Macros' }));
    expect(await screen.findByText('They could not be loaded')).toBeInTheDocument();
  });
});
