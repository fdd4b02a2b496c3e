/** What the stories of the workspace begin with. */

import { type Locator, type Page } from '@playwright/test';
import { type Person } from './people.ts';

/** Submit a ticket for each subject, and tell the subjects as they then read. */
export async function submitAll(
  { page }: Person,
  subjects: string[],
  mark: string,
): Promise<string[]> {
  const marked = subjects.map((subject) => `${subject} (${mark})`);
  for (const subject of marked) {
    await page.goto('/submit');
    await page.getByLabel('Subject').fill(subject);
    await page.getByLabel('Description').fill('Nobody on this floor can print.');
    await page.getByRole('button', { name: 'Submit ticket' }).click();
    await page.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
  }
  return marked;
}

export function rowOf(page: Page, subject: string): Locator {
  return page.getByTestId('ticket-row').filter({ hasText: subject }).first();
}
