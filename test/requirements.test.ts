import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requirements } from './requirements.ts'

/** Numbers that no row has. */
const dropped: readonly number[] = [84, 113, 117, 118, 123, 169, 173, 174, 259, 260, 261, 269]

const here = import.meta.dirname
const sources = new Map<string, string>()
const oneLine = (text: string) => text.replace(/\s+/g, ' ')

/** The text of a file as one line: where it is broken says nothing. */
function textOf(file: string): string {
  const path = join(here, file)
  const known = sources.get(path) ?? oneLine(existsSync(path) ? readFileSync(path, 'utf8') : '')
  sources.set(path, known)
  return known
}

test('every row stands once, in order', () => {
  const numbers = Array.from({ length: 325 }, (_, at) => at + 1).filter((row) => !dropped.includes(row))
  expect(requirements.map(({ row }) => row)).toEqual(numbers)
})

test('what a row names is there', () => {
  const missing = requirements.flatMap(({ row, shown }) =>
    shown
      .filter(({ file, text }) => text.length < 3 || !textOf(file).includes(oneLine(text)))
      .map((one) => `${row} ${one.file}: ${one.text}`),
  )
  expect(missing).toEqual([])
})

test('a row is shown by something, or says why not', () => {
  const bare = requirements.filter(
    ({ about, shown, why }) =>
      about.length < 5 || about.length > 80 || (why === null ? shown.length === 0 : why.length < 20),
  )
  expect(bare).toEqual([])
})

test('a header that no server knows is sent by nobody', () => {
  const files = readdirSync(join(here, '../src'), { recursive: true, encoding: 'utf8' })
  const code = files.filter((name) => name.endsWith('.ts'))
  expect(code.length).toBeGreaterThan(300)
  expect(code.filter((name) => /x-payment-status-check/i.test(textOf(join('../src', name))))).toEqual([])
})
