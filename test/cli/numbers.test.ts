import fc from 'fast-check'
import { expect, test } from 'vitest'
import { durationFlag, integerFlag, numberFlag } from '../../src/commands/numbers.ts'
import { isOpsError } from '../../src/core/errors.ts'

test('a flag takes exactly what its rule says, and refuses the rest with an example', () => {
  const flags = [
    durationFlag('--timeout', '10s'),
    integerFlag('--concurrency', '2'),
    numberFlag('--rate', '2'),
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...flags),
      fc.oneof(fc.string(), fc.stringMatching(/^[-+.\d]{1,6}m?s?$/)),
      (read, text) => {
        try {
          const value = read(text)
          expect(Number.isFinite(value) && value > 0).toBe(true)
        } catch (error) {
          expect(isOpsError(error) && error.code).toBe('NUMBER_EXPECTED')
        }
      },
    ),
  )
})

test('the message names the flag, the value and an example', () => {
  expect(() => durationFlag('--timeout', '10s')('10')).toThrow('--timeout "10" is not a usable number')
  expect(integerFlag('--concurrency', '2')('8')).toBe(8)
  expect(numberFlag('--rate', '2')('0.5')).toBe(0.5)
  expect(() => numberFlag('--rate', '2')('1e3')).toThrow('--rate "1e3"')
})
