import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const api = process.env['TIKIFY_API'] ?? 'http://127.0.0.1:8000';
const proxy = Object.fromEntries(
  ['/api', '/healthz', '/readyz', '/docs', '/openapi.json'].map((path) => [path, api]),
);

/** The API reference at /docs is served from our own files; the api looks for them in this folder. */
function apiReference(): Plugin {
  const require = createRequire(import.meta.url);
  return {
    name: 'api-reference',
    apply: 'build',
    generateBundle() {
      for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png']) {
        const source = readFileSync(require.resolve(`swagger-ui-dist/${name}`));
        this.emitFile({ type: 'asset', fileName: `api-reference/${name}`, source });
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), apiReference()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy },
  preview: { proxy },
  build: {
    target: 'es2022',
    // The largest chunk is the chart library, which only the overview loads.
    chunkSizeWarningLimit: 600,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./tests/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    restoreMocks: true,
    testTimeout: 60_000,
    // One worker with one page for all files: starting jsdom anew costs more than the tests.
    maxWorkers: 1,
    isolate: false,
  },
});
