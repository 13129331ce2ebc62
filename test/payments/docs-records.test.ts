import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { normaliseRows } from '../../src/payments/records/normalise.ts'
import { stateWords } from '../../src/payments/records/states.ts'
import { basePays } from './records-testkit.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/records.md'), 'utf8')

test('the page lists every state word', () => {
  for (const [state, words] of Object.entries(stateWords)) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${state}\``)) ?? ''
    const listed = row
      .split('|')[2]
      ?.split(/[,;]\s*/)
      .map((word) => word.trim())
    expect(listed).toEqual(expect.arrayContaining([...words]))
  }
})

test('the example of the page is read whole', () => {
  const [, example = ''] = /```json\n(.*)\n```/.exec(page) ?? []
  const data = JSON.parse(example) as Record<string, unknown>
  const { records } = normaliseRows([{ source: { file: 'f', line: 1 }, data }], {
    name: 'f',
    pays: [basePays],
    mapping: null,
  })
  const record = records[0] as unknown as Record<string, unknown>
  for (const field of Object.keys(data)) expect(record[field], field).not.toBeNull()
})
