import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ClosingLine } from './test/support/closing-line.ts'
import { Durations } from './test/support/durations.ts'
import { AT_ONCE } from './test/support/lab-names.ts'
import { temporaryFolder } from './test/support/memory.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const env = { TMPDIR: temporaryFolder() }
const alias = [{ find: /^#(src|roles)\/(.*)\.js$/, replacement: `${root}$1/$2.ts` }]

/** Rings: unit (pure, milliseconds), near (in-process SSH server, real shells), lab (real nodes), long (see docs/testing.md). */
export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine(), new Durations()],
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          env,
          // A process for each file takes three times as long; modules of its own are all that it needs.
          isolate: false,
          setupFiles: ['test/support/fresh-modules.ts'],
          maxWorkers: '100%',
          // One ring after the other: real nodes are timed, and share the machine with nothing.
          sequence: { groupOrder: 0 },
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.near.test.ts', 'test/**/*.lab.test.ts', 'test/**/*.long.test.ts'],
          // Milliseconds each, but for property tests on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'near',
          env,
          // Some of its files wait while the others work.
          maxWorkers: 2 * availableParallelism(),
          sequence: { groupOrder: 1 },
          include: ['test/**/*.near.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'lab',
          sequence: { groupOrder: 2 },
          globalSetup: ['test/support/take-down.ts'],
          setupFiles: ['test/support/rest.ts'],
          include: ['test/**/*.lab.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          maxWorkers: AT_ONCE,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'long',
          sequence: { groupOrder: 3 },
          globalSetup: ['test/support/take-down.ts'],
          setupFiles: ['test/support/rest.ts'],
          include: ['test/**/*.long.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 600_000,
          maxWorkers: AT_ONCE,
        },
      },
    ],
  },
})
