import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['libs/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'hack/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    // Tests of real processes may lose a race on a busy machine; one that fails three times has failed.
    retry: 2,
    passWithNoTests: false,
  },
});
