import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { expect, it } from 'vitest';
import type { ModelsPage, QualityReport, TriageSettings } from '@/api/types';
import { aModel, aModelsPage, aPerson, aWeek, triageSettings } from '../../tests/builders';
import { show } from '../../tests/render';
import { answer, problem } from '../../tests/server';
import { ModelPage } from './model';

interface Given {
  models?: Partial<ModelsPage>;
  settings?: Partial<TriageSettings>;
  quality?: Partial<QualityReport>;
}

function modelPage({ models, settings, quality }: Given = {}) {
  answer('get', '/triage/models', aModelsPage(models));
  answer('get', '/triage/settings', triageSettings(settings));
  answer('get', '/triage/quality', { weeks: [aWeek()], warnings: [], ...quality });
  return show(<ModelPage />, { me: aPerson({ role: 'administrator' }) });
}

const rowOf = async (version: string) => {
  const rows = await screen.findAllByTestId('model-row');
  const found = rows.find((row) => row.textContent.includes(version));
  if (!found) throw new Error(`no row of ${version}`);
  return within(found);
};

it('says what serves, in figures that read as words', async () => {
  modelPage();
  expect(await screen.findByTestId('serving-version')).toHaveTextContent('shipped-1');
  const tile = screen.getByTestId('figure-priority_accuracy');
  expect(tile).toHaveTextContent('87 %');
  expect(tile).toHaveTextContent('get the priority that people would give');
  expect(screen.getByTestId('figure-critical_called_low')).toHaveTextContent('0.4 %');
});

it('teaches how a model is trained when there is none', async () => {
  modelPage();
  expect(await screen.findByText('Nothing was trained here yet')).toBeInTheDocument();
  expect(screen.getByText('tikify ml train')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Roll back' })).not.toBeInTheDocument();
});

it('shows a candidate against what it was compared with, promotes it, and takes it back', async () => {
  const promoted = answer('post', '/triage/models/local-2/promote', aModel({ state: 'serving' }));
  const back = answer('post', '/triage/models/shipped-1/promote', aModel());
  const { user } = modelPage({ models: { items: [aModel()] } });
  const row = await rowOf('local-2');
  expect(row.getByText('Candidate')).toBeInTheDocument();
  expect(row.getByText('+3.0 points')).toBeInTheDocument();
  await user.click(row.getByRole('button', { name: 'Put local-2 into service' }));
  expect(await screen.findByText(/local-2 is in service within seconds/)).toBeInTheDocument();
  expect(promoted).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(back).toHaveLength(1));
});

it('starts a shadow, and undoing puts the one before back', async () => {
  const started = answer('post', '/triage/models/local-2/shadow', aModel({ state: 'shadow' }));
  const again = answer('post', '/triage/models/local-1/shadow', aModel({ state: 'shadow' }));
  const before = aModel({ version: 'local-1', state: 'shadow' });
  const report = {
    model: before,
    since: '2026-03-02T09:00:00Z',
    scored: 40,
    same_priority: 0.9,
    same_category: 0.95,
    judged: 12,
    shadow_right: 9,
    serving_right: 7,
  };
  const { user } = modelPage({ models: { items: [aModel(), before], shadow: report } });
  expect(await screen.findByTestId('shadow-judged')).toHaveTextContent(
    'the shadow was right on 9, the model in service on 7. The shadow is ahead by 2.',
  );
  await user.click((await rowOf('local-2')).getByRole('button', { name: /as the shadow/ }));
  expect(await screen.findByText(/local-2 scores new tickets silently/)).toBeInTheDocument();
  expect(started).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(again).toHaveLength(1));
});

it('stops a shadow', async () => {
  const stopped = answer('delete', '/triage/models/shadow', null, 204);
  const { user } = modelPage({ models: { items: [aModel({ state: 'shadow' })] } });
  await user.click(await screen.findByRole('button', { name: 'Stop the shadow local-2' }));
  expect(await screen.findByText(/no longer scores silently/)).toBeInTheDocument();
  expect(stopped).toHaveLength(1);
});

it('rolls back, and undoing promotes the same model again', async () => {
  const back = answer('post', '/triage/models/roll-back', aModel({ version: 'shipped-1' }));
  const again = answer('post', '/triage/models/local-2/promote', aModel());
  const serving = aModel({ state: 'serving' });
  const { user } = modelPage({ models: { serving, items: [serving] } });
  await user.click(await screen.findByRole('button', { name: 'Roll back' }));
  expect(await screen.findByText('Rolled back from local-2.')).toBeInTheDocument();
  expect(back).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(again).toHaveLength(1));
});

it('says why a model cannot be loaded and which one scores in its place', async () => {
  const serving = aModel({ state: 'serving', error: 'Its folder is gone.' });
  modelPage({ models: { serving, items: [serving] } });
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('Its folder is gone.');
  expect(alert).toHaveTextContent('The shipped model shipped-1 scores in its place.');
});

it('tells what a refusal was', async () => {
  answer('post', '/triage/models/local-2/promote', () =>
    problem(409, 'model_serves_already', 'This model is in service already.'),
  );
  const { user } = modelPage({ models: { items: [aModel()] } });
  await user.click(await screen.findByRole('button', { name: 'Put local-2 into service' }));
  expect(await screen.findByText('This model is in service already.')).toBeInTheDocument();
});

it('moves the wanted accuracy by keys, says what follows at once, and saves it', async () => {
  const saved = answer('put', '/triage/settings', triageSettings({ wanted_accuracy: 0.92 }));
  modelPage();
  const slider = await screen.findByRole('slider', { name: /Wanted accuracy/ });
  expect(screen.getByTestId('coverage-sentence')).toHaveTextContent(
    'At 91 % the model decides 78 % of tickets alone, 22 % go to a person.',
  );
  fireEvent.keyDown(slider, { key: 'ArrowRight' });
  expect(screen.getByTestId('coverage-sentence')).toHaveTextContent(/At 92 %/);
  await waitFor(() => expect(saved[0]?.body).toEqual({ wanted_accuracy: 0.92 }));
});

it('says so where nothing was measured', async () => {
  modelPage({ settings: { risk_coverage: [], expected_share_alone: null, floor: 0.55 } });
  expect(await screen.findByTestId('coverage-sentence')).toHaveTextContent(
    /never measured .* below 55 % a person looks/,
  );
});

it('sums the weeks up and shows what has drifted', async () => {
  const week = aWeek({ scored: 40, reviewed: 10, corrected: 2, accuracy: 0.8 });
  modelPage({ quality: { weeks: [week], warnings: ['The mix of categories has shifted.'] } });
  expect(await screen.findByTestId('drift')).toHaveTextContent('1 thing has drifted');
  expect(screen.getByTestId('drift')).toHaveTextContent('The mix of categories has shifted.');
  expect(screen.getByTestId('quality-sentence')).toHaveTextContent(
    /scored 40 tickets. People looked at 10, corrected 2, and left the priority of 80 %/,
  );
  expect(screen.getByRole('table', { name: /Left as the model had it/ })).toHaveTextContent(
    'priority 80 %',
  );
});

it('says what will appear while there is nothing to measure', async () => {
  modelPage();
  expect(await screen.findByText('Nothing to measure yet')).toBeInTheDocument();
});

it('has no fault in its structure that an accessibility checker finds', async () => {
  modelPage({
    models: { items: [aModel()] },
    quality: { weeks: [aWeek({ scored: 4, category_mix: { network: 4 } })] },
  });
  await screen.findByTestId('quality-sentence');
  await screen.findByTestId('coverage-sentence');
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
});
