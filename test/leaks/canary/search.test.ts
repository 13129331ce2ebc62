import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromDotEnv, own, strangers } from './canaries.ts'
import { encodings } from './encodings.ts'
import { createSearch } from './search.ts'

const all = [...own, ...strangers, ...fromDotEnv]
const find = createSearch(all)
const kindsIn = (text: string | Buffer) => find(Buffer.from(text as string)).map(({ kind }) => kind)

describe('the harness finds what it planted', () => {
  test.each(encodings)('%s', (_name, encode) => {
    const missed = all.filter(({ kind, value }) => !kindsIn(`log: ${encode(value)} end`).includes(kind))
    expect(missed.map(({ kind }) => kind)).toEqual([])
  })

  test('in capitals, where that does not destroy it', () => {
    const plain = all.filter(({ value, needles }) => needles.some((needle) => value.includes(needle)))
    expect(plain.length).toBeGreaterThan(100)
    for (const { kind, value } of plain) expect(kindsIn(value.toUpperCase())).toContain(kind)
  })

  test('in the line in which it stands in the wild', () => {
    const missed = all.filter(({ kind, line }) => !kindsIn(line).includes(kind))
    expect(missed.map(({ kind }) => kind)).toEqual([])
  })

  test('any piece of 12 characters, anywhere in a text', () => {
    const texts = all.filter(({ piece, needles }) => piece === undefined && needles[0]!.length > 12)
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.string({ maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        ({ kind, needles }, nat, before, after) => {
          const [needle = ''] = needles
          const at = nat % (needle.length - 11)
          expect(kindsIn(`${before} ${needle.slice(at, at + 12)} ${after}`)).toContain(kind)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('in a packed file, and twice encoded', () => {
    for (const { kind, value } of all) {
      expect(kindsIn(gzipSync(`{"note":${JSON.stringify(value)}}`))).toContain(kind)
      const twice = encodeURIComponent(Buffer.from(JSON.stringify({ value })).toString('base64'))
      expect(kindsIn(`GET /?data=${twice}`)).toContain(kind)
    }
  })
})

test('it finds nothing where nothing is', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 500 }), fc.uint8Array({ maxLength: 500 }), (text, bytes) => {
      expect(kindsIn(text)).toEqual([])
      expect(find(Buffer.from(bytes))).toEqual([])
    }),
  )
  const masked = all.map(({ name }) => `${name}=[redacted:${name}:0011223344556677]`).join('\n')
  expect(kindsIn(masked)).toEqual([])
})

test('every kind has a needle of its own, and no secret of one table stands in another', () => {
  expect(new Set(all.map(({ kind }) => kind)).size).toBe(all.length)
  for (const { kind, line } of all) expect(kindsIn(line)).toEqual([kind])
})
