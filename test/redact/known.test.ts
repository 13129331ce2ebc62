import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKnownValues } from '../../src/redact/known.ts'
import { createRedactor } from '../../src/redact/redactor.ts'

const canary = 'CANARY-s3cr3t/"quoted"+value&more'
const canaryKey = `0x${Buffer.from('CANARY key of thirty-two bytes!!').toString('hex')}`

const hideOf = (value: string) => createKnownValues([{ label: 'NAME', value }]).hide

describe('forms of a known value', () => {
  const text = Buffer.from(canary)
  const escaped = [...text].map((byte) => `\\u00${byte.toString(16).padStart(2, '0')}`).join('')
  const forms: readonly (readonly [string, string])[] = [
    ['itself', canary],
    ['upper case', canary.toUpperCase()],
    ['JSON', JSON.stringify(canary).slice(1, -1)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(canary)).slice(3, -3)],
    ['every sign as an escape', escaped],
    ['every sign as an escape, in JSON', JSON.stringify(escaped).slice(1, -1)],
    ['percent', encodeURIComponent(canary)],
    ['hex of the text', text.toString('hex')],
    ['base64', text.toString('base64')],
    ['base64url', text.toString('base64url')],
    ['byte list', [...text].join(', ')],
  ]
  test.each(forms)('%s', (_name, form) => {
    expect(hideOf(canary)(`a ${form} b`)).toBe('a [redacted:NAME] b')
  })

  test.each([0, 1, 2])('base64 behind %i other bytes', (offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset, 'x'), text, Buffer.from('yz')]).toString('base64')
    const shown = hideOf(canary)(whole)
    expect(shown).toContain('[redacted:NAME]')
    expect(shown.replace('[redacted:NAME]', '').length).toBeLessThan(12)
  })

  test('a hex key: bare, upper case, base64 of its bytes, decimal, byte list', () => {
    const bytes = Buffer.from(canaryKey.slice(2), 'hex')
    const hide = hideOf(canaryKey)
    for (const form of [
      canaryKey,
      canaryKey.slice(2),
      canaryKey.slice(2).toUpperCase(),
      bytes.toString('base64'),
      bytes.toString('base64url'),
      BigInt(canaryKey).toString(),
      [...bytes].join(','),
      bytes.toString('utf8').length > 0 ? canaryKey.replace('0x', '0X') : '',
    ]) {
      const shown = hide(`before ${form} behind`)
      expect(shown).toContain('[redacted:NAME]')
      expect(shown.length).toBeLessThan('before [redacted:NAME] behind'.length + 4)
    }
  })

  test('a mnemonic with other separators', () => {
    const words = 'canary canary canary canary canary canary canary canary canary canary canary test'
    for (const joint of ['\n', ',', ', ', '+', '","']) {
      expect(hideOf(words)(`[${words.replaceAll(' ', joint)}]`)).toBe('[[redacted:NAME]]')
    }
    for (const sign of ['. ', ') ', ': ']) {
      const numbered = words.split(' ').map((word, at) => `${at + 1}${sign}${word}`)
      expect(hideOf(words)(`[${numbered.join(' ')}]`)).toBe('[[redacted:NAME]]')
      expect(hideOf(words)(`[${numbered.join('\n')}]`)).toBe('[[redacted:NAME]]')
    }
  })

  test('a numbered mnemonic that was cut off anywhere, also between a number and its dot', () => {
    const words = 'canary canary canary canary canary canary canary canary canary canary canary test'
    const numbered = words
      .split(' ')
      .map((word, at) => `${at + 1}. ${word}`)
      .join(' ')
    for (let length = 8; length < numbered.length; length += 1) {
      const shown = hideOf(words)(`backup: ${numbered.slice(0, length)}... behind`)
      expect(shown).toMatch(/^backup: \[redacted:NAME\]\.{3,4} behind$/)
    }
  })

  test('every line of a PEM key, also behind a log prefix', () => {
    const pem =
      '-----BEGIN PRIVATE KEY-----\nCANARYMIGHAgEAMBMGByq\nSecondCANARYline0123\n-----END PRIVATE KEY-----'
    expect(hideOf(pem)('1 CANARYMIGHAgEAMBMGByq\n2 SecondCANARYline0123')).toBe(
      '1 [redacted:NAME]\n2 [redacted:NAME]',
    )
  })
})

describe('URLs', () => {
  test('the credential goes, the host stays', () => {
    const hide = hideOf('https://base-mainnet.example/v2/CANARYabcdef123456?network=base&dkey=CANARYquery1')
    expect(hide('calling https://base-mainnet.example/v2/CANARYabcdef123456 failed')).toBe(
      'calling https://base-mainnet.example/v2/[redacted:NAME] failed',
    )
    expect(hide('dkey CANARYquery1')).toBe('dkey [redacted:NAME]')
    expect(hide('base-mainnet.example network=base')).toBe('base-mainnet.example network=base')
  })

  test('a password goes also when it is percent-encoded in the URL', () => {
    const hide = hideOf('postgres://books:CANARY%2Fword@127.0.0.1:5432/pay')
    expect(hide('password CANARY/word, sent as CANARY%2Fword')).toBe(
      'password [redacted:NAME], sent as [redacted:NAME]',
    )
    expect(hide('books at 127.0.0.1:5432')).toBe('books at 127.0.0.1:5432')
  })

  test('a secret URL without a visible credential goes whole', () => {
    expect(
      hideOf('https://canary-only-in-host.example/')('to https://canary-only-in-host.example/ now'),
    ).toBe('to [redacted:NAME] now')
  })
})

describe('short values', () => {
  const known = createKnownValues([
    { label: 'PIN', value: '4711' },
    { label: 'EMPTY', value: '' },
    { label: 'NUMBER', value: '38123456' },
  ])
  test('go only behind their label, with a warning that names no value', () => {
    expect(known.hide('4711 payments, PIN=4711, "PIN": "4711"')).toBe(
      '4711 payments, [redacted:PIN], "[redacted:PIN]"',
    )
    expect(known.hide('block 38123456')).toBe('block 38123456')
    expect(known.warnings).toHaveLength(2)
    expect(known.warnings.join()).not.toMatch(/4711|38123456/)
  })
})

test('secrets that overlap leave no tail', () => {
  const { hide } = createKnownValues([
    { label: 'A', value: 'CANARYfirst' },
    { label: 'B', value: 'firstCANARYsecond' },
  ])
  expect(hide('x CANARYfirstCANARYsecond y')).toBe('x [redacted:A] y')
})

const secretValue = fc
  .string({ minLength: 2, maxLength: 60, unit: 'binary-ascii' })
  .map((text) => `CANARY${text}`)
  .filter((text) => text.trim() === text && !/^[a-z]+:\/\//i.test(text))

const derive = fc.constantFrom<(value: string) => string>(
  (value) => value,
  (value) => value.toUpperCase(),
  (value) => JSON.stringify(value).slice(1, -1),
  (value) => encodeURIComponent(value),
  (value) => Buffer.from(value).toString('hex'),
  (value) => Buffer.from(value).toString('hex').toUpperCase(),
  (value) => Buffer.from(value).toString('base64'),
  (value) => Buffer.from(value).toString('base64url'),
  (value) => `0x${Buffer.from(value).toString('hex')}`,
)

test('no planted value survives, in any derived form and any surroundings', () => {
  fc.assert(
    fc.property(
      fc.array(secretValue, { minLength: 1, maxLength: 5 }),
      fc.array(fc.tuple(fc.string({ maxLength: 40 }), fc.nat(), derive), { minLength: 1, maxLength: 5 }),
      (values, plants) => {
        const known = createKnownValues(values.map((value, index) => ({ label: `L${index}`, value })))
        const planted = plants.map(([before, pick, form]) => ({
          before,
          secret: form(values[pick % values.length]!),
        }))
        const shown = known.hide(
          planted.map(({ before, secret }) => `${before}\u0000${secret}\u0000`).join(''),
        )
        for (const { secret } of planted) {
          // The last characters of base64 depend on what follows, so they may stay.
          const core = secret.replace(/=+$/, '').slice(0, -1)
          expect(shown.toLowerCase()).not.toContain(core.toLowerCase())
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('no planted value survives the redactor in base64 at any alignment', () => {
  fc.assert(
    fc.property(
      secretValue,
      fc.uint8Array({ maxLength: 9 }),
      fc.uint8Array({ maxLength: 9 }),
      (value, before, after) => {
        const encoded = Buffer.concat([before, Buffer.from(value), after]).toString('base64')
        const redact = createRedactor(createKnownValues([{ label: 'NAME', value }]))
        const shown = redact(encoded)
        const left = Buffer.from(shown.replace(/\[redacted:[^\]]*\]/g, ''), 'base64').toString('latin1')
        expect(left.includes(value)).toBe(false)
        expect(shown).toContain('[redacted:')
      },
    ),
    { numRuns: 300 },
  )
})

test('text without a known value comes back as it is', () => {
  const { hide } = createKnownValues([{ label: 'NAME', value: 'CANARY0123456789' }])
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(hide(text)).toBe(text)
    }),
  )
})

test('the search is linear in the text, also on near misses', () => {
  const { hide } = createKnownValues([{ label: 'NAME', value: `CANARY${'a'.repeat(200)}` }])
  const timeOf = (length: number) => {
    const text = `CANARY${'a'.repeat(150)}`.repeat(Math.ceil(length / 156))
    const times = [0, 1, 2].map(() => {
      const before = performance.now()
      hide(text)
      return performance.now() - before
    })
    return Math.min(...times)
  }
  timeOf(20_000)
  const small = timeOf(50_000)
  expect(timeOf(400_000)).toBeLessThan(Math.max(300, small * 32))
})
