import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aPerson } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer } from '../../../tests/server';
import { LanguagePanel } from './language-panel';

it('offers the languages that technicians speak and keeps the choice', async () => {
  answer('get', '/me/language', { language: null, spoken: ['de', 'en'] });
  const sent = answer('put', '/me/language', { language: 'de', spoken: ['de', 'en'] });
  const { user } = show(<LanguagePanel />, { me: aPerson() });
  const field = await screen.findByRole('combobox', { name: 'I want to be helped in' });
  expect(field).toHaveValue('Any language');
  await user.click(field);
  await user.click(await screen.findByRole('option', { name: 'German' }));
  await waitFor(() => expect(field).toHaveValue('German'));
  expect(sent[0]?.body).toEqual({ language: 'de' });
});

it('goes back to any language', async () => {
  answer('get', '/me/language', { language: 'de', spoken: [] });
  const sent = answer('put', '/me/language', { language: null, spoken: [] });
  const { user } = show(<LanguagePanel />, { me: aPerson() });
  const field = await screen.findByRole('combobox', { name: 'I want to be helped in' });
  await user.click(field);
  await user.click(await screen.findByRole('option', { name: 'Any language' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ language: null }));
});

it('asks nothing where no technician names a language', async () => {
  const asked = answer('get', '/me/language', { language: null, spoken: [] });
  show(<LanguagePanel />, { me: aPerson() });
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(screen.queryByText('Language')).not.toBeInTheDocument();
});
