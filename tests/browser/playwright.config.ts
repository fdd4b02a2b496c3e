/** Chromium against a running product; `test_story.py` starts one and says where it is. */

import { defineConfig } from '@playwright/test';

const phone = { width: 360, height: 740 };

export default defineConfig({
  testDir: '.',
  // Written where git does not look.
  outputDir: '../../var/test-output/browser',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.BASE_URL,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'desk',
      testIgnore: '*.phone.spec.ts',
      use: { viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'phone',
      testIgnore: '*.desk.spec.ts',
      use: { viewport: phone, hasTouch: true, isMobile: true },
    },
  ],
});
