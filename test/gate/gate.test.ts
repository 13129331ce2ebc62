import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { evmAddresses } from '../../src/gate/evm-addresses.ts'
import { createGate, type GateKnown } from '../../src/gate/gate.ts'
import { drawn } from './drawn.ts'
import { secrets } from './secrets.ts'

async function scan(known: readonly GateKnown[], bytes: string | Uint8Array, path = 'a.txt') {
  const gate = await createGate(known)
  const hits = await gate.scan([{ path, bytes: Buffer.from(bytes) }])
  return hits.map(({ file, line, rule }) => `${file}:${line}:${rule}`)
}

const value = `CANARY${drawn('gate value', 24).toString('hex')}`
const letters = drawn('gate note', 6).toString('hex')
const key = drawn('gate key', 32).toString('hex')

describe('known values', () => {
  test.each([
    ['as it is', value],
    ['in other letters', value.toUpperCase()],
    ['with white space', value.replace(/.{7}/g, '$& \t')],
    ['behind a logger prefix on each line', value.replace(/.{18}/g, '$&\n07:40:02 INFO ')],
  ])('%s', async (_name, text) => {
    expect((await scan([{ label: 'K', value }], `one\ntwo ${text}\n`))[0]).toMatch(/^a\.txt:2:known-/)
  })

  test('a piece of twelve letters is a fragment, eleven are none', async () => {
    const known = [{ label: 'K', value }]
    expect(await scan(known, `x ${value.slice(20, 32)} y`)).toEqual(['a.txt:1:known-fragment'])
    expect(await scan(known, `x ${value.slice(20, 31)} y`)).toEqual([])
  })

  test.each([
    ['base64', Buffer.from(key, 'hex').toString('base64')],
    ['a list of numbers', `[${[...Buffer.from(key, 'hex')].join(',')}]`],
    ['a decimal number', BigInt(`0x${key}`).toString()],
    ['upper-case hex with colons', key.toUpperCase().replace(/..(?!$)/g, '$&:')],
  ])('the bytes of a hex value: %s', async (_name, text) => {
    expect(await scan([{ label: 'K', value: `0x${key}` }], `\n\n${text}\n`)).toContain('a.txt:3:known-value')
  })

  test('of a URL its credential is hidden, not its host', async () => {
    const known = [{ label: 'RPC', value: `https://base-mainnet.example.org/v2/${value}` }]
    expect(await scan(known, 'https://base-mainnet.example.org/v2/[redacted:url-key]')).toEqual([])
    expect(await scan(known, `key ${value}`)).toEqual(['a.txt:1:known-value'])
  })

  test('a short value is found behind its label only', async () => {
    const known = [{ label: 'ADMIN_PIN', value: 'x7k2' }]
    expect(await scan(known, 'the x7k2 model')).toEqual([])
    expect(await scan(known, 'admin-pin: "x7k2"')).toEqual(['a.txt:1:known-value'])
  })

  test('a value of signs is found letter by letter', async () => {
    const known = [{ label: 'K', value: 'Ü?§-CANARY-!%&' }]
    expect(await scan(known, 'a\nb Ü?§-CANARY-!%& c')).toContain('a.txt:2:known-value')
  })

  test('public values are no secrets', async () => {
    const known = ['0x833589fcd6edb6e08f4c7c32d4f71b54bda02913', 'eip155:8453', 'true', '8453'].map(
      (each) => ({
        label: 'X402_NETWORK',
        value: each,
      }),
    )
    expect(await scan(known, JSON.stringify(known))).toEqual([])
  })

  test('a file named after a value is not named', async () => {
    expect(await scan([{ label: 'K', value }], 'clean', `${value}.txt`)).toEqual([
      '[name withheld]:0:known-value',
    ])
  })
})

describe('names of files', () => {
  test.each([
    ['a known value in base64', `${Buffer.from(value).toString('base64url')}.txt`, 'known-value'],
    ['a password', 'dump-password=CANARY84x.txt', 'labelled-secret'],
    ['a phrase with hyphens', `${secrets.mnemonic?.[0]?.replaceAll(' ', '-')}.txt`, 'mnemonic'],
    ['a key', `${key}.txt`, 'private-key'],
  ])('%s', async (_name, path, rule) => {
    const bytes = Buffer.from(
      evmAddresses([key])
        .map((address) => `payer 0x${address}`)
        .join(),
    )
    const gate = await createGate([{ label: 'K', value }])
    const hits = await gate.scan([{ path, bytes }])
    expect(hits).toEqual([expect.objectContaining({ file: '[name withheld]', line: 0 })])
    expect(hits[0]?.rule).toBe(rule)
  })

  test.each([
    'x402ops-shop-20261121T074002Z-0f1e2d3c/runs/20261121T074002Z-reconcile-iu4v/seen.ndjson',
    'included/01.txt',
    'config/token-secrets.yaml',
    'assets/index-DkL3x9aB.js',
  ])('%s is none', async (path) => {
    expect(await scan([{ label: 'K', value }], 'clean', path)).toEqual([])
  })
})

describe('what people write by hand is read like all else', () => {
  test.each([
    ['the note of the operator', 'notes/operator.md', `He said the password is: CANARY-${letters}\n`],
    ['the note in the README', 'README.md', `## Note\n\n> admin password = CANARY-${letters}\n`],
    [
      'a note of the manifest',
      'manifest.json',
      JSON.stringify({ files: [{ note: `given as ${value}.log` }] }),
    ],
    [
      'a path in the manifest',
      'manifest.json',
      JSON.stringify({ leftOut: [{ name: `token=CANARY${letters}9x2.zip` }] }),
    ],
  ])('%s', async (_name, path, text) => {
    expect(await scan([{ label: 'K', value }], text, path)).not.toEqual([])
  })
})

describe('files of operators', () => {
  test('.env: every line that holds a secret, by its number', async () => {
    const text = `# settings
X402_ENABLED=true
PORT=8080
X402_EVM_PAY_TO=0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913
FACILITATOR_PRIVATE_KEY=0x${key}
DATABASE_URL="postgres://pay:CANARYpass1@db.example.dev/pay"
PUBLIC_BASE_URL=https://api.example.dev
SESSION_SECRET=${value}
`
    const lines = new Set((await scan([], text, '.env')).map((hit) => Number(hit.split(':')[1])))
    expect([...lines]).toEqual([5, 6, 8])
  })

  test.each(['utf16le', 'gzip'])('%s', async (name) => {
    const text = `one\ntwo\nthree SESSION_SECRET=${value}\n`
    const bytes = name === 'gzip' ? gzipSync(text) : Buffer.from(`\ufeff${text}`, 'utf16le')
    expect(await scan([{ label: 'K', value }], bytes)).toEqual(
      expect.arrayContaining(['a.txt:3:known-value', 'a.txt:3:labelled-secret']),
    )
  })

  test('line numbers hold beyond the first piece of a long file', async () => {
    const text = `${'nothing to see in this line of text\n'.repeat(150_000)}x ${value}\n`
    expect(await scan([{ label: 'K', value }], text)).toEqual(['a.txt:150001:known-value'])
  }, 60_000)
})

describe('what cannot be read is no pass', () => {
  test.each([
    ['a zip', Buffer.from('PK\u0003\u0004 and so on')],
    ['a torn gzip', gzipSync(drawn('torn', 5000)).subarray(0, 2000)],
    ['a bomb', gzipSync(Buffer.alloc(80 << 20))],
  ])(
    '%s',
    async (_name, bytes) => {
      expect(await scan([], bytes)).toEqual(['a.txt:1:not-scanned'])
    },
    60_000,
  )

  test('bytes of any kind throw nothing', async () => {
    const gate = await createGate([{ label: 'K', value }])
    for (let at = 0; at < 40; at += 1) {
      const hits = await gate.scan([{ path: 'a', bytes: drawn(`noise ${at}`, 50 + at * 40) }])
      expect(hits.filter(({ rule }) => rule !== 'not-scanned')).toEqual([])
    }
  }, 60_000)
})
