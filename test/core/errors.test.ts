import { describe, expect, test } from 'vitest'
import { type ErrorCode, errorCatalog } from '../../src/core/error-catalog.ts'
import { isOpsError, OpsError } from '../../src/core/errors.ts'

/** Stands in for every argument by its own name, so that a snapshot shows where each one is printed. */
const named = new Proxy({}, { get: (_target, name) => (typeof name === 'string' ? `<${name}>` : undefined) })
const codes = Object.keys(errorCatalog) as ErrorCode[]

describe('the words of every error', () => {
  test.each(codes)('%s', (code) => {
    const error = new OpsError(code, named)
    expect({ exit: error.exitCode, what: error.message, why: error.why, hint: error.hint }).toMatchSnapshot()
  })

  test('each says what to do, in at most a few lines', () => {
    for (const code of codes) {
      const error = new OpsError(code, named)
      expect(error.message.length).toBeGreaterThan(3)
      expect(error.hint.length).toBeGreaterThan(3)
      expect(`${error.message}${error.why ?? ''}${error.hint}`).not.toMatch(/undefined|\[object/)
    }
  })

  test('exit codes of errors are those that mean "not carried out"', () => {
    expect(new Set(codes.map((code) => new OpsError(code, named).exitCode))).toEqual(
      new Set([2, 3, 5, 6, 70]),
    )
  })

  test('the cause is kept', () => {
    const cause = new Error('inner')
    const error = new OpsError('INTERNAL', { message: 'x' }, { cause })
    expect(error.cause).toBe(cause)
    expect([isOpsError(error), isOpsError(cause)]).toEqual([true, false])
  })
})
