import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { afterAll, describe, expect, test } from 'vitest'
import { run } from '../program.ts'
import { documents, payment } from '../x402/samples.ts'
import { header } from '../x402/wire.ts'

const cwd = mkdtempSync(join(tmpdir(), 'x402ops-decode-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
// The package is CommonJS; its callable stands under `default`.
addFormatsModule.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync('schemas/decode.schema.json', 'utf8')))

const now = new Date('2026-11-21T07:40:02Z')
const never = () => Promise.resolve()

async function decode(argv: readonly string[], stdin = '') {
  const chunks: [string[], string[]] = [[], []]
  const stream = (at: 0 | 1) =>
    new Writable({ write: (chunk, _encoding, done) => done(void chunks[at].push(String(chunk)) as never) })
  const code = await run(['decode', ...argv], {
    stdout: stream(0),
    stderr: stream(1),
    stdin: new PassThrough().end(stdin),
    cwd,
    packageRoot: new URL('../../', import.meta.url),
    stdoutIsTty: false,
    stderrIsTty: false,
    stdinIsTty: false,
    clock: { now: () => now, monotonicMs: () => 0, sleep: never },
    env: { HOME: cwd },
  })
  return { code, out: chunks[0].join(''), err: chunks[1].join('') }
}

const withBounds = (validAfter: number, validBefore: number) =>
  header({
    ...payment,
    payload: {
      ...payment.payload,
      authorization: {
        ...payment.payload.authorization,
        validAfter: String(validAfter),
        validBefore: String(validBefore),
      },
    },
  })

describe('decode', () => {
  test.each([
    ['expired', 0, -7200, 'expired 2.0 h ago'],
    ['live', 0, 90, 'live for 90 s, so keep this header secret'],
    ['not yet', 60, 120, 'not yet valid'],
  ])('%s, against the clock', async (validity, from, until, words) => {
    const seconds = now.getTime() / 1000
    const text = withBounds(from === 0 ? 0 : seconds + from, seconds + until)
    const { out } = await decode([], text)
    expect(out.replaceAll(/\s+/g, ' ')).toContain(words)
    const json = JSON.parse((await decode(['-o', 'json'], text)).out)
    expect(json.found[0].content.validity).toBe(validity)
  })

  test.each(documents.map((sample) => [sample.name, sample] as const))(
    '%s is x402ops.decode/v1',
    async (_name, sample) => {
      const { code, out } = await decode(['-', '--json'], `${sample.header}: ${header(sample.json)}`)
      expect(code).toBe(0)
      validate(JSON.parse(out))
      expect(validate.errors).toBeNull()
    },
  )

  test('every shape of an empty answer is x402ops.decode/v1', async () => {
    const { code, out } = await decode(['--json'], 'X-PAYMENT: no!')
    expect([code, validate(JSON.parse(out))]).toEqual([1, true])
  })

  test('undecodable input ends with 1 and says what was tried', async () => {
    const { code, out } = await decode([], 'hello')
    expect(code).toBe(1)
    expect(out).toContain('Tried: base64')
  })

  test.each([
    ['whole', header(payment)],
    // Broken where no base64 group ends, so that no piece of it decodes by itself.
    ['broken by spaces', header(payment).replaceAll(/(.{10})/g, '$1 ')],
    ['broken at odd places', header({ ...payment, x402Version: 1 }).replaceAll(/(.{71})/g, '$1 ')],
    ['as JSON', JSON.stringify(payment)],
    [
      'as an MPP credential',
      `Authorization: Payment ${header({ challenge: { id: 'a' }, payload: { hash: '0x1' } })}`,
    ],
  ])('a payment as argument is refused and not repeated: %s', async (_name, value) => {
    const { code, out, err } = await decode([value])
    expect(code).toBe(2)
    expect(`${out}${err}`).toContain('SECRET_AS_ARGUMENT')
    for (const word of value.split(/\s+/).filter(({ length }) => length > 8))
      expect(`${out}${err}`).not.toContain(word)
  })

  test('public headers may be arguments, files are files', async () => {
    expect((await decode([header(documents[2]?.json)])).code).toBe(0)
    writeFileSync(join(cwd, 'one.txt'), header(payment))
    const { code, out } = await decode(['one.txt'])
    expect([code, out.includes('hidden (65 bytes)')]).toEqual([0, true])
    expect(await decode(['none.txt'])).toMatchObject({ code: 2, out: '' })
  })
})
