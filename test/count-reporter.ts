import type { SerializedError } from 'vitest'
import type { Reporter, TestCase, TestModule, TestRunEndReason } from 'vitest/node'

/** What a run came to, from the runner's own results. */
export type RunCounts = {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly string[]
}

function hasFailedTest(tests: readonly TestCase[]): boolean {
  return tests.some((test) => test.result().state === 'failed')
}

function skipReason(test: TestCase): string {
  const result = test.result()
  return result.state === 'skipped' ? (result.note ?? 'no reason given') : 'not run'
}

/**
 * Counts a finished run. A module that could not be loaded, an error outside any test and a run that
 * failed without saying where (a global setup that throws) are failures; so is a run in which nothing
 * passed.
 */
export function countRun(
  modules: readonly TestModule[],
  errors: readonly SerializedError[],
  reason: TestRunEndReason,
): RunCounts {
  let passed = 0
  let failed = errors.length
  const skipped: string[] = []
  for (const module of modules) {
    const tests = [...module.children.allTests()]
    if (module.state() === 'failed' && !hasFailedTest(tests)) failed += 1
    for (const test of tests) {
      const { state } = test.result()
      if (state === 'passed') passed += 1
      else if (state === 'failed') failed += 1
      else skipped.push(skipReason(test))
    }
  }
  if (failed === 0 && (reason !== 'passed' || passed === 0)) failed = 1
  return { passed, failed, skipped }
}

/** `skipped: 3 (no chromium: 2, no promtool: 1)` and `118 passed, 0 failed`. */
export function countLines({ passed, failed, skipped }: RunCounts): readonly [string, string] {
  const reasons = new Map<string, number>()
  for (const reason of skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  const named = [...reasons].map(([reason, count]) => `${reason.replace(/\s+/g, ' ')}: ${count}`)
  const inside = named.length === 0 ? 'none' : named.join('; ')
  return [`skipped: ${skipped.length} (${inside})`, `${passed} passed, ${failed} failed`]
}

/** Prints the counts as the very last lines of a run, and fails a run that proved nothing. */
export default class CountReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const counts = countRun(modules, errors, reason)
    if (counts.failed > 0) process.exitCode = 1
    // At exit, because other reporters still write after the end of the run.
    process.on('exit', () => {
      if (counts.failed > 0) process.exitCode = 1
      process.stdout.write(`${countLines(counts).join('\n')}\n`)
    })
  }
}
