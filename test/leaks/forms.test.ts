import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownSecretsOf } from '../../src/adapters/secrets.ts'
import { safe } from '../../src/core/safe.ts'
import { createKnownValues } from '../../src/redact/known.ts'
import { createRedactor, redactValue } from '../../src/redact/redactor.ts'
import { rules } from '../../src/redact/rules/index.ts'

const secret = `CANARY<s3&cr't>/0123+x~"q`
const redact = createRedactor(createKnownValues([{ label: 'NAME', value: secret }]))
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

test('a known secret that was cut off anywhere from its eighth character on is hidden', () => {
  fc.assert(
    fc.property(fc.integer({ min: 8, max: secret.length }), fc.constantFrom('', '...'), (length, end) => {
      const shown = redact(`the server says ${secret.slice(0, length)}${end}`)
      expect(shown).toBe(`the server says [redacted:NAME]${end}`)
    }),
  )
})

test('text that only begins like the secret stays when it goes on otherwise', () => {
  expect(redact(`${secret.slice(0, 12)} is something else`)).toContain(secret.slice(0, 12))
})

describe('as other programs write it', () => {
  const unicode = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  test.each([
    ['JSON of Go', JSON.stringify(secret).replace(/[<>&]/g, unicode)],
    ['JSON of PHP', JSON.stringify(secret).replace(/[<>&'+]/g, unicode)],
    ['a form', new URLSearchParams({ key: secret }).toString()],
    [
      'strict HTML',
      secret.replace(
        /[&<>"']/g,
        (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' }[sign]};`,
      ),
    ],
  ])('%s', (_name, text) => {
    expect(redact(text)).toContain('[redacted:NAME]')
    expect(redact(text)).not.toContain('CANARY')
  })

  test('several lines, each behind a prefix, or with visible line ends', () => {
    const lines = 'CANARY-first-line-0123\nCANARY-second-line-0123'
    const hide = createKnownValues([{ label: 'FILE', value: `${lines}\n` }]).hide
    expect(hide(lines.replaceAll('\n', '\n  '))).not.toContain('CANARY')
    expect(hide(safe(lines))).toBe('[redacted:FILE]')
  })
})

test('the credential of a URL in any place, and never its host', () => {
  for (const url of [
    'https://CANARYtoken0123456789:x-oauth-basic@git.example/repo',
    'https://rpc.example/?CANARY0123456789abcdef',
    'https://rpc.example/v2/CANARY0123456789abcdef',
  ]) {
    const shown = createKnownValues([{ label: 'URL', value: url }]).hide(
      `${url} (key CANARY0123456789abcdef)`,
    )
    expect(shown.replace('(key CANARY0123456789abcdef)', '')).not.toContain('CANARY')
    expect(shown).toMatch(/git\.example|rpc\.example/)
  }
})

test('a short secret behind the name of its variable, though it is known by its reference', () => {
  const { hide } = createKnownValues([{ label: 'env:PIN', value: 'cnry1' }])
  expect(hide('PIN=cnry1 PINT=cnry1')).toBe('[redacted:env:PIN] PINT=cnry1')
})

test('inside an encoded object only the secret goes, and the object can still be read', () => {
  const terms = { x402Version: 2, error: `no ${secret}`, accepts: [{ payTo: `0x${'a1'.repeat(20)}` }] }
  const shown = redact(`payment-required: ${base64(terms)}`)
  const [, encoded = ''] = shown.split(': ')
  expect(JSON.parse(Buffer.from(encoded, 'base64').toString())).toEqual({
    ...terms,
    error: 'no [redacted:NAME]',
  })
  expect(redact(shown)).toBe(shown)
  const clean = base64({ ...terms, error: 'payment required' })
  expect(redact(`/terms/${clean}`)).toBe(`/terms/${clean}`)
})

test('redacting twice changes nothing more, with a known value and encoded objects around', () => {
  const samples = rules.flatMap(({ mustHide, mustKeep }) => [...mustHide, ...mustKeep])
  const piece = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom(...samples, secret, `${secret.slice(0, 10)}...`, base64({ error: `at ${secret}` })),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
      const once = redact(pieces.join(' '))
      expect(redact(once)).toBe(once)
    }),
    { numRuns: 300 },
  )
})

test('texts made of beginnings take time in proportion to their length', () => {
  const time = (text: string) => {
    const before = performance.now()
    redact(text)
    return performance.now() - before
  }
  for (const unit of [
    'eyJ',
    'ewA',
    'CANARY<s',
    'secret=',
    '://a:',
    'mnemonic: abc abc abc abc ',
    '5a5a5a5a ',
    '...',
    'r":"0x',
    'mnemonic: abc ',
    'sk-a',
  ]) {
    time(unit.repeat(2000))
    const small = Math.min(...[1, 2, 3].map(() => time(unit.repeat(10_000))))
    const large = Math.min(...[1, 2, 3].map(() => time(unit.repeat(40_000))))
    expect(large, unit).toBeLessThan(small * 10 + 20)
  }
})

test('a password in the address of a public variable is known, the address is not', () => {
  const known = knownSecretsOf({
    X402_FACILITATOR_URL: 'https://shop:CANARYpassword1@facilitator.example/v2/settle',
    PUBLIC_BASE_URL: 'https://api.example/v1/a1b2c3d4e5f6a7b8c9d0',
  })
  expect(known).toEqual([{ label: 'X402_FACILITATOR_URL', value: 'CANARYpassword1' }])
})

describe('short words, for which no rule is asked', () => {
  const beginnings = [
    'AKIA',
    'ghp_',
    'npm_',
    'sk-',
    'sk_live_',
    'xapp-',
    'xoxb-',
    'whsec_',
    'fm2_',
    'eyJ',
    'ewo',
    'xprv',
    '0x',
    'AIza',
    '',
  ]
  const sign = fc.constantFrom(...'abcXYZ0189_.-')
  const word = fc
    .tuple(fc.constantFrom(...beginnings), fc.string({ unit: sign, maxLength: 14 }))
    .map(([first, rest]) => `${first}${rest}`.slice(0, 14))

  test('no rule would have found anything in one of up to 14 characters', () => {
    fc.assert(
      fc.property(word, (text) => {
        expect(rules.reduce((shown, rule) => rule.apply(shown), text)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  test('a known value of 8 to 14 characters is hidden, alone, inside a word, in any case, as a name and as a value', () => {
    const value = fc.string({ unit: sign, minLength: 8, maxLength: 14 }).filter((text) => !/^\d+$/.test(text))
    fc.assert(
      fc.property(value, fc.string({ unit: sign, maxLength: 3 }), (short, around) => {
        const hide = createRedactor(createKnownValues([{ label: 'NAME', value: short }]))
        for (const text of [short, `${around}${short}`, `${short}${around}`, short.toUpperCase()])
          expect(hide(text).toLowerCase()).not.toContain(short.toLowerCase())
        const data = { [short]: [short, { deep: `${around}${short}` }, short], again: short }
        expect(JSON.stringify(redactValue(data, hide))).not.toContain(short)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a secret that nobody knows, cut off where a sentence had no more room', () => {
  const hex = '5a1b'.repeat(40)
  const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow'
  const cases: readonly (readonly [name: string, before: string, secret: string, most: number])[] = [
    ['a signature', 'bad signature of the payer 0x', hex.slice(0, 130), 99],
    ['a signature without 0x', 'got ', `${hex.slice(0, 128)}1b`, 99],
    ['a private key', 'the private key is 0x', hex.slice(0, 64), 39],
    ['a private key behind the name of the signer', 'signer key: ', hex.slice(0, 64), 39],
    ['a password in a URL', 'no answer of https://shop:', 'CANARYpassword-0123', 3],
    ['a token', 'Authorization: Bearer ', 'CANARY0123456789abcdef', 7],
    ['an assigned password', 'password=', 'CANARYpassw0rd', 5],
    ['a mnemonic', 'mnemonic: ', words, 30],
  ]
  test.each(cases)('%s', (_name, before, secret, most) => {
    const nothing = createRedactor(createKnownValues([]))
    for (let length = 4; length <= secret.length; length += 1) {
      const shown = nothing(safe(`${before}${secret}@host and more of it`, before.length + length + 3))
      let visible = secret.length
      while (visible > 0 && !shown.includes(secret.slice(0, visible))) visible -= 1
      expect(visible, shown).toBeLessThanOrEqual(most)
    }
  })

  test('what is public stays when it is cut', () => {
    const nothing = createRedactor(createKnownValues([]))
    for (const text of [
      `tx 0x${'5a'.repeat(32)}...`,
      `tx 0x${'5a'.repeat(30)}...`,
      'http://127.0.0.1:40389...',
      'https://api.example/v1/quo...',
      'the seed phrase is never asked for...',
      'https://h.example: nothing...',
    ])
      expect(nothing(text)).toBe(text)
  })
})
