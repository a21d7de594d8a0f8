import { defineConfig } from 'vite';

// Assets are found relative to the page, whose <base href> the server writes: one build serves every base path.
export default defineConfig({
  base: './',
  root: import.meta.dirname,
  worker: { format: 'es' },
  build: {
    outDir: '../../dist/ui',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Libraries mark files for servers that render React; there is none here.
      onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)),
    },
  },
});
