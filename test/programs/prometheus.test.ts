import { spawnSync } from 'node:child_process'
import { beforeEach, expect, test } from 'vitest'
import { prometheus } from '../../src/render/prometheus.ts'
import { sampleReport, usdc } from '../render/sample.ts'

const hasPromtool = spawnSync('promtool', ['--version']).status === 0
beforeEach((context) => context.skip(!hasPromtool, 'no promtool: apt-get install prometheus'))

/** What promtool says of a page of metrics. */
function checked(text: string) {
  const { status, stderr, stdout } = spawnSync('promtool', ['check', 'metrics'], { input: text })
  return { status, words: `${stdout}${stderr}` }
}

test('promtool has nothing to say about what a run prints', () => {
  const amount = { ...usdc, atomic: 2n ** 80n }
  const { document, ...rest } = sampleReport({})
  const totals = [{ name: 'a "b" \\c', count: 2, amount }]
  expect(checked(prometheus.render({ ...rest, document: { ...document, totals } }))).toEqual({
    status: 0,
    words: '',
  })
})

test('it would have found a mistake', () => {
  expect(checked('x402opsBroken{a="b} 1\n').status).not.toBe(0)
})
