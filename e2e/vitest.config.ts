import process from 'node:process';
import { defineConfig } from 'vitest/config';

// Real processes and real workflows: slow by nature, so files run one after the other and every wait has its own limit.
export default defineConfig({
  test: {
    include: ['e2e/suites/**/*.e2e.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    retry: 1,
    // A kubelet takes seconds for what a process takes milliseconds.
    testTimeout: (process.env['PROVIDER'] ?? 'embedded') === 'embedded' ? 120_000 : 300_000,
    hookTimeout: 120_000,
  },
});
