import { defineConfig } from 'vite';

// The service worker is a build of its own: one classic script, at the root, without a hash,
// because its address is its identity and its folder is its scope.
export default defineConfig({
  publicDir: false,
  build: {
    emptyOutDir: false,
    target: 'es2022',
    lib: {
      entry: 'src/sw.ts',
      formats: ['iife'],
      name: 'tikifyServiceWorker',
      fileName: () => 'sw.js',
    },
  },
});
