import { defineConfig } from 'vitest/config'

/** Tests that compare times: alone, because the processor time of a process is that of all its threads. */
const timed = [
  'test/redact/doubling.test.ts',
  'test/redact/structured/linear.test.ts',
  'test/gate/linear.test.ts',
  'test/adapters/http/deadlines.test.ts',
]

export default defineConfig({
  test: {
    reporters: ['default', './test/count-reporter.ts'],
    alias: [{ find: /^fast-check$/, replacement: `${import.meta.dirname}/test/seeded-fast-check.ts` }],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/e2e/**',
            'test/transcripts/**',
            'test/programs/**',
            'test/rig/**',
            ...timed,
            '**/node_modules/**',
          ],
          pool: 'threads',
          // A worker keeps what it has loaded: with packages, half a second of a processor for each file.
          isolate: false,
          // On two cores one would stand idle otherwise.
          maxWorkers: 2,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'timed',
          include: timed,
          // What measures time may be disturbed by the machine; what is not linear stays so three times.
          retry: 2,
          pool: 'forks',
          maxWorkers: 1,
          testTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'transcripts',
          include: ['test/transcripts/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/rig/**/*.test.ts', 'test/programs/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          pool: 'forks',
          // A worker keeps what it has loaded: viem and the servers of the rig take three seconds of a processor.
          isolate: false,
          // Most of their time is waiting: for blocks, for deadlines, for children.
          maxWorkers: 3,
          testTimeout: 90_000,
          hookTimeout: 90_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
