import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asOpsError, failureLines, signalExitCode } from '../../src/cli/failure.ts'
import { wrapSentence } from '../../src/cli/wrap.ts'
import { OpsError } from '../../src/core/errors.ts'

test('an error says what, why, what to do, and its exit code', () => {
  const error = new OpsError('SINCE_WITHOUT_UNIT', { flag: '--since', value: '24' })
  expect(failureLines(error, 80, 0)).toEqual([
    'error SINCE_WITHOUT_UNIT: --since 24 has no unit',
    '  Nothing was contacted.',
    '  Did you mean 24h (hours), 24d (days) or block:24? See: x402ops help since',
    'exit code 2',
  ])
})

test('what nobody expected is our bug, with a stack only for -vvv', () => {
  const error = asOpsError(new TypeError('x is not\u001b[2J a function', { cause: new Error('below') }), '')
  expect(error).toMatchObject({ code: 'INTERNAL', exitCode: 70 })
  const short = failureLines(error, 80, 2).join('\n')
  expect(short).toContain('x402ops itself failed: TypeError: x is not\\x1b[2J a function')
  expect(short).not.toContain('failure.test.ts')
  const long = failureLines(error, 80, 3).join('\n')
  expect(long).toContain('failure.test.ts')
  expect(long).toContain('Error: below')
  expect(asOpsError('thrown text', '').message).toContain('thrown text')
})

test('signals have their own exit codes', () => {
  expect([signalExitCode('SIGINT'), signalExitCode('SIGTERM'), signalExitCode(undefined)]).toEqual([
    130,
    143,
    undefined,
  ])
})

describe('breaking sentences', () => {
  test('no line is too wide but for a single word, and no word is lost', () => {
    const sentence = fc.array(fc.stringMatching(/^[a-z0-9]{1,30}$/), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(sentence, fc.integer({ min: 10, max: 90 }), (words, width) => {
        const lines = wrapSentence(words.join(' '), '  ', width)
        expect(lines.join(' ').split(/ +/).filter(Boolean)).toEqual(words)
        for (const line of lines) expect(line.length <= width || !line.trim().includes(' ')).toBe(true)
      }),
    )
  })
})
