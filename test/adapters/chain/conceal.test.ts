import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conceal } from '../../../src/adapters/chain/conceal.ts'

const url = 'https://user:CANARYpass@rpc.example/v2/CANARY-key-0123456789?token=CANARYquery'

describe('what is left of a node text', () => {
  test.each([
    ['nothing to hide', 'block range too large', 'block range too large'],
    ['the key', 'no such key: CANARY-key-0123456789', 'no such key: ***'],
    ['another case', 'no such key: canary-KEY-0123456789', 'no such key: ***'],
    ['a part of the key', 'key ..ARY-key-0123.. is', 'key ..***.. is'],
    ['the query value', 'token CANARYquery expired', '*** *** expired'],
    ['the password', 'CANARYpass is wrong', '*** is wrong'],
    ['an address of somebody else', 'see https://up.example/CANARYother now', 'see *** now'],
  ])('%s', (_name, text, shown) => {
    expect(conceal(text, url)).toBe(shown)
  })

  test('controls become visible', () => {
    expect(conceal('a\u001b]8;;x\u0007b\u202e', url)).toBe('a\\x1b]8;;x\\x07b\\u202e')
  })

  test('at most 200 characters, escapes included', () => {
    expect(conceal('\u0000'.repeat(5000), url).length).toBeLessThanOrEqual(200)
  })

  const key = fc.stringMatching(/^[A-Za-z0-9_-]{8,40}$/)

  test('no eight characters of a key survive, wherever they stand', () => {
    fc.assert(
      fc.property(
        key,
        fc.string(),
        fc.string(),
        fc.nat(30),
        fc.nat(40),
        (secret, before, after, from, size) => {
          const part = secret.slice(from, from + size)
          const shown = conceal(`${before}${part}${after}`, `https://rpc.example/v2/${secret}`)
          for (let at = 0; at + 8 <= secret.length; at += 1) {
            expect(shown.toLowerCase()).not.toContain(secret.slice(at, at + 8).toLowerCase())
          }
        },
      ),
    )
  })

  test('an address that cannot be read hides as a whole', () => {
    expect(conceal('got not-a-url-CANARY here', 'not-a-url-CANARY')).toBe('got *** here')
  })
})
