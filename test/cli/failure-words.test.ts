import { describe, expect, test } from 'vitest'
import { asOpsError, failureLines } from '../../src/cli/failure.ts'
import { OpsError } from '../../src/core/errors.ts'

const secret = 'CANARY0123456789abc'

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

const errors: readonly (readonly [string, () => unknown])[] = [
  ['JSON.parse, first character', () => JSON.parse(secret)],
  ['JSON.parse, inside', () => JSON.parse(`{"key": ${secret}}`)],
  ['JSON.parse, behind the end', () => JSON.parse(`{} ${secret}`)],
  ['BigInt', () => BigInt(secret)],
  ['in', () => 'x' in (secret as unknown as object)],
  [
    'a property of a text',
    () => {
      ;(secret as unknown as { x: number }).x = 1
    },
  ],
  [
    'an argument of Node',
    () => Buffer.from({ length: secret } as unknown as string, 'base64').fill(secret, secret as never),
  ],
  ['an encoding of Node', () => Buffer.alloc(secret as unknown as number)],
]

describe('no error repeats the value that it is about', () => {
  test.each(errors)('%s', (_name, work) => {
    const error = thrownBy(work)
    const found = new OpsError('RUN_NOT_FOUND', { run: 'x', known: 'y' }, { cause: error })
    for (const shown of [asOpsError(error, ''), found]) {
      const lines = failureLines(shown, 80, 3).join('\n')
      expect(lines).not.toContain('CANARY')
      expect(lines).toContain(' at ')
    }
  })

  test('what our own errors and those of the system say stays', () => {
    const system = Object.assign(new Error("ENOENT: no such file, open 'books.jsonl'"), { code: 'ENOENT' })
    const lines = failureLines(new OpsError('INTERNAL', { message: 'x' }, { cause: system }), 80, 3).join(
      '\n',
    )
    expect(lines).toContain("ENOENT: no such file, open 'books.jsonl'")
    expect(asOpsError(new TypeError('x is not a function'), '').message).toContain('x is not a function')
  })
})
