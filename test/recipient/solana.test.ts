import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ed25519 } from '@noble/curves/ed25519'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createSolana } from '../../src/adapters/chain/solana.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { createHttp } from '../../src/adapters/http/http.ts'
import { decodeBase58, encodeBase58 } from '../../src/core/base58.ts'
import type { Profile } from '../../src/core/profile.ts'
import { runRoom } from '../../src/core/run-room.ts'
import { Secret } from '../../src/core/secret.ts'
import { expectRecipient } from '../../src/recipient/expect.ts'
import { recipient } from '../../src/recipient/room.ts'
import { isOnCurve } from '../../src/recipient/solana/curve.ts'
import {
  associatedAccount,
  readMintDecimals,
  readTokenAccount,
  tokenPrograms,
} from '../../src/recipient/solana/token-account.ts'
import { readinessOf } from '../../src/recipient/view.ts'

const [spl = '', token2022 = ''] = tokenPrograms
const usdc = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
const network = 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'
const owner = '22Wnk8PwyWZV7BfkZGJEKT9jGGdtvu7xY6EXeRh7zkBa'

describe('base58', () => {
  test('every list of bytes comes back, zeros in front included', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(decodeBase58(encodeBase58(bytes))).toEqual(bytes)
      }),
      { numRuns: 200 },
    )
  })

  test('a letter that is none, or too many of them, are no bytes', () => {
    for (const text of ['0', 'I', 'O', 'l', 'ab c', 'é', '1'.repeat(129)])
      expect(decodeBase58(text)).toBeUndefined()
    expect(encodeBase58(new Uint8Array())).toBe('')
  })
})

describe('the account that payments go to', () => {
  // The tests of spl-token and of micro-sol-signer name these; the last two are holders of PYUSD, under Token-2022.
  test.each([
    [
      'B8UwBUUnKwCyKuGMbFKWaG7exYdDk2ozZrPg72NyVbfj',
      '7o36UsWR1JQLpZ9PE2gn9L4SQ69CNNiWAXd4Jt7rqz9Z',
      spl,
      'DShWnroshVbeUp28oopA3Pu7oFPDBtC1DBmPECXXAQ9n',
    ],
    [
      owner,
      '2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo',
      token2022,
      '5nu6HDY7t1Ds8oPNsArrhb1rzvRqmGubyteyAUncFyNb',
    ],
    [
      'BNXnu85Kt1VXSYYYNMXtRfRrscyETxcdsEiTLSToQYZa',
      '2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo',
      token2022,
      '8Ycmt6GTtXcmaTXXRZVLATBQHKKFRaFpD6DD4wx81M4',
    ],
    [
      '3h1zGmCwsRJnVk5BuRNMLsPaQu1y2aqXqXDWYCgrp5UG',
      usdc,
      spl,
      '3uetDDizgTtadDHZzyy9BqxrjQcozMEkxzbKhfZF4tG3',
    ],
  ])('of %s is the one that everybody derives', (wallet, mint, program, account) => {
    expect(associatedAccount(wallet, mint, program)).toBe(account)
  })

  test('is none for what is no address', () => {
    expect(associatedAccount('abc', usdc, spl)).toBeUndefined()
    expect(associatedAccount(`0x${'1'.repeat(40)}`, usdc, spl)).toBeUndefined()
  })

  test('whether bytes are a point agrees with noble, for keys and for any bytes', () => {
    const isPoint = (bytes: Uint8Array) => {
      try {
        ed25519.ExtendedPoint.fromHex(bytes)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(isOnCurve(bytes)).toBe(isPoint(bytes))
        expect(isOnCurve(ed25519.getPublicKey(bytes))).toBe(true)
      }),
      { numRuns: 40 },
    )
    expect(isOnCurve(new Uint8Array(31))).toBe(false)
  })
})

/** The bytes of a token account as spl-token lays them out. */
function accountBytes(
  parts: { mint?: string; owner?: string; amount?: bigint; state?: number } = {},
): Buffer {
  const bytes = Buffer.alloc(165)
  bytes.set(decodeBase58(parts.mint ?? usdc) ?? [], 0)
  bytes.set(decodeBase58(parts.owner ?? owner) ?? [], 32)
  bytes.writeBigUInt64LE(parts.amount ?? 5000n, 64)
  bytes[108] = parts.state ?? 1
  return bytes
}

/** The bytes of a mint that is in use. */
function mintBytes(decimals = 6): Buffer {
  const bytes = Buffer.alloc(82)
  bytes[44] = decimals
  bytes[45] = 1
  return bytes
}

describe('the bytes of accounts', () => {
  test('an account of either program, with extensions behind it', () => {
    const held = { mint: usdc, owner, amount: 5000n, state: 'initialized' }
    expect(readTokenAccount(accountBytes())).toEqual(held)
    expect(readTokenAccount(Buffer.concat([accountBytes(), Buffer.from([2, 7, 0, 0, 0])]))).toEqual(held)
    expect(readTokenAccount(accountBytes({ state: 2 }))?.state).toBe('frozen')
  })

  test('what is no account, and what is a mint instead', () => {
    const long = (kind: number) => Buffer.concat([accountBytes(), Buffer.from([kind])])
    for (const bytes of [Buffer.alloc(0), accountBytes().subarray(1), accountBytes({ state: 3 }), long(1)])
      expect(readTokenAccount(bytes)).toBeUndefined()
    expect(readMintDecimals(mintBytes(9))).toBe(9)
    expect(readMintDecimals(accountBytes())).toBeUndefined()
    expect(readMintDecimals(Buffer.alloc(82))).toBeUndefined()
  })

  test('no bytes make the readers throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = readTokenAccount(bytes)
        expect(read === undefined || read.amount >= 0n).toBe(true)
        expect(readMintDecimals(bytes) ?? 0).toBeLessThan(256)
      }),
      { numRuns: 300 },
    )
  })
})

type Account = { readonly owner: string; readonly data: Buffer } | null
type World = {
  readonly genesis?: unknown
  readonly accounts: Readonly<Record<string, Account>>
  readonly raw?: unknown
}

const closes: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closes) await close()
})

/** A node of a cluster with these accounts, on a real socket. */
async function serveCluster({
  genesis = `${network.slice(7)}HYVGEQC5XVkk`,
  accounts,
  raw,
}: World): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: [string] }
      const found = method === 'getAccountInfo' ? (accounts[params[0]] ?? null) : null
      const value =
        found === null
          ? null
          : {
              data: [found.data.toString('base64'), 'base64'],
              owner: found.owner,
              lamports: 1,
              executable: false,
            }
      const result = method === 'getGenesisHash' ? genesis : (raw ?? { context: { slot: 7 }, value })
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closes.push(() => new Promise((done) => server.close(() => done())))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function look(worlds: readonly World[], mint = usdc) {
  const urls = await Promise.all(worlds.map(serveCluster))
  const unit = { network, asset: mint, decimals: 6, symbol: 'USDC' }
  const payTo = [{ address: owner, from: null, until: null }]
  const pays = [{ network, unit, eip712: null, payTo, forbiddenPayTo: [], refundFrom: [] }]
  const limits = { concurrency: 4, ratePerSecond: 1000, burst: 1000 }
  const clock = systemClock
  const http = createHttp({
    ...{ transport: 'node', clock, userAgent: 'test', limits },
    ...{ allowPrivate: true, allowHttp: true },
  })
  const endpoints = {
    [network]: urls.map((url) => ({ url: new Secret(url, url), origin: 'given' as const })),
  }
  const solana = createSolana({ http, endpoints, clock, limits: { timeoutMs: 5000, rpcConcurrency: 4 } })
  const expected = expectRecipient({ pays } as unknown as Profile, {
    now: new Date(0),
    advertised: [],
    delta: null,
  })
  const ports = { nodes: () => [], solana: solana.nodes, clock }
  const { findings } = await runRoom(recipient, expected, ports, new AbortController().signal)
  const shown = findings.filter(({ verdict }) => verdict !== 'SKIP')
  return {
    codes: shown.map(({ code }) => code).sort(),
    states: expected.recipients.map((one) => readinessOf(one, findings)),
    text: shown.map(({ text }) => text).join('\n'),
  }
}

const account = associatedAccount(owner, usdc, spl) ?? ''
const world = (own: Account, mint: Account = { owner: spl, data: mintBytes() }): World => ({
  accounts: { [usdc]: mint, [account]: own },
})

describe('a receiver on Solana, over sockets', () => {
  test('with an open account of its own is ready', async () => {
    const good = world({ owner: spl, data: accountBytes() })
    expect(await look([good, good])).toMatchObject({ codes: ['RECIPIENT_READY'], states: ['ready'] })
  })

  test.each<[string, Account, string]>([
    ['RECIPIENT_TOKEN_ACCOUNT_MISSING', null, 'which is not there'],
    [
      'RECIPIENT_TOKEN_ACCOUNT_FROZEN',
      { owner: spl, data: accountBytes({ state: 2 }) },
      'until the issuer thaws it',
    ],
    ['RECIPIENT_TOKEN_ACCOUNT_FOREIGN', { owner: spl, data: accountBytes({ mint: owner }) }, 'another token'],
    ['RECIPIENT_TOKEN_ACCOUNT_FOREIGN', { owner: spl, data: accountBytes({ owner: usdc }) }, 'it belongs to'],
    ['RECIPIENT_TOKEN_ACCOUNT_FOREIGN', { owner: spl, data: accountBytes({ state: 0 }) }, 'never set up'],
    [
      'RECIPIENT_TOKEN_ACCOUNT_FOREIGN',
      { owner: token2022, data: accountBytes() },
      'no account of the program',
    ],
  ])('%s: %j', async (code, own, words) => {
    const seen = await look([world(own)])
    expect(seen).toMatchObject({ codes: [code], states: ['not-ready'] })
    expect(seen.text).toContain(words)
  })

  test.each<[string, Account, string]>([
    ['is not there', null, 'no account at its address'],
    ['is something else', { owner, data: mintBytes() }, 'no token'],
    ['has other decimals', { owner: spl, data: mintBytes(9) }, '9 decimals, the profile says 6'],
  ])('a token that %s', async (_name, mint, words) => {
    const seen = await look([world({ owner: spl, data: accountBytes() }, mint)])
    expect(seen).toMatchObject({ codes: ['RECIPIENT_NO_TOKEN'], states: ['not-ready'] })
    expect(seen.text).toContain(words)
  })

  test('endpoints that contradict each other, of another cluster, or that talk nonsense clear nobody', async () => {
    const good = world({ owner: spl, data: accountBytes() })
    const unknown = { codes: ['RECIPIENT_UNKNOWN'], states: ['unknown'] }
    expect(await look([good, world(null)])).toMatchObject(unknown)
    const elsewhere = await look([{ ...good, genesis: 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG' }])
    expect(elsewhere).toMatchObject(unknown)
    expect(elsewhere.text).toContain('another cluster')
    expect(
      await look([{ ...good, raw: { context: { slot: 1 }, value: { owner: 'CANARY 0', data: [1] } } }]),
    ).toMatchObject(unknown)
    expect(await look([])).toMatchObject(unknown)
  })
})
