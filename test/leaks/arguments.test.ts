import { afterAll, describe, expect, test } from 'vitest'
import { newDesk } from './desk.ts'

const desk = newDesk()
afterAll(desk.remove)

const key = 'CANARY0123456789abcdef0123'
const hex = 'c0ffee01'.repeat(8)
const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow'
const payment = Buffer.from(JSON.stringify({ x402Version: 1, payload: { signature: 'CANARY' } })).toString(
  'base64',
)

const guarded: readonly (readonly [string, readonly string[], string])[] = [
  ['a token as the name of an option', ['probe', '--ghp_CANARYCANARYCANARY=x'], 'CANARY'],
  ['a token glued to a short option', ['probe', '-pghp_CANARYCANARYCANARY'], 'CANARY'],
  ['a key glued to a short option', ['probe', `-p0x${hex}`], 'c0ffee01'],
  ['a key as the name of an option', ['probe', `--${hex}=x`], 'c0ffee01'],
  ['a payment glued to a short option', ['probe', `-p${payment}`], payment.slice(8, 40)],
  ['a mnemonic behind a name', ['probe', `SEED=${words}`], 'sausage'],
  ['a mnemonic behind a label', ['probe', `seed: ${words}`], 'sausage'],
  ['a mnemonic in capitals', ['probe', words.toUpperCase()], 'SAUSAGE'],
  ['a mnemonic with hyphens', ['probe', words.replaceAll(' ', '-')], 'sausage'],
  ['a mnemonic with plus signs', ['probe', words.replaceAll(' ', '+')], 'sausage'],
  ['a mnemonic as a JSON list', ['probe', JSON.stringify(words.split(' '))], 'sausage'],
  [
    'a mnemonic with numbers',
    [
      'probe',
      words
        .split(' ')
        .map((word, at) => `${at + 1}. ${word}`)
        .join(' '),
    ],
    'sausage',
  ],
  [
    'a mnemonic without quotes, numbered',
    ['probe', ...words.split(' ').flatMap((word, at) => [`${at + 1}.`, word])],
    'sausage',
  ],
  ['a mnemonic without quotes, commas', ['probe', ...words.split(' ').map((word) => `${word},`)], 'sausage'],
  ['a key as a run', ['diff', `0x${hex}`, 'last'], 'c0ffee01'],
  ['a key as a payer', ['reconcile', '--payer', `0x${hex}`], 'c0ffee01'],
  ['a key as a class', ['reconcile', '--class', hex], 'c0ffee01'],
  ['a key in the name of a file', ['reconcile', '--cases', `${hex}.nd`], 'c0ffee01'],
  ['a payment as a run', ['diff', 'last', payment], payment.slice(8, 40)],
  ['a mnemonic without quotes, behind a name', ['probe', ...`SEED=${words}`.split(' ')], 'sausage'],
]

describe('what looks like a secret is refused and not repeated', () => {
  test.each(guarded)('%s', async (_name, argv, needle) => {
    const { code, err, everything } = await desk.x402ops([...argv, '-vvv'])
    expect(err).toContain('SECRET_AS_ARGUMENT')
    expect(code).toBe(2)
    expect(everything).not.toContain(needle)
  })
})

const misplaced: readonly (readonly string[])[] = [
  [key],
  ['probe', key],
  ['probe', '--', key],
  ['probe', '--profile', key],
  ['probe', `--timeout=${key}`],
  ['probe', '--timeout', key],
  ['probe', '--concurrency', key],
  ['probe', '--color', key],
  ['probe', '-o', key],
  ['probe', '--config', key],
  ['probe', `--token=${key}`],
  ['probe', `--apiKey=${key}`],
  ['config', 'show', '--passwrd=CANARYpw'],
  ['probe', '--base-url', key],
  ['probe', '--base-url', `https://127.0.0.1:1/v2/${key}`],
  ['probe', '--base-url', `https://${key}@127.0.0.1:1/`],
  ['probe', '--browser-origin', key],
  ['matrix', '--base-url', 'http://127.0.0.1:1', '--route', key],
  ['reconcile', '--since', key],
  ['reconcile', '--records', key],
  ['reconcile', '--asset', key, '--records', '-'],
  ['reconcile', '--network', key, '--records', '-'],
  ['reconcile', '--pay-to', key, '--records', '-'],
  ['reconcile', '--finality', key, '--records', '-'],
  ['reconcile', '--rpc', key, '--records', '-'],
  ['reconcile', '--rpc', `https://rpc.example/v2/${key}`],
  ['reconcile', '--rpc', `https://rpc.example/?${key}`],
  ['reconcile', '--rpc', `${key}=https://rpc.example/`],
  ['help', key],
  ['reconcile', '--class', key],
  ['reconcile', '--payer', key],
  ['reconcile', '--until', key],
  ['reconcile', `--prove=${key}`],
  ['reconcile', '--records', 'none', '--map', key],
  ['reconcile', '--records', '-', '--cases', `/nowhere/${key}`],
  ['diff', key, 'last'],
  ['diff', 'last', key],
  ['diff', 'last', 'last', key],
  ['diff', `./${key}`, 'last'],
]

describe('a key of no known kind in the wrong place is not repeated', () => {
  test.each(misplaced.map((argv) => [argv] as const))('%j', async (argv) => {
    for (const more of [[], ['-vvv']]) {
      const { code, everything } = await desk.x402ops([...argv, '--no-save', ...more])
      expect(code).not.toBe(0)
      expect(everything).not.toContain('CANARY')
    }
  })

  test('32 bytes without 0x where a transaction may stand', async () => {
    const { code, everything } = await desk.x402ops(['reconcile', `--since=${hex}`])
    expect(code).toBe(2)
    expect(everything).not.toContain('c0ffee01')
  })
})

test('what is public stays readable in errors', async () => {
  const address = `0x${'a1'.repeat(20)}`
  const unknown = await desk.x402ops(['probe', address])
  expect(unknown.err).toContain(address)
  const date = await desk.x402ops(['reconcile', '--since', '2026-11-21T07:40'])
  expect(date.err).toContain('2026-11-21T07:40')
  const option = await desk.x402ops(['probe', '--base-ulr=https://api.example'])
  expect(option.err).toContain("unknown option '--base-ulr'")
})
