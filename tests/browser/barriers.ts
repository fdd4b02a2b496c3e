/** What an accessibility checker finds on a page. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

const AXE = createRequire(new URL('../../frontend/package.json', import.meta.url)).resolve(
  'axe-core',
);

/** The colour of plain words in each theme. */
const INK = { light: 'rgb(30, 28, 26)', dark: 'rgb(231, 234, 232)' };

interface Axe {
  run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/** Fail on anything that axe finds, in the light and in the dark theme. */
export async function expectNoBarrier(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await expect(page.locator('body')).toHaveCSS('color', INK[colorScheme]);
    // Read here and run there: the product's policy lets no page load foreign scripts.
    await page.evaluate(readFileSync(AXE, 'utf8'));
    const found = await page.evaluate(async () => {
      const { violations } = await (window as unknown as { axe: Axe }).axe.run();
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
      );
    });
    expect(found, `${where}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
