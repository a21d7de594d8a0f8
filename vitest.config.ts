import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['libs/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'hack/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    passWithNoTests: false,
  },
});
