import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunDocument } from '../../../src/core/report.ts'
import type { Unpacked } from '../../e2e/unpacked.ts'
import { demand, gzipAsOurs, newWorkshop, type Reply, resummed, row, tarOf } from './workshop.ts'

type Shop = Awaited<ReturnType<typeof newWorkshop>>

const textOf = ({ entries }: Unpacked, path: string) =>
  Buffer.from(entries.find((entry) => entry.path === path)?.text ?? '', 'latin1').toString()
const madeFromOf = (unpacked: Unpacked) =>
  new Date((JSON.parse(textOf(unpacked, 'manifest.json')) as { madeFrom: string }).madeFrom)

describe('a bundle made anew so that its digests fit', () => {
  let shop: Shop
  let whole: Unpacked
  beforeAll(async () => {
    shop = await newWorkshop()
    for (const command of ['matrix', 'reconcile']) await shop.run(command, 'shop', '-q')
    const { unpacked, left } = await shop.bundle()
    if (unpacked === null) throw new Error(left.err)
    whole = unpacked
  }, 30_000)
  afterAll(() => shop.remove())

  const matrixRun = /^runs\/.*-matrix-.*\/run\.json$/
  const matrixSeen = /^runs\/.*-matrix-.*\/seen\.ndjson$/
  const cases = /^runs\/.*\/cases\.ndjson$/
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`

  async function judged(where: RegExp, change: ((text: string) => string) | null) {
    const entries = whole.entries.flatMap((entry) => {
      if (!where.test(entry.path)) return [entry]
      return change === null ? [] : [{ ...entry, text: change(entry.text) }]
    })
    const made = resummed({ ...whole, entries }, (manifest) => {
      const files = manifest.files as { path: string }[]
      if (change === null) manifest.files = files.filter(({ path }) => !where.test(path))
    })
    shop.write('t.tar.gz', gzipAsOurs(await tarOf(made, madeFromOf(whole))))
    const verified = await shop.run('evidence', 'verify', 't.tar.gz')
    expect(verified.out).toContain('unsigned: nothing shows who made it')
    for (const argv of [
      ['case', 't.tar.gz'],
      ['show', 't.tar.gz'],
      ['diff', 't.tar.gz', 't.tar.gz'],
    ])
      expect([0, 1, 2, 3], argv.join(' ')).toContain((await shop.run('evidence', ...argv)).code)
    const { code, out, err } = await shop.run('judge', 't.tar.gz')
    expect(out + err).not.toMatch(/RangeError|TypeError|\n +at /)
    expect(out).toContain('unsigned: nothing shows who made it')
    return { code, out: out.replace(/\s+/g, ' ') }
  }

  test('nothing changed', async () => {
    expect((await judged(/^none$/, (text) => text)).out).toContain('identical: the findings follow')
  })

  test.each<[string, RegExp, (text: string) => string]>([
    ['what was seen', matrixSeen, (text) => text.replaceAll('https://shop.example', 'http://127.0.0.1:1')],
    ['the verdict', matrixRun, (text) => text.replace('"verdict": "FAIL",', '"verdict": "PASS",')],
    ['a row', matrixRun, (text) => text.replace(/("checks": \[[\s\S]*?"verdict": )"FAIL"/, '$1"PASS"')],
    ['the class of a payment', cases, (text) => text.replaceAll('INDETERMINATE', 'MATCHED')],
  ])('%s alone: judged otherwise, and that fails', async (_name, where, change) => {
    const { code, out } = await judged(where, change)
    expect(out).toContain('JUDGED_OTHERWISE')
    expect(out).toContain('1 of 2 runs judged otherwise than they say')
    expect(code).toBe(1)
  })

  test.each<[string, RegExp, ((text: string) => string) | null]>([
    ['nothing but brackets', matrixSeen, () => deep],
    ['brackets inside', matrixSeen, (text) => text.replace('"seen":{', `"seen":{"deep":${deep},`)],
    ['brackets in a payment', cases, (text) => text.replace('"facts":{', `"facts":{"deep":${deep},`)],
    ['no room', matrixSeen, () => ''],
    ['a room of the future', matrixSeen, (text) => text.replace('"room":"matrix"', '"room":"future"')],
    ['another schema', matrixRun, (text) => text.replace('x402ops.run/v1', 'x402ops.run/v2')],
    ['no tool', matrixRun, (text) => text.replace(/"tool": \{[^}]*\}/, '"tool": null')],
    ['no document', matrixRun, null],
  ])('%s: said not to be judged', async (_name, where, change) => {
    const { code, out } = await judged(where, change)
    expect(out).toContain('1 of 2 runs could not be judged')
    expect([1, 3]).toContain(code)
  })

  test('names that could change a prototype are data', async () => {
    const bad = '"seen":{"__proto__":{"routes":[]},"constructor":{"prototype":{"x":1}},'
    const { out } = await judged(matrixSeen, (text) => text.replace('"seen":{', bad))
    expect(out).toContain('identical: the findings follow')
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  test('without any run nothing is called fine', async () => {
    const { code, out } = await judged(/^runs\//, null)
    expect(out).toContain('there is no run in it')
    expect(code).toBe(3)
  })
})

const secret = 'CANARYkey0123456789abcdef'
const body = (status: number, value: unknown): Reply => ({ status, body: JSON.stringify(value) })
const padded = { 'x-shield-status': 'x'.repeat(300), 'x-request-id': 'x'.repeat(128) }

/** What services answer with, secrets among it. */
const worlds: readonly (readonly [name: string, reply: (url: string) => Reply])[] = [
  ['an honest one', () => demand()],
  ['a padded header', () => ({ ...demand(), headers: { ...demand().headers, ...padded } })],
  ['another recipient', () => demand({ payTo: `0x${'c3'.repeat(20)}` })],
  ['other terms in the header', () => ({ ...demand(), headers: demand({ amount: '2000' }).headers ?? {} })],
  ['a free answer', () => body(200, { data: 'CANARYpaidbody0123456789abcdef' })],
  [
    'a redirect with a password',
    () => ({
      status: 302,
      body: '',
      headers: { location: `https://u:CANARYpw99@login.example/?t=${secret}` },
    }),
  ],
  ['an error with a token', () => body(500, { error: 'boom', stack: `at /srv/app.js:1:2 token=${secret}` })],
  [
    'a list of dependencies',
    () => body(200, { status: 'ready', dependencies: { database: `down ${secret}` } }),
  ],
]

describe('redaction does not change what is found', () => {
  const rows = [
    row(11, { settleReason: 'insufficient_funds; see https://rpc.example/v2/CANARYkey0123456789abcdef' }),
    row(13, { requestId: 'x'.repeat(200) }),
    row(14, { nonce: `0X${'AB'.repeat(32)}` }),
    row(17, { requestId: 'CANARYtok0123456789abcdefABCDEF==' }),
    row(19, { route: 'GET /v1/a?key=CANARY0123456789abcdef&b=1' }),
    row(20, { payer: '0xnothex' }),
    row(21, { facilitator: 'https://u:CANARYpw1234@fac.example/x' }),
  ]
  const found = ({ findings }: RunDocument) =>
    findings.map(({ code, verdict }) => `${code} ${verdict}`).sort()
  const savedBelow = (folder: string): readonly string[] =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true })
          .map(String)
          .filter((name) => name.endsWith('run.json'))
          .map((name) => join(folder, name))
      : []

  test.each(worlds)(
    '%s: the same codes, verdicts and exit codes as the saved runs',
    async (_name, reply) => {
      const shop = await newWorkshop({ reply, rows, env: { API_KEY: secret } })
      for (const argv of [['reconcile'], ['matrix', '--variants'], ['probe'], ['monitor']])
        await shop.run(...argv, 'shop', '-q')
      const { unpacked, path, left } = await shop.bundle('--since', '1h')
      expect(left.code, left.err).toBe(0)
      const paths = (unpacked?.entries ?? [])
        .map((entry) => entry.path)
        .filter((name) => name.endsWith('/run.json'))
      const inBundle = paths.map((name) => JSON.parse(textOf(unpacked as Unpacked, name)) as RunDocument)
      const saved = savedBelow(join(shop.folder, 'state')).map(
        (file) => JSON.parse(readFileSync(file, 'utf8')) as RunDocument,
      )
      expect(inBundle).toHaveLength(4)
      for (const document of inBundle) {
        const original = saved.find(({ runId }) => runId === document.runId) as RunDocument
        expect(found(document)).toEqual(found(original))
        expect([document.verdict, document.exitCode]).toEqual([original.verdict, original.exitCode])
      }
      const judged = await shop.run('judge', String(path))
      expect(judged.out).toContain('identical: the findings follow from what was seen')
      await shop.remove()
    },
    30_000,
  )
})
