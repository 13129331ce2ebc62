import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const src = resolve(import.meta.dirname, '../src')
const rooms = [
  'probe',
  'discover',
  'matrix',
  'facilitator',
  'reconcile',
  'settlement',
  'classify',
  'verify',
  'balance',
  'refund',
  'toggle',
  'rpc',
  'recipient',
  'playbook',
  'metrics',
  'alerts',
  'checklist',
] as const
const allRooms: readonly string[] = rooms

type Rule = { readonly may: readonly string[]; readonly packages: readonly RegExp[] }

const none: readonly RegExp[] = []
const node = /^node:/

/** The plan of the house: who may import whom. If a test fails here, move the code. */
const plan: Readonly<Record<string, Rule>> = {
  core: { may: [], packages: [/^@noble\/hashes\/(sha2|sha3|hmac|utils)$/] },
  networks: { may: ['core'], packages: none },
  x402: { may: ['core', 'networks'], packages: [/^zod$/, /^@x402\/core/, /^viem\/utils$/] },
  payments: { may: ['core', 'networks', 'x402'], packages: none },
  runs: { may: ['core'], packages: none },
  redact: {
    may: ['core'],
    packages: [/^node:crypto$/, /^node:zlib$/, /^@noble\/(curves|hashes)/, /^@scure\/bip39/],
  },
  gate: {
    may: ['core'],
    packages: [
      /^node:(?:crypto|zlib)$/,
      /^@secretlint\/(?:core|profiler|secretlint-rule-preset-recommend)$/,
      /^@noble\/(?:curves|hashes)\//,
      /^@scure\/bip39\//,
    ],
  },
  ...Object.fromEntries(
    rooms.map((room) => [room, { may: ['core', 'networks', 'x402', 'payments', 'runs'], packages: none }]),
  ),
  // The checksum of a Safe batch is a keccak-256.
  refund: {
    may: ['core', 'networks', 'x402', 'payments', 'runs'],
    packages: [/^@noble\/hashes\/(?:sha3|utils)$/],
  },
  evidence: {
    may: ['core', 'networks', 'x402', 'payments', 'runs', 'redact', 'gate'],
    packages: none,
  },
  config: { may: ['core', 'networks'], packages: [/^zod$/, /^yaml$/, /^@noble\/hashes/] },
  adapters: {
    may: ['core', 'networks', 'x402', 'payments', 'runs'],
    packages: [
      node,
      /^undici/,
      /^viem/,
      /^zod$/,
      /^yaml$/,
      /^execa$/,
      /^csv-parse/,
      /^tar-stream$/,
      /^canonicalize$/,
      /^postgres$/,
      /^age-encryption$/,
      /^@ethereumjs\/(mpt|rlp)$/,
      /^@noble\/hashes\/sha3$/,
    ],
  },
  render: { may: ['core'], packages: [/^chalk$/] },
  commands: { may: ['core', 'runs', 'x402', 'config', 'evidence', ...allRooms], packages: [/^commander$/] },
  wiring: { may: ['core', 'config', 'adapters'], packages: [node] },
  cli: { may: ['core', 'commands', 'config', 'wiring', 'redact', 'render'], packages: [/^commander$/, node] },
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(src, name))

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g

function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(importPattern)].map((m) => m[1] ?? m[2] ?? m[3] ?? '')
}

function roomOf(file: string): string {
  const [first = ''] = relative(src, file).split(/[\\/]/)
  return first.replace(/\.ts$/, '')
}

describe('the plan of the house', () => {
  test('every folder stands in the plan', () => {
    expect(files.map(roomOf).filter((room) => plan[room] === undefined)).toEqual([])
  })

  test.each(Object.keys(plan))('%s imports only what the plan allows', (room) => {
    const rule = plan[room]!
    const wrong: string[] = []
    for (const file of files.filter((name) => roomOf(name) === room)) {
      for (const target of importsOf(file)) {
        const allowed = target.startsWith('.')
          ? [room, ...rule.may].includes(roomOf(resolve(dirname(file), target)))
          : rule.packages.some((pattern) => pattern.test(target))
        if (!allowed) wrong.push(`${relative(src, file)} imports ${target}`)
      }
    }
    expect(wrong).toEqual([])
  })

  // Each may ask the other for its verdict by its door (`gate.ts`, `evidence.ts`), never for parts or fixtures.
  test.each([
    ['gate', 'redact'],
    ['redact', 'gate'],
  ])('the tests of %s share neither parts nor fixtures with %s, and so not its mistakes', (mine, other) => {
    const tests = resolve(import.meta.dirname)
    const door = { gate: 'gate.ts', redact: 'evidence.ts' }[other] ?? ''
    const names = readdirSync(join(tests, mine), { recursive: true, encoding: 'utf8' })
    const own = names.filter((name) => name.endsWith('.ts')).map((name) => join(tests, mine, name))
    expect(own).not.toEqual([])
    const foreign = own.flatMap((file) =>
      importsOf(file).filter((target) => {
        if (!target.startsWith('.')) return false
        const to = resolve(dirname(file), target)
        if (to === join(src, other, door)) return false
        return to.startsWith(join(tests, other, '/')) || to.startsWith(join(src, other, '/'))
      }),
    )
    expect(foreign).toEqual([])
  })

  test('nothing in src reaches into the tests', () => {
    const wrong = files.filter((file) => importsOf(file).some((target) => target.includes('/test/')))
    expect(wrong).toEqual([])
  })

  test.each(['world', 'by-hand'])('what is true in bench/incidents/%s owes nothing to src', (folder) => {
    const home = resolve(import.meta.dirname, '../bench/incidents', folder)
    const names = readdirSync(home).filter((name) => name.endsWith('.ts'))
    expect(names).not.toEqual([])
    const wrong = names.flatMap((name) =>
      importsOf(join(home, name)).filter(
        (target) => target.startsWith('.') && !/^(\.\/|\.\.\/shapes)/.test(target),
      ),
    )
    expect(wrong).toEqual([])
  })
})

describe('the size of things', () => {
  const lines = files.map((file) => readFileSync(file, 'utf8').split('\n').length).sort((a, b) => a - b)
  const isData = (file: string) => /catalog\.ts$|networks\//.test(file)

  test('no file over 400 lines, data and catalogues aside', () => {
    const long = files.filter((file) => !isData(file) && readFileSync(file, 'utf8').split('\n').length > 400)
    expect(long.map((file) => relative(src, file))).toEqual([])
  })

  test('half of the files under 100 lines, nine in ten under 250', () => {
    expect(lines[Math.floor(lines.length * 0.5)]).toBeLessThan(100)
    expect(lines[Math.floor(lines.length * 0.9)]).toBeLessThan(250)
  })
})

describe('words that do not belong in src', () => {
  const banned: readonly (readonly [string, RegExp])[] = [
    [
      'a signer',
      /privateKeyTo|mnemonicTo|hdKeyTo|\bsign(?:TypedData|Message|Transaction|Authorization)\b|\.sign\(|createSign\b|createWalletClient|writeContract/,
    ],
    ['a sender', /send(?:Raw)?Transaction|\b(?:personal|wallet)_\w+/],
    ['a call to /settle', /\/settle(?![-\w])/],
  ]
  test('of a node nothing is asked but what it knows', () => {
    const methods = files.flatMap(
      (file) => readFileSync(file, 'utf8').match(/['"`](?:eth|debug|trace|net)_\w+/g) ?? [],
    )
    const read =
      /^.eth_(?:blockNumber|call|chainId|get(?:Balance|BlockByNumber|BlockReceipts|Code|Logs|Proof|Transaction(?:ByHash|Count|Receipt)))$/
    expect(methods.length).toBeGreaterThan(8)
    expect(methods.filter((name) => !read.test(name))).toEqual([])
  })

  test.each(banned)('%s', (_name, pattern) => {
    expect(files.filter((file) => pattern.test(readFileSync(file, 'utf8')))).toEqual([])
  })

  test('process, console and fs stay in adapters, wiring and cli', () => {
    const wrong = files.filter((file) => {
      if (['adapters', 'wiring', 'cli'].includes(roomOf(file))) return false
      return /\bprocess\.|\bconsole\.|from 'node:fs/.test(readFileSync(file, 'utf8'))
    })
    expect(wrong.map((file) => relative(src, file))).toEqual([])
  })
})
