import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { threats } from './threats.ts'

test('every row from 39 to 76 stands once', () => {
  expect(threats.map(({ row }) => row)).toEqual(Array.from({ length: 38 }, (_item, at) => 39 + at))
})

test('every test that a row names is there', () => {
  const missing = threats.filter((threat) => {
    if ('open' in threat) return false
    const path = join(import.meta.dirname, threat.file)
    return threat.test === '' || !existsSync(path) || !readFileSync(path, 'utf8').includes(threat.test)
  })
  expect(missing).toEqual([])
})

test('what has no test says why', () => {
  expect(threats.filter((threat) => 'open' in threat && threat.open.length <= 20)).toEqual([])
})
