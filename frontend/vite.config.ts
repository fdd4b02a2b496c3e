import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
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

// What may be loaded before somebody can sign in, as it comes over the line.
const FIRST_PAGE_BYTES = 200_000;

/** Fails the build when the scripts of the sign-in page outgrow their budget. */
function firstPageBudget(): Plugin {
  return {
    name: 'first-page-budget',
    apply: 'build',
    writeBundle(_, bundle) {
      const files = new Set<string>();
      const add = (name: string) => {
        const chunk = bundle[name];
        if (files.has(name) || chunk?.type !== 'chunk') return;
        files.add(name);
        chunk.imports.forEach(add);
      };
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const isSignIn = chunk.facadeModuleId?.endsWith('/src/routes/sign-in.tsx');
        if (chunk.isEntry || isSignIn) add(chunk.fileName);
      }
      const sizes = [...files].map((name) => {
        const chunk = bundle[name];
        return chunk?.type === 'chunk' ? gzipSync(chunk.code).length : 0;
      });
      const total = sizes.reduce((sum, size) => sum + size, 0);
      if (total > FIRST_PAGE_BYTES) {
        this.error(
          `The sign-in page loads ${total} bytes of script; ${FIRST_PAGE_BYTES} are allowed.`,
        );
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), apiReference(), firstPageBudget()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy },
  preview: { proxy },
  build: {
    target: 'es2022',
    // The largest chunk is the chart library, which only the overview and the model page load.
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
