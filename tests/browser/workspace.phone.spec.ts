/** A technician's day on a phone, under the thumb. */

import { expect, test } from '@playwright/test';
import { expectNoBarrier } from './barriers.ts';
import { accounts, Person } from './people.ts';
import { rowOf, submitAll } from './workspace.ts';

test('the workspace under the thumb', async ({ browser }, info) => {
  const people = accounts();
  const requester = await Person.signIn(browser, people.requester, info.project.use);
  const [first = ''] = await submitAll(requester, ['Printer is jammed'], info.project.name);
  const technician = await Person.signIn(browser, people.technician, info.project.use);
  const { page } = technician;

  await page.goto('/queue');
  await expect(rowOf(page, first)).toBeVisible();
  await technician.expectToFit();
  await expectNoBarrier(page, 'queue');
  await rowOf(page, first).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: first })).toBeVisible();
  await technician.expectToFit();
  await expect(page.getByRole('heading', { name: 'Similar solved tickets' })).toBeVisible();
  await expectNoBarrier(page, 'ticket');
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
  await expect(rowOf(page, first)).toBeVisible();
  await technician.expectToFit();
  await expectNoBarrier(page, 'all tickets');

  expect(technician.faults).toEqual([]);
  await technician.close();
  await requester.close();
});
