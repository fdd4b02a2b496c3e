/** A technician's day by keyboard at a desk and by thumb on a phone, and what a checker says of the pages. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import { accounts, Person } from './people.ts';

const SUBJECTS = ['Printer on floor two is jammed', 'Printer on floor three is jammed'];

/** The technician's screen is the project's; the requester submits through the same API as the page. */
async function withTickets(requester: Person, mark: string): Promise<string[]> {
  const subjects = SUBJECTS.map((subject) => `${subject} (${mark})`);
  for (const subject of subjects) {
    await requester.page.goto('/submit');
    await requester.page.getByLabel('Subject').fill(subject);
    await requester.page.getByLabel('Description').fill('Nobody on this floor can print.');
    await requester.page.getByRole('button', { name: 'Submit ticket' }).click();
    await requester.page.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
  }
  return subjects;
}

const rowOf = (page: Page, subject: string) =>
  page.getByTestId('ticket-row').filter({ hasText: subject }).first();

test('the workspace by keyboard', async ({ browser, viewport }, info) => {
  test.skip((viewport?.width ?? 0) < 992, 'a phone has no keys');
  const people = accounts();
  const requester = await Person.signIn(browser, people.requester, info.project.use);
  const [first = '', second = ''] = await withTickets(requester, info.project.name);
  const technician = await Person.signIn(browser, people.technician, info.project.use);
  const { page } = technician;
  await technician.mark();

  await test.step('from the palette to the queue', async () => {
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Search and commands' });
    await field.fill('my queue');
    await expect(page.getByRole('option', { name: /My queue/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/queue$/);
    await expect(rowOf(page, first)).toBeVisible();
    await expect(rowOf(page, second)).toBeVisible();
  });

  await test.step('walk, open beside the list, walk on', async () => {
    await reach(page, first);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: first })).toBeVisible();
    await expect(rowOf(page, second)).toBeVisible();
  });

  await test.step('accept, set a priority, take that back', async () => {
    await page.keyboard.press('c');
    await expect(page.getByText(/is yours and stays with you/)).toBeVisible();
    const priority = page.getByRole('article').getByTestId('priority').first();
    const before = (await priority.textContent()) ?? '';
    const other = before === 'Low' ? 'Medium' : 'Low';
    await page.keyboard.press('p');
    await page.getByRole('combobox', { name: /^Priority of/ }).fill(other);
    await page.keyboard.press('Enter');
    await expect(priority).toHaveText(other);
    await expect(page.getByText(`priority is ${other.toLowerCase()}.`)).toBeVisible();
    await page.keyboard.press('z');
    await expect(priority).toHaveText(before);
  });

  await test.step('a note and a reply without the pointer', async () => {
    await page.keyboard.press('n');
    await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await page.keyboard.type('The tray was empty last week, too.');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByTestId('message-note')).toContainText('The tray was empty');
    await page.keyboard.press('Escape');
    await page.getByRole('article').getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('r');
    await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
    await page.keyboard.type('I am on my way.');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByTestId('message-reply').last()).toContainText('I am on my way.');
  });

  await test.step('the clock runs and stops', async () => {
    await page.getByRole('article').getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('m');
    await expect(page.getByTestId('time').getByRole('timer')).toBeVisible();
    await page.keyboard.press('m');
    await expect(page.getByTestId('time')).toContainText('1 min');
  });

  await test.step('in focus, solving opens the next one', async () => {
    await page.keyboard.press('f');
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
    await page.keyboard.press('e');
    await page.getByLabel('Resolution').fill('A sheet was stuck behind the roller.');
    await page.getByRole('button', { name: 'Mark as solved' }).click();
    await expect(page.getByRole('heading', { level: 1, name: second })).toBeVisible();
    await page.keyboard.press('f');
  });

  await test.step('many at once, and back', async () => {
    await page.goto('/tickets?status=assigned&status=in_progress');
    await reach(page, second);
    await page.keyboard.press('x');
    await expect(page.getByTestId('bulk')).toContainText('1 ticket selected');
    await page.keyboard.press('t');
    await page.getByRole('combobox', { name: 'Add or remove a tag' }).fill('printer');
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 ticket tagged printer.')).toBeVisible();
    await expect(rowOf(page, second)).toContainText('#printer');
    await page.keyboard.press('z');
    await expect(rowOf(page, second)).not.toContainText('#printer');
  });

  expect(technician.faults).toEqual([]);
  await technician.close();
  await requester.close();
});

/** Walk down with j until the cursor stands on a row. */
async function reach(page: Page, subject: string): Promise<void> {
  const row = rowOf(page, subject);
  await expect(row).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(row.locator('[data-cursor]')).toBeVisible({ timeout: 500 });
  }).toPass();
}

test('the workspace under the thumb', async ({ browser, viewport }, info) => {
  test.skip((viewport?.width ?? 0) >= 992, 'a desk has its own story');
  const people = accounts();
  const requester = await Person.signIn(browser, people.requester, info.project.use);
  const [first = ''] = await withTickets(requester, info.project.name);
  const technician = await Person.signIn(browser, people.technician, info.project.use);
  const { page } = technician;

  await page.goto('/queue');
  await technician.expectToFit();
  await rowOf(page, first).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: first })).toBeVisible();
  await technician.expectToFit();
  await page.getByRole('textbox', { name: 'Reply' }).fill('I come by at ten.');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByText('I come by at ten.')).toBeVisible();
  await page.getByRole('button', { name: 'Solve ticket' }).click();
  await page.getByLabel('Resolution').fill('Paper was stuck behind the roller.');
  await page.getByRole('button', { name: 'Mark as solved' }).click();
  await expect(page.getByTestId('status').first()).toHaveText('Solved');
  await page.getByRole('button', { name: 'Close the ticket view' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'My queue' })).toBeVisible();
  await page.goto('/tickets');
  await technician.expectToFit();

  expect(technician.faults).toEqual([]);
  await technician.close();
  await requester.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no barrier on the workspace's pages, ${colorScheme}`, async ({ browser }, info) => {
    const options = { ...info.project.use, colorScheme, reducedMotion: 'reduce' as const };
    const technician = await Person.signIn(browser, accounts().technician, options);
    const { page } = technician;
    for (const path of ['/queue', '/tickets']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoBarrier(page, path);
    }
    await page.getByTestId('ticket-row').first().getByRole('link').click();
    await expect(page.getByRole('article')).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectNoBarrier(page, 'ticket');
    await technician.close();
  });
}

const AXE = createRequire(new URL('../../frontend/package.json', import.meta.url)).resolve('axe-core');

/** Fail on anything that axe finds. */
async function expectNoBarrier(page: Page, where: string): Promise<void> {
  // Read here and run there: the product's policy lets no page load foreign scripts.
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
  expect(found, where).toEqual([]);
}
