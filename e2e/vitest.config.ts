import { defineConfig } from 'vitest/config';

// Real processes and real workflows: slow by nature, so files run one after the other and every wait has its own limit.
export default defineConfig({
  test: {
    include: ['e2e/suites/**/*.e2e.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
