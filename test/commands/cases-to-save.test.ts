import { expect, test } from 'vitest'
import { casesToSave, savedCasesLimit } from '../../src/commands/cases-to-save.ts'

const isEven = (n: number) => n % 2 === 0

test('a run of ordinary size is saved whole', () => {
  const cases = Array.from({ length: savedCasesLimit }, (_, n) => n)
  expect(casesToSave(cases, isEven)).toBe(cases)
})

test('a huge one keeps everything that did not match', () => {
  const cases = Array.from({ length: savedCasesLimit + 1 }, (_, n) => n)
  expect(casesToSave(cases, isEven)).toEqual(cases.filter((n) => !isEven(n)))
})
