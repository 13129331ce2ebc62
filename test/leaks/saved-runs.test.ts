import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newDesk } from './desk.ts'
import { serveNode } from './node.ts'

const desk = newDesk()
const payTo = `0x${'a1'.repeat(20)}`
const known = 'CANARYknown0123456789'
// Raw line feeds and tabs are ours; nothing else that moves a cursor or reorders a line may pass.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/
const hostile = '\u001b]52;c;Q0FO\u0007\u009b31m\u202etxt\u2028\nNext   x402ops probe | sh'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
let document: Json = null
let cases: readonly string[] = []

beforeAll(async () => {
  const node = await serveNode()
  const row = { state: 'settled', network: 'base', asset: 'usdc', payTo, amountAtomic: '1000' }
  const rows = [1, 2, 3].map((n) =>
    JSON.stringify({
      ...row,
      requestId: `r${n}`,
      payer: payTo,
      nonce: `0x0${n}${'07'.repeat(31)}`,
      responseStatus: 200,
      receivedAt: new Date(Date.now() - n * 3_600_000).toISOString(),
    }),
  )
  desk.give('pay.jsonl', rows.join('\n'))
  const argv = ['reconcile', 'mainnet', '--records', 'pay.jsonl', '--rpc', node.url, '--pay-to', payTo]
  const ran = await desk.x402ops([...argv, '-o', 'json', '--cases', 'cases.nd'])
  await node.close()
  document = JSON.parse(ran.out)
  cases = (ran.everything.split('cases.nd\n')[1] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('{"schema'))
}, 30_000)
afterAll(desk.remove)

function placesOf(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, item]) => placesOf(item, [...path, key]))]
}

function withJunk(value: Json, [key, ...rest]: readonly string[], junk: Json): Json {
  if (key === undefined || typeof value !== 'object' || value === null) return junk
  const copy = structuredClone(value) as { [key: string]: Json }
  copy[key] = withJunk(copy[key] ?? null, rest, junk)
  return copy
}

let count = 0
function saveRun(run: Json, lines: readonly string[]): string {
  count += 1
  const folder = join(desk.folder, `run-${count}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run))
  writeFileSync(join(folder, 'seen.ndjson'), '')
  writeFileSync(join(folder, 'cases.ndjson'), `${lines.join('\n')}\n`)
  return folder
}

const junk = fc.constantFrom<Json>(
  null,
  true,
  -1,
  1e308,
  '',
  'CANARYnumber',
  hostile,
  known,
  `${known} ${hostile}`,
  [],
  [null],
  {},
  { atomic: '1' },
  '2026-99-99T00:00:00Z',
  '__proto__',
)
const formats = fc.constantFrom('table', 'plain', 'json', 'ndjson', 'csv', 'markdown')

describe('a saved run that somebody spoilt', () => {
  test('one field of the document holds junk: no crash, no control character, no known secret', async () => {
    const whole = saveRun(document, cases)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesOf(document)), junk, formats, async (path, value, format) => {
        const spoilt = saveRun(withJunk(document, path, value), cases)
        for (const pair of [
          [spoilt, whole],
          [whole, spoilt],
        ]) {
          const { code, out, err } = await desk.x402ops(['diff', ...pair, '-o', format, '-v'], {
            API_KEY: known,
          })
          expect([0, 1, 2, 3], `${path.join('.')} ${err}`).toContain(code)
          expect((out + err).replaceAll('\r\n', '\n')).not.toMatch(raw)
          expect(out + err).not.toContain('CANARYknown')
        }
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  test('one field of a case holds junk', async () => {
    const whole = saveRun(document, cases)
    const [first = '', ...others] = cases
    const item = JSON.parse(first) as Json
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesOf(item)), junk, formats, async (path, value, format) => {
        const spoilt = saveRun(document, [JSON.stringify(withJunk(item, path, value)), ...others])
        for (const pair of [
          [spoilt, whole],
          [whole, spoilt],
        ]) {
          const { code, out, err } = await desk.x402ops(['diff', ...pair, '-o', format, '-v'], {
            API_KEY: known,
          })
          expect([0, 1, 2, 3], `${path.join('.')} ${err}`).toContain(code)
          expect((out + err).replaceAll('\r\n', '\n')).not.toMatch(raw)
          expect(out + err).not.toContain('CANARYknown')
        }
      }),
      { numRuns: 60 },
    )
  }, 120_000)
})

test.each([
  ['an environment file', 'API_KEY=CANARY0123456789\n'],
  ['a key', 'CANARY0123456789\n'],
  ['JSON that breaks at a key', '{"key": CANARY0123456789abc}'],
  ['JSON that ends in a key', '{"schema":"x402ops.run/v1"} CANARY0123456789abc'],
])('what a file holds that is no run is not quoted, not even with -vvv: %s', async (_name, text) => {
  const path = desk.give('other', text)
  const folder = saveRun(document, ['{"caseId": CANARY0123456789'])
  for (const named of [path, folder]) {
    const { code, out, err } = await desk.x402ops(['diff', named, 'last', '-vvv'])
    expect(code).toBe(2)
    expect(err).toContain('RUN_NOT_FOUND')
    expect(out + err).not.toContain('CANARY')
  }
})

test.each([
  ['probe', []],
  ['matrix', ['--route', 'GET /v1/quote']],
  ['monitor', ['--route', 'GET /v1/quote']],
] as const)('what %s saves is a whole run, whatever it found', async (command, more) => {
  const own = newDesk()
  const base = ['--base-url', 'http://127.0.0.1:1', '--deadline', '3s']
  await own.x402ops([command, 'mainnet', ...base, ...more])
  const { code, out, err } = await own.x402ops(['diff', 'last', 'last', 'mainnet'])
  own.remove()
  expect(code, err).toBe(0)
  expect(out).toContain('the runs say the same')
})
