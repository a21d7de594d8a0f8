import { defineConfig } from 'vitest/config';

// A real browser; files run one after the other, since the machine may have two cores for browser, server and all.
export default defineConfig({
  test: {
    include: ['e2e/ui/**/*.ui.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
