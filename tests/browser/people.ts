/** The people of the story, each in a browser of their own. */

import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';

export interface Account {
  name: string;
  email: string;
  password: string;
}

export interface Accounts {
  requester: Account;
  technician: Account;
  administrator: Account;
}

/** The accounts that were made for this run. */
export function accounts(): Accounts {
  const given = process.env.ACCOUNTS;
  if (given === undefined) throw new Error('ACCOUNTS is not set; run pytest tests/browser.');
  return JSON.parse(given) as Accounts;
}

/** A browser of somebody: the page, and what went wrong in it. */
export class Person {
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    readonly account: Account,
  ) {
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
  }

  /** Open a browser and sign in through the form. */
  static async signIn(
    browser: Browser,
    account: Account,
    options: BrowserContextOptions = {},
  ): Promise<Person> {
    const context = await browser.newContext(options);
    await context.grantPermissions(['notifications']);
    const person = new Person(await context.newPage(), account);
    const { page } = person;
    await page.goto('/');
    await page.getByLabel('E-mail').fill(account.email);
    await page.locator('input[type=password]').fill(account.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByTestId('user-menu')).toBeVisible();
    return person;
  }

  /** Put a mark on the page that a reload would wipe off. */
  async mark(): Promise<void> {
    await this.page.evaluate(() => {
      (window as { marked?: boolean }).marked = true;
    });
  }

  /** Fail if the page was loaded again since `mark`. */
  async expectNoReload(): Promise<void> {
    const marked = await this.page.evaluate(() => (window as { marked?: boolean }).marked);
    expect(marked, 'the page was loaded again').toBe(true);
  }

  /** Fail if anything is wider than the screen. */
  async expectToFit(): Promise<void> {
    const [content, screen] = await this.page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(content, 'the page scrolls sideways').toBeLessThanOrEqual(screen ?? 0);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
