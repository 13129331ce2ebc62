import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Observation } from '../../src/core/observation.ts'
import type { ChainNode, HttpAnswer } from '../../src/core/ports.ts'
import { type PoolSeen, poolLines, readPool } from '../../src/settlement/mempool.ts'
import { roundChain } from '../../src/settlement/round-chain.ts'
import { isStatusTemplate, readStatus, statusUrl } from '../../src/settlement/status-page.ts'

const at = '2026-11-21T07:40:02.000Z'
const page = (body: string, more: Partial<HttpAnswer> = {}): Observation<HttpAnswer> => ({
  ...{ seen: true, at, source: 'https://f.example', ref: 'GET' },
  value: {
    ...{ status: 200, headers: [], body, bodyTruncated: false, tlsValidUntil: null, receivedAt: at },
    timing: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: 1, totalMs: 1 },
    ...more,
  },
})

describe('the status page of a facilitator', () => {
  test.each([
    ['{"status":"completed"}', 'settled'],
    ['{"data":{"state":"SETTLING"}}', 'in progress'],
    ['{"settlement":{"status":"rejected"}}', 'failed'],
    ['{"status":"probably fine"}', 'UNKNOWN'],
    ['{"status":true}', 'UNKNOWN'],
    ['{"status":"__proto__"}', 'UNKNOWN'],
    ['{"status":"constructor"}', 'UNKNOWN'],
    ['{}', 'UNKNOWN'],
    ['<html>', 'UNKNOWN'],
  ])('%s says %s', (body, says) => {
    expect(readStatus(page(body)).says).toBe(says)
  })

  test('that fails, or is cut, or is not there says nothing', () => {
    const unseen = {
      seen: false,
      at,
      source: '',
      ref: '',
      why: { kind: 'connect', detail: 'refused' },
    } as const
    for (const answer of [
      page('{"status":"settled"}', { status: 500 }),
      page('{"status":"settled"}', { bodyTruncated: true }),
      unseen,
    ]) {
      expect(readStatus(answer)).toMatchObject({ says: 'UNKNOWN', word: null })
    }
  })

  test('never throws, and no character of it moves a cursor', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((status) => JSON.stringify({ status })),
        ),
        (body) => {
          const { says, word } = readStatus(page(body))
          expect(['settled', 'in progress', 'failed', 'UNKNOWN']).toContain(says)
          // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
          expect(word ?? '').not.toMatch(/[\u0000-\u001f\u007f]/)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('is asked for one payment, or not at all', () => {
    const id = 'a/b?c=d'
    expect(statusUrl('https://f.example/s/{id}?t={tx}', { tx: '0x1', id })).toBe(
      'https://f.example/s/a%2Fb%3Fc%3Dd?t=0x1',
    )
    expect(statusUrl('https://f.example/{tx}', { tx: null, id })).toBeNull()
    expect([isStatusTemplate('https://f.example/'), isStatusTemplate('https://f.example/{id}')]).toEqual([
      false,
      true,
    ])
  })
})

describe('a transaction that waits', () => {
  const transaction = {
    ...{ tx: '0xe1', from: '0xf0', nonce: 7, maxFeePerGas: 5_000_000n, gasPrice: null, blockNumber: null },
  }
  const seen: PoolSeen = {
    ...{
      label: 'node a',
      network: 'eip155:8453',
      transaction,
      blind: null,
      baseFee: 4_000_000n,
      nextNonce: 7,
    },
  }
  test.each<readonly [string, Partial<PoolSeen>, readonly string[]]>([
    ['next in line', {}, ['waits: next in line of its sender, fee cap 0.005 gwei, base fee 0.004 gwei']],
    [
      'too cheap',
      { baseFee: 2_500_000_000n },
      [
        'waits: fee cap 0.005 gwei is below the base fee 2.5 gwei',
        'waits: next in line of its sender, fee cap 0.005 gwei, base fee 2.5 gwei',
      ],
    ],
    ['behind others', { nextNonce: 5 }, ['waits: 2 earlier transactions of 0xf0 must be mined first']],
    ['replaced', { nextNonce: 8 }, ['can never be mined: number 7 of 0xf0 is taken by another transaction']],
    ['mined', { transaction: { ...transaction, blockNumber: 9 } }, ['mined in block 9']],
    ['not known', { transaction: null }, ['knows no such transaction, mined or waiting']],
    ['not asked', { transaction: null, blind: 'refused' }, ['could not be asked: refused']],
    ['nothing to say', { nextNonce: null, baseFee: null }, ['waits; what for is not known']],
  ])('%s', (_what, more, lines) => {
    expect(poolLines(readPool({ ...seen, ...more }))).toEqual(lines)
  })
})

test('heads are read once a round, blocks by number each time', async () => {
  const asked: string[] = []
  const look = { at, source: 'n', ref: '' }
  const node = {
    network: 'eip155:8453',
    label: 'n',
    chainId: async () => {
      asked.push('id')
      return { ...look, seen: true as const, value: 8453 }
    },
    block: async (where: string | number) => {
      asked.push(String(where))
      return { ...look, seen: true as const, value: null }
    },
  } as unknown as ChainNode
  const { chain, next } = roundChain({ nodes: () => [node] })
  const { signal } = new AbortController()
  const round = async () => {
    for (const one of [chain.nodes('eip155:8453')[0], chain.nodes('eip155:8453')[0]]) {
      await Promise.all([
        one?.chainId(signal),
        one?.block('latest', signal),
        one?.block('safe', signal),
        one?.block(7, signal),
      ])
    }
  }
  await round()
  expect(asked.sort()).toEqual(['7', '7', 'id', 'latest', 'safe'])
  next()
  await round()
  expect(asked).toHaveLength(10)
})
