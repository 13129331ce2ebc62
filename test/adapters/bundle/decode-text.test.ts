import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText } from '../../../src/adapters/bundle/decode-text.ts'

const line = '{"requestId":"req_1","payer":"Zoë","route":"/v1/quote"}\n'
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()
const utf16 = Buffer.from(line.repeat(3), 'utf16le')

describe('text in any of the usual encodings', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing', Buffer.alloc(0), ''],
    ['UTF-8', Buffer.from(line), line],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${line}`), line],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${line}`, 'utf16le'), line],
    ['UTF-16 BE with a mark', swapped(Buffer.from(`\ufeff${line}`, 'utf16le')), line],
    ['UTF-16 LE without one', utf16, line.repeat(3)],
    ['UTF-16 BE without one', swapped(utf16), line.repeat(3)],
    ['latin1', Buffer.from(line, 'latin1'), line],
    ['CRLF', Buffer.from('a\r\nb\r\n\r'), 'a\nb\n\r'],
    ['colours of a terminal', Buffer.from('\u001b[31mred\u001b[0m\n'), '\u001b[31mred\u001b[0m\n'],
    ['UTF-8 cut within a character', Buffer.from('payer Zoë').subarray(0, -1), 'payer Zo\ufffd'],
    [
      'UTF-8 with a stray byte of a client',
      Buffer.concat([Buffer.from('ëëë'), Buffer.from([0xff]), Buffer.from('ü')]),
      'ëëë\ufffdü',
    ],
  ])('%s', (_name, bytes, text) => {
    expect(decodeText(bytes)).toEqual({ ok: true, text })
  })
})

describe('not text', () => {
  test.each<[string, Uint8Array]>([
    ['zero bytes between text', Buffer.from('text\u0000text\n'.repeat(20))],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0])],
    ['UTF-32 BE', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x41])],
    ['control characters', Buffer.from('\u0001\u0002\u0003abc')],
    ['random bytes behind a mark of UTF-16', Buffer.from('fffe24017f9488fd7ebb210eb58bee39', 'hex')],
    ['bytes above ASCII only', Buffer.alloc(64, 0xe1)],
  ])('%s', (_name, bytes) => {
    expect(decodeText(bytes)).toMatchObject({ ok: false })
  })

  test('32 random bytes, which may be a key, are never taken for text', () => {
    let seed = 1
    const random = () => {
      // xorshift32: the same bytes in every run.
      seed ^= seed << 13
      seed ^= seed >>> 17
      seed ^= seed << 5
      return seed & 0xff
    }
    const taken = Array.from({ length: 50_000 }, () => Uint8Array.from({ length: 32 }, random)).filter(
      (bytes) => decodeText(bytes).ok,
    )
    expect(taken).toEqual([])
  })
})

test('any text comes back from UTF-8 and from marked UTF-16; no bytes at all make it throw', () => {
  const printable = fc.string({ unit: 'grapheme', maxLength: 200 })
  const lines = printable.map((text) => text.replace(/\p{Cc}|[\ufffd\ufeff]/gu, ' '))
  fc.assert(
    fc.property(lines, (text) => {
      expect(decodeText(Buffer.from(text))).toEqual({ ok: true, text })
      const log = `${'x'.repeat(text.length)}${text}`
      expect(decodeText(Buffer.from(`\ufeff${log}`, 'utf16le'))).toEqual({ ok: true, text: log })
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(typeof decodeText(bytes).ok).toBe('boolean')
    }),
  )
})

test('twice the bytes take about twice the time, also for bytes made to be awkward', () => {
  for (const unit of ['a', '\ufffd', '\u0001', '\r\n', 'ë']) {
    const time = (length: number) => {
      const bytes = Buffer.from(unit.repeat(length))
      const runs = Array.from({ length: 5 }, () => {
        const begin = performance.now()
        decodeText(bytes)
        return performance.now() - begin
      })
      return Math.min(...runs)
    }
    expect(time(400_000)).toBeLessThan(time(200_000) * 4 + 200)
  }
})
