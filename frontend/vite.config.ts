import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { mockApi } from './mocks/plugin';

const api = process.env['TIKIFY_API'] ?? 'http://127.0.0.1:8000';
const proxy = Object.fromEntries(
  ['/api', '/healthz', '/readyz', '/docs', '/openapi.json'].map((path) => [path, api]),
);

export default defineConfig(({ mode }) => ({
  plugins: [react(), mode === 'mock' && mockApi()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: mode === 'mock' ? {} : proxy },
  preview: { proxy: mode === 'mock' ? {} : proxy },
  build: {
    target: 'es2022',
    // The chart library is one lazy chunk of its own; nothing on the first page waits for it.
    chunkSizeWarningLimit: 600,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./tests/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    css: false,
    restoreMocks: true,
    testTimeout: 20_000,
    maxWorkers: 1,
  },
}));
