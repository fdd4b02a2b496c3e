/** A technician's day at a desk, by keyboard alone. */

import { expect, test, type Page } from '@playwright/test';
import { expectNoBarrier } from './barriers.ts';
import { accounts, Person } from './people.ts';
import { rowOf, submitAll } from './workspace.ts';

const SUBJECTS = ['Printer on floor two is jammed', 'Printer on floor three is jammed'];

test('the workspace by keyboard', async ({ browser }, info) => {
  // A whole day in one go, with two dozen looks of the checker.
  test.setTimeout(300_000);
  const people = accounts();
  const requester = await Person.signIn(browser, people.requester, info.project.use);
  const [first = '', second = ''] = await submitAll(requester, SUBJECTS, info.project.name);
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
    await expectNoBarrier(page, 'queue');
  });

  await test.step('walk, open beside the list, walk on', async () => {
    await reach(page, first);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: first })).toBeVisible();
    await expect(rowOf(page, second)).toBeVisible();
    await expect(page.getByTestId('due-panel').getByText('First answer')).toBeVisible();
    await expectNoBarrier(page, 'queue with a ticket');
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
    await expectNoBarrier(page, 'all tickets');
    await page.keyboard.press('Control+k');
    await expect(page.getByTestId('picker')).toBeVisible();
    await expectNoBarrier(page, 'palette');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('picker')).toBeHidden();
    await page.keyboard.press('t');
    await page.getByRole('combobox', { name: 'Add or remove a tag' }).fill('printer');
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 ticket tagged printer.')).toBeVisible();
    await expect(rowOf(page, second)).toContainText('#printer');
    await page.keyboard.press('z');
    await expect(rowOf(page, second)).not.toContainText('#printer');
    await page.keyboard.press('x');
    await page.keyboard.press('s');
    await page.getByRole('combobox', { name: 'Make them' }).fill('closed');
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 ticket closed.')).toBeVisible();
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
