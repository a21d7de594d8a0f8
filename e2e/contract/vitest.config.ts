import { defineConfig } from 'vitest/config';

// Every file starts servers of its own, and a real cluster may be slow.
export default defineConfig({
  test: {
    include: ['e2e/contract/**/*.contract.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // kubectl and the server share two cores with everything else: a wait that runs out is tried again.
    retry: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
