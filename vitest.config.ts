import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['libs/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'hack/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    // Tests of real processes may lose a race on a busy machine; one that fails three times has failed.
    retry: 2,
    // A hang is a failure; how long a machine takes that is busy with other things is none.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    passWithNoTests: false,
  },
});
