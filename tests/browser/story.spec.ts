/** The main job as people see it: a ticket from the form to the rating, in three browsers at once. */

import { randomUUID } from 'node:crypto';
import { expect, test, type BrowserContextOptions } from '@playwright/test';
import { accounts, Person } from './people.ts';
import { clickNotification, deliverPush } from './push.ts';

const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const PRIORITY = /^(Critical|High|Medium|Low)$/;

test('a ticket goes from the form to the rating', async ({ browser, viewport }, info) => {
  const people = accounts();
  const subject = `VPN drops every few minutes (${info.project.name})`;
  // The project's screen is the requester's; staff sits at a desk.
  const requester = await Person.signIn(browser, people.requester, info.project.use);
  const technician = await Person.signIn(browser, people.technician, DESK);
  await expect(technician.page.getByRole('heading', { name: 'My queue' })).toBeVisible();
  await technician.mark();

  const ticketId = await submit(requester, subject);
  await requester.mark();
  await seeScored(requester, people.technician.name, (viewport?.width ?? 0) < 1200);

  await test.step('the open queue shows it without a reload', async () => {
    const row = technician.page.locator(`[data-ticket-id="${ticketId}"]`).first();
    await expect(row).toContainText(subject);
    await expect(row.getByTestId('priority')).toHaveText(PRIORITY);
    await technician.expectNoReload();
  });

  await test.step('a push becomes a notification that opens the ticket', async () => {
    const reference = (await requester.page.getByTestId('reference').textContent()) ?? '';
    const title = `${reference} is yours`;
    await deliverPush(technician.page, {
      title,
      body: subject,
      url: `/tickets/${ticketId}`,
      tag: `ticket-${ticketId}`,
      ticket_id: ticketId,
      notification_id: randomUUID(),
    });
    await clickNotification(technician.page, title);
    await expect(technician.page).toHaveURL(`/tickets/${ticketId}`);
    await technician.expectNoReload();
  });

  await work(technician, requester);
  await rate(requester, info.project.name);
  await requester.expectNoReload();

  const administrator = await Person.signIn(browser, people.administrator, DESK);
  await lookBack(administrator, ticketId, subject, info.project.name, people.technician.name);

  for (const person of [requester, technician, administrator]) {
    expect(person.faults, person.account.name).toEqual([]);
    await person.close();
  }
});

async function submit({ page, faults }: Person, subject: string): Promise<string> {
  return test.step('the requester submits with a file', async () => {
    await page.goto('/submit');
    await page.getByLabel('Subject').fill(subject);
    await page
      .getByLabel('Description')
      .fill('Since this morning the VPN disconnects all of accounting. Nobody can work.');
    await page.locator('input[type=file]').setInputFiles({
      name: 'router.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('lost carrier at 09:14'),
    });
    await expect(page.getByRole('list', { name: 'Files' })).toContainText('router.txt');
    await page.getByRole('button', { name: 'Submit ticket' }).click();
    await page.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
    await expect(page.getByText('router.txt')).toBeVisible();
    expect(faults).toEqual([]);
    return new URL(page.url()).pathname.split('/').at(-1) ?? '';
  });
}

async function seeScored(requester: Person, technician: string, narrow: boolean): Promise<void> {
  await test.step('priority, category and technician appear by themselves', async () => {
    const { page } = requester;
    await expect(page.getByTestId('priority').first()).toHaveText(PRIORITY);
    await expect(page.getByTestId('progress')).toContainText(technician);
    await requester.expectToFit();
    if (narrow) await page.getByRole('tab', { name: 'Details' }).click();
    const facts = page.getByTestId('facts');
    await expect(facts).toContainText(technician);
    await expect(facts).not.toContainText('Not known yet');
    await requester.expectToFit();
    if (narrow) await page.getByRole('tab', { name: 'Conversation' }).click();
    await requester.expectNoReload();
  });
}

async function work(technician: Person, requester: Person): Promise<void> {
  await test.step('the technician replies, the requester sees it come', async () => {
    const { page } = technician;
    await page.getByRole('textbox', { name: 'Reply' }).fill('I look at the gateway now.');
    await page.getByRole('button', { name: 'Send reply' }).click();
    await expect(requester.page.getByText('I look at the gateway now.')).toBeVisible();
    await expect(page.getByTestId('status').first()).toHaveText('In progress');
  });
  await test.step('the technician solves it', async () => {
    const { page } = technician;
    await page.getByRole('button', { name: 'Solve ticket' }).click();
    await page.getByLabel('Resolution').fill('The gateway has a new certificate.');
    await page.getByRole('button', { name: 'Mark as solved' }).click();
    await expect(page.getByTestId('status').first()).toHaveText('Solved');
  });
}

async function rate(requester: Person, comment: string): Promise<void> {
  await test.step('the requester sees the history and rates', async () => {
    const { page } = requester;
    await expect(page.getByTestId('status').first()).toHaveText('Solved');
    await expect(page.getByText('The gateway has a new certificate.')).toBeVisible();
    await page.getByRole('tab', { name: 'History' }).click();
    await expect(page.getByTestId('history-entry').nth(3)).toBeVisible();
    await requester.expectToFit();
    await page.getByRole('tab', { name: 'Conversation' }).click();
    // The star is drawn over its radio, which a forced click finds only where no bar lies above it.
    const star = page.getByRole('radio', { name: '5: Excellent' });
    await star.evaluate((radio) => radio.scrollIntoView({ block: 'center' }));
    await star.check({ force: true });
    await page.getByLabel('Comment').fill(`Quick and kind, on the ${comment}.`);
    await page.getByRole('button', { name: 'Submit rating' }).click();
    await expect(page.getByTestId('rating-given')).toContainText('5 of 5');
    await requester.expectToFit();
  });
}

async function lookBack(
  { page }: Person,
  ticketId: string,
  subject: string,
  comment: string,
  technician: string,
): Promise<void> {
  await test.step('the administrator sees ticket, rating, people and load', async () => {
    await page.goto('/tickets');
    const row = page.locator(`[data-ticket-id="${ticketId}"]`).first();
    await expect(row).toContainText(subject);
    await row.getByRole('link').click();
    await expect(page.getByTestId('rating-given')).toContainText('5 of 5');
    await page.goto('/feedback');
    await expect(page.getByTestId('feedback-row').first()).toContainText(comment);
    await page.goto('/people');
    const person = page.getByTestId('technician-row').filter({ hasText: technician });
    await expect(person).toContainText(/0 of 5/);
  });
}
