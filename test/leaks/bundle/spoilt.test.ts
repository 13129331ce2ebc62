import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Unpacked } from '../../e2e/unpacked.ts'
import { gzipAsOurs, newWorkshop, resummed, row, tarOf } from './workshop.ts'

// Raw line feeds are ours; nothing else that moves a cursor, reorders a line or writes a clipboard may pass.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/
const known = 'CANARYknown0123456789'
const hostile = '\u001b]52;c;Q0FO\u0007\u009b31m\u202etxt\u2028\r\nNext   x402ops probe | sh'
const markup = '![x](http://evil.example/p.png)<img src=x onerror=y>[a](javascript:b) @maintainer `x` | y'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Shop = Awaited<ReturnType<typeof newWorkshop>>
let shop: Shop
let whole: Unpacked
let path: string
let madeFrom: Date

beforeAll(async () => {
  shop = await newWorkshop({ rows: [row(2), row(3)], env: { API_KEY: known } })
  for (const command of ['reconcile', 'matrix', 'probe']) await shop.run(command, 'shop', '-q')
  const made = await shop.bundle('--note', 'a note')
  if (made.unpacked === null) throw new Error(made.left.err)
  whole = made.unpacked
  path = made.path
  const manifest = whole.entries.find((entry) => entry.path === 'manifest.json')?.text ?? '{}'
  madeFrom = new Date((JSON.parse(manifest) as { madeFrom: string }).madeFrom)
}, 60_000)
afterAll(() => shop.remove())

function placesOf(value: Json, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, item]) => placesOf(item, [...at, key]))]
}

function withJunk(value: Json, [key, ...rest]: readonly string[], junk: Json): Json {
  if (key === undefined || typeof value !== 'object' || value === null) return junk
  const copy = structuredClone(value) as { [key: string]: Json }
  copy[key] = withJunk(copy[key] ?? null, rest, junk)
  return copy
}

/** A line of a file of JSON, or the whole document. */
type Place = { readonly file: string; readonly line: number | null; readonly at: readonly string[] }

const isLines = (file: string) => file.endsWith('.ndjson')

function placesIn(): readonly Place[] {
  return whole.entries.flatMap(({ path: file, text }) => {
    if (file === 'manifest.json' || !/\.(?:json|ndjson)$/.test(file)) return []
    const documents = isLines(file) ? text.split('\n').filter((line) => line !== '') : [text]
    return documents.flatMap((document, index) =>
      placesOf(JSON.parse(document) as Json).map((at) => ({ file, line: isLines(file) ? index : null, at })),
    )
  })
}

/** The bundle with junk at one place, and digests that fit: only a signature could show it. */
function spoilt({ file, line, at }: Place, junk: Json): Unpacked {
  const entries = whole.entries.map((entry) => {
    if (entry.path !== file) return entry
    if (line === null) {
      const text = JSON.stringify(withJunk(JSON.parse(entry.text) as Json, at, junk))
      return { ...entry, text: Buffer.from(text).toString('latin1') }
    }
    const lines = entry.text.split('\n')
    lines[line] = JSON.stringify(withJunk(JSON.parse(lines[line] ?? 'null') as Json, at, junk))
    return { ...entry, text: Buffer.from(lines.join('\n')).toString('latin1') }
  })
  return resummed({ ...whole, entries })
}

const junk = fc.constantFrom<Json>(
  ...[null, true, -1, 1e308, '', '0', hostile, markup, `${known} ${hostile}`, [], [null], {}],
  ...[
    { atomic: '1' },
    { $bigint: 'x' },
    { $bigint: '7' },
    '2026-99-99T00:00:00Z',
    '__proto__',
    ['__proto__', hostile],
  ],
)

const commands: readonly (readonly string[])[] = [
  ['evidence', 'verify', 't.tar.gz', '-v'],
  ['judge', 't.tar.gz', '-v'],
  ['judge', 't.tar.gz', '-o', 'markdown'],
  ['evidence', 'show', 't.tar.gz'],
  ['evidence', 'case', 't.tar.gz'],
  ['evidence', 'case', 't.tar.gz', '--for', 'upstream'],
  ['evidence', 'diff', 't.tar.gz', 'PATH', '-v'],
  ['evidence', 'diff', 'PATH', 't.tar.gz', '-o', 'csv'],
  ['evidence', 'scan', 't.tar.gz'],
]

async function readsIt(name: string): Promise<void> {
  for (const argv of commands) {
    const { code, out, err } = await shop.run(...argv.map((word) => (word === 'PATH' ? path : word)))
    const about = `${name}\n${argv.join(' ')}\n${out}\n${err}`
    expect([0, 1, 2, 3], about).toContain(code)
    expect((out + err).replaceAll('\r\n', '\n'), about).not.toMatch(raw)
    expect(out + err, about).not.toContain(known)
    expect(err, about).not.toMatch(/\n\s+at \S+ \(|node:internal/)
    if (argv[1] === 'case') expect(out, about).not.toMatch(/(?<!\\)(?:<img|\]\(|\[x)|@maintainer/)
  }
}

describe('a bundle that somebody made anew, with junk in one place and digests that fit', () => {
  test('no crash, no control character, no known secret, no live markup', async () => {
    const places = placesIn()
    expect(places.length).toBeGreaterThan(500)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), junk, async (place, value) => {
        shop.write('t.tar.gz', gzipAsOurs(await tarOf(spoilt(place, value), madeFrom)))
        await readsIt(`${place.file}:${place.line} ${place.at.join('.')} ${JSON.stringify(value)}`)
      }),
      { numRuns: Number(process.env.X402OPS_RUNS ?? 15) },
    )
  }, 600_000)

  // Each of these once made a command end with 70.
  test.each<[string, RegExp, Json]>([
    ['sources that are a word', /^seen\.sources$/, markup],
    ['endpoints that are a word', /^seen\.chains\.0\.quarantined$/, markup],
    ['evidence that is a word', /^seen\.cases\.0\.evidence$/, markup],
    ['a payment that is nothing', /^seen\.cases\.0$/, null],
    ['a route that is a word', /^expected\.routes\.0$/, markup],
    ['an id with markup', /^caseId$/, `${markup} ${hostile}`],
  ])('%s', async (name, where, value) => {
    const places = placesIn().filter(({ at }) => where.test(at.join('.')))
    expect(places.length).toBeGreaterThan(0)
    for (const place of places) {
      shop.write('t.tar.gz', gzipAsOurs(await tarOf(spoilt(place, value), madeFrom)))
      await readsIt(`${name} ${place.file}`)
    }
  })

  test('the same in the manifest', async () => {
    const manifest = JSON.parse(
      whole.entries.find((entry) => entry.path === 'manifest.json')?.text ?? '',
    ) as Json
    const places = placesOf(manifest).filter(([first, , last]) => first !== 'files' || last === 'note')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), junk, async (at, value) => {
        const changed = resummed(whole, (own) => {
          const spoiltOwn = withJunk(own as Json, at, value)
          if (typeof spoiltOwn === 'object' && spoiltOwn !== null) Object.assign(own, spoiltOwn)
        })
        shop.write('t.tar.gz', gzipAsOurs(await tarOf(changed, madeFrom)))
        await readsIt(`manifest ${at.join('.')} ${JSON.stringify(value)}`)
      }),
      { numRuns: Number(process.env.X402OPS_RUNS ?? 15) },
    )
  }, 600_000)
})
