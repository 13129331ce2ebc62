import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText } from '../../../src/adapters/bundle/decode-text.ts'
import { includeLimits } from '../../../src/adapters/bundle/limits.ts'
import { longTextOf } from '../../../src/adapters/bundle/long-text.ts'
import { beginsOneDocument } from '../../../src/adapters/bundle/one-document.ts'
import { openIncludes } from '../../../src/adapters/bundle/open-includes.ts'
import { newFolder } from './archive-testkit.ts'

const folder = newFolder()

async function longText(bytes: Uint8Array) {
  const path = join(folder, 'log')
  writeFileSync(path, bytes)
  const handle = await open(path, 'r')
  const long = longTextOf(handle, bytes.length, 'log')
  if (long === null) await handle.close()
  return { long, path }
}

describe('a text that is read by blocks', () => {
  test('is the text that it is when it is held, in whole lines', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'a line\n',
        'é\r\n',
        '\r',
        '\n',
        '{"a":1}\n',
        '\u{1f600}',
        'x'.repeat(700_001),
        '\ufeff',
      ),
      fc.string({ maxLength: 30 }),
    )
    const bytes = fc.oneof(
      fc.array(piece, { maxLength: 6 }).map((list) => Buffer.from(`a log\n${list.join('')}`)),
      fc.uint8Array({ maxLength: 40 }).map((list) => Buffer.concat([Buffer.from('a log\n'), list])),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (given) => {
        const { long } = await longText(given)
        const whole = decodeText(given)
        if (long === null) return
        const parts = [...long.parts()]
        await long.close()
        expect({ ok: true, text: parts.join('') }).toEqual(whole)
        for (const part of parts.slice(0, -1)) expect(part.endsWith('\n')).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  test('one that grows is read as far as it went; one that is changed says so', async () => {
    const { long, path } = await longText(Buffer.from('first\nsecond\n'))
    appendFileSync(path, 'third\n')
    expect([...long!.parts()].join('')).toBe('first\nsecond\n')
    writeFileSync(path, 'first\nSECOND\n')
    expect(() => [...long!.parts()]).toThrow(expect.objectContaining({ code: 'INCLUDE_CHANGED' }))
    await long!.close()
  })

  test.each<[string, string | Buffer]>([
    ['one JSON document', '{"log":{"entries":[\n1,2]}}\n'],
    ['UTF-16', Buffer.from('a log\n', 'utf16le')],
    ['random bytes', Buffer.from(Array.from({ length: 400 }, (_, at) => 1 + ((at * 7919) % 255)))],
    ['an archive', Buffer.from('\x1f\x8b\x08 CANARY')],
    ['a line above 4 MiB', 'x'.repeat(4_200_000)],
  ])('is not: %s', async (_name, content) => {
    expect((await longText(Buffer.from(content))).long).toBeNull()
  })
})

test.each<[string, boolean]>([
  ['{"a":1}\n{"a":2}\n', false],
  ['[2026-03-04 05:06:07] started\n', false],
  ['[info] started\n', false],
  ['[1] started', false],
  ['plain', false],
  ['{', true],
  [' [\n', true],
  ['[{"a":[1,2,{"b":"x\\"y"}],"c":tr', true],
  ['[1, 2, "half', true],
  ['{"a":12', true],
  ['{"a":{}}', true],
  ['{"a"}', false],
  ['{a:1}', false],
])('is %j the beginning of one document?', (head, is) => {
  expect(beginsOneDocument(head)).toBe(is)
})

test('every beginning of a document is one, and no line of JSON with another behind it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.object(), fc.array(fc.jsonValue())), fc.nat(), (value, cut) => {
      const text = JSON.stringify(value)
      expect(beginsOneDocument(text.slice(0, 1 + (cut % text.length)))).toBe(true)
      expect(beginsOneDocument(`${text}\n${text}`)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('only long texts are left where they are, and all limits hold', async () => {
  const root = newFolder()
  mkdirSync(join(root, 'in'))
  const line = 'a line of a log that somebody wants to include\n'
  writeFileSync(join(root, 'in', 'a.log'), line.repeat(400_000))
  writeFileSync(join(root, 'in', 'b.log'), line)
  writeFileSync(join(root, 'in', 'c.json'), `[\n${'1,\n'.repeat(6_000_000)}1]\n`)
  const found = await openIncludes(['in'], root)
  expect(found.leftOut).toEqual([])
  expect(found.files.map((file) => ('long' in file ? file.long.bytes : file.text.length))).toEqual([
    line.length * 400_000,
    line.length,
    18_000_005,
  ])
  for (const file of found.files) if ('long' in file) await file.long.close()
  const less = await openIncludes(['in'], root, {
    ...includeLimits,
    longBytes: 1_000_000,
    fileBytes: 1_000_000,
  })
  expect(less.files).toHaveLength(1)
  expect(less.leftOut.map(({ why }) => why)).toEqual(Array(2).fill('it is larger than 0 MiB'))
})
