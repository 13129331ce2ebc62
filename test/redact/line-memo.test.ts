import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLineKin } from '../../src/redact/deep/line-kin.ts'
import { shapeOf } from '../../src/redact/deep/line-shape.ts'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'
import { addressOfKey } from '../../src/redact/key-address.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const bundleKey = new Uint8Array(32).fill(7)
const privateKey = digest('a key made here')
const known = [
  { label: 'API_TOKEN', value: 'CANARY-4711-0815' },
  { label: 'BOT', value: '481516234200' },
  { label: 'PIN', value: '482916' },
]
const addresses = [addressOfKey(privateKey) ?? '']
const redactor = () => createEvidenceRedactor({ known, key: bundleKey, addresses })

const uuid = (text: string) => digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
const hexOfText = Buffer.from('password: CANARYcanaryCANARY4711').toString('hex')

/** What fills a place of a line: mostly numbers and ids, now and then what must not stay. */
const filling = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 99_999_999 }).map(String) },
  { weight: 2, arbitrary: fc.nat({ max: 999 }).map((value) => `${value}ms`) },
  { weight: 2, arbitrary: fc.nat({ max: 99 }).map((value) => `0${value}`) },
  { weight: 3, arbitrary: fc.nat({ max: 60 }).map((value) => `0x${digest(`h${value}`)}`) },
  { weight: 3, arbitrary: fc.nat({ max: 60 }).map((value) => `0x${digest(`a${value}`).slice(0, 40)}`) },
  { weight: 3, arbitrary: fc.nat({ max: 60 }).map((value) => uuid(`u${value}`)) },
  { weight: 2, arbitrary: fc.nat({ max: 59 }).map((value) => `2026-11-20T08:00:${10 + (value % 50)}.123Z`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      `0x${privateKey}`,
      privateKey,
      'CANARY-4711-0815',
      'CANARY=2D4711=2D0815',
      '481516234200',
      '482916',
      'PIN=482916',
      hexOfText,
      Buffer.from('CANARY-4711-0815').toString('base64'),
      'CANARY-4711-08...',
      `sk_live_CANARY${'4711'.repeat(4)}`,
      '{"a":[67,65,78,65,82,89,45,52,55,49,49,45,48,56,49,53]}',
      '67, 65, 78, 65, 82, 89, 45, 52, 55, 49, 49, 45, 48, 56, 49, 53',
    ),
  },
)

// `#` is a place that is filled.
const lines = [
  '{"level":30,"time":#,"nonce":"#","msg":"payment of # settled"}',
  '{"level":30,"req":{"id":"#","headers":{"host":"api.example","content-length":"#","x-request-id":"#"}}}',
  '{"tx":"#","payment":{"payer":"#","nonce":"#","transaction":"#","amount":"#"},"took":"#"}',
  '{"authToken":"#","sessionId":"#","pin":#}',
  '# info worker: saw # and # again, token=#',
  'GET https://api.example/v2/#?size=#&key=# HTTP/1.1 #',
  'tx # block # nonce # of # at #',
  'the password is # since #, PIN=#',
  '[#] "#" + "#" | # => {#}',
]

const log = fc.array(fc.tuple(fc.constantFrom(...lines), fc.array(filling, { minLength: 6, maxLength: 6 })), {
  minLength: 4,
  maxLength: 40,
})

function written(rows: readonly (readonly [string, readonly string[]])[]): readonly string[] {
  return rows.map(([line, values]) => {
    let next = 0
    return line.replace(/#/g, () => values[next++] ?? '')
  })
}

describe('lines that differ in numbers and ids only', () => {
  test('of a text come out as each of them would alone', () => {
    fc.assert(
      fc.property(log, (rows) => {
        const all = written(rows)
        const together = redactor()
        const alone = redactor()
        // What is an address anywhere in the text makes keys of other lines.
        alone.learn(all.map((line) => ({ line })))
        together.learn(all.map((line) => ({ line })))
        // Three times, so that every shape is known at last.
        const text = [...all, ...all, ...all].map((line) => `2026-11-20 08:00:00 ${line}`)
        const shown = together.text(text.join('\n'))
        const each = text.map((line) => alone.text(line))
        expect(shown.value.split('\n')).toEqual(each.map(({ value }) => value))
        const total: Record<string, number> = {}
        for (const { redactions } of each) {
          for (const [rule, count] of Object.entries(redactions)) total[rule] = (total[rule] ?? 0) + count
        }
        expect(shown.redactions).toEqual(total)
      }),
      { numRuns: 150 },
    )
  }, 120_000)

  test('of JSON per line come out as each of them would alone', () => {
    fc.assert(
      fc.property(log, (rows) => {
        const objects = written(rows).filter((line) => line.startsWith('{'))
        fc.pre(objects.length > 0)
        const all = [...objects, ...objects, ...objects]
        const together = redactor()
        const alone = redactor()
        alone.learn(all.join('\n'))
        together.learn(all.join('\n'))
        const shown = together.file(`${all.join('\n')}\n`).value.split('\n')
        const each = all.map((line) => alone.file(`${line}\n`).value.trimEnd())
        expect(shown.slice(0, -1)).toEqual(each)
      }),
      { numRuns: 150 },
    )
  }, 120_000)
})

describe('the shape of a line', () => {
  test.each([
    ['numbers of equal length', 'took 12 of 345', 'took 98 of 765', true],
    ['numbers of other length', 'took 12', 'took 123', false],
    ['a number that begins with 0', 'took 12', 'took 02', false],
    ['names with digits', 'x402 v1 sha256', 'x403 v1 sha256', false],
    ['times', 'at 2026-11-20T08:00:00.123Z', 'at 2025-01-02T23:59:59.999Z', true],
    ['ids', `id=${uuid('a')}`, `id=${uuid('b')}`, true],
    ['hashes', `0x${digest('a')}`, `0x${digest('b')}`, true],
    ['digits beside a slash', 'abc/12345/def', 'abc/54321/def', false],
    ['digits in a long word', 'cGFzc3dvcmQ9MTIz', 'cGFzc3dvcmQ9MTI4', false],
  ])('%s', (_name, one, two, areEqual) => {
    expect(shapeOf(one)?.key === shapeOf(two)?.key).toBe(areEqual)
  })

  test.each([
    ['bytes in a row', '12, 34, 56, 78, 90, 12, 34, 56'],
    ['bytes as a printed object', '{"0":12,"1":34,"2":56,"3":78}'],
    ['escapes', '{"a":"\\u0041"}'],
    ['percent signs', 'a=%41'],
    ['references', '&#65;'],
    ['texts put together', '"ab" + "cd"'],
    ['a marker', '[redacted:x]'],
    ['signs without room', 'a\u200bb'],
  ])('is none for %s', (_name, line) => {
    expect(shapeOf(line)).toBeUndefined()
  })
})

/** A line of the log, and the same with one sign exchanged. */
const changed = fc.tuple(fc.nat(), fc.constantFrom(...'0179afFg-=/ "x\u0081é')).map(
  ([place, sign]) =>
    (line: string) =>
      line.slice(0, place % line.length) + sign + line.slice((place % line.length) + 1),
)

test('lines are kin when their shapes are equal, also where they are compared sign by sign', () => {
  fc.assert(
    fc.property(log, fc.array(changed, { minLength: 4, maxLength: 4 }), (rows, changes) => {
      const kinOf = createLineKin<never>()
      const all = written(rows)
      const others = all.flatMap((line) => changes.map((change) => change(line)))
      const kinByKey = new Map<string, unknown>()
      for (const line of [...all, ...all, ...others, ...all]) {
        const key = shapeOf(line)?.key
        const kin = kinOf(line)
        expect(kin === undefined).toBe(key === undefined)
        if (key === undefined || kin === undefined) continue
        expect(kin.slots).toEqual(shapeOf(line)?.slots)
        expect(kin).toBe(kinByKey.get(key) ?? kin)
        expect([...kinByKey].filter(([other, item]) => other !== key && item === kin)).toEqual([])
        kinByKey.set(key, kin)
      }
    }),
    { numRuns: 100 },
  )
})
