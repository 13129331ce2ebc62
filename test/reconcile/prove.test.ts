import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createProver } from '../../src/adapters/proof/prover.ts'
import { saw } from '../../src/core/observation.ts'
import type { ChainNode } from '../../src/core/ports.ts'
import type { ProofSource } from '../../src/core/proof-source.ts'
import type { ChainView } from '../../src/payments/chain-view.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { outcomeOf } from '../../src/reconcile/outcome.ts'
import { proveCases } from '../../src/reconcile/prove/prove.ts'
import { tallyProofs } from '../../src/reconcile/prove/tally.ts'
import {
  alice,
  bob,
  genesis,
  hash,
  network,
  payment,
  record as plainRecord,
  policy,
  router,
  scan,
  shop,
  transfer,
  used,
  view,
} from '../payments/world.ts'
import { type ProofWorld, proofWorld, silence } from './proof-world.ts'

const signal = new AbortController().signal
const prover = createProver()

/** A record on a line of its own. */
const record = (part: Partial<PaymentRecord> = {}) => {
  const source = { file: 'pay.jsonl', line: Number(`1${part.requestId?.slice(4) ?? '1'}`) }
  return plainRecord({ source, lines: [source], ...part })
}

const paid = payment(alice, hash(1))
const other = payment(bob, hash(2), 25_000n, { tx: hash(0x7002), block: 140, logIndex: 4 })
const both = {
  transfers: [...paid.transfers, ...other.transfers],
  authorizations: [...paid.authorizations, ...other.authorizations],
}
const open = record({
  payer: bob,
  nonce: hash(9),
  tx: null,
  state: 'failed',
  responseStatus: 402,
  requestId: 'req-9',
})
const books = [
  record(),
  record({ payer: bob, nonce: hash(2), amountAtomic: 25_000n, tx: hash(0x7002), requestId: 'req-2' }),
  open,
]

/** What all endpoints of the world told, and what they say of nonces that no log shows. */
function told(
  world: ProofWorld,
  nonces: Record<string, boolean> = { [`${bob}/${hash(9)}`]: false },
): ChainView {
  const seen = scan({ ...world.events, nonces })
  const at = (number: number) => ({ number, hash: world.hashOf(number), timestamp: genesis + 2 * number })
  return view({ ...seen, finalized: at(1900), latest: at(2000), toHash: world.hashOf(2000) })
}

async function prove(
  nodes: readonly ChainNode[],
  chainView: ChainView,
  records: readonly PaymentRecord[] = books,
) {
  const { cases } = pairPayments({ records, views: [chainView], policy })
  const chain = { nodes: () => nodes }
  const result = await proveCases(cases, [chainView], chain, prover, signal)
  const lines = result.cases
    .map(({ facts, proof, requestIds }) => {
      const log = proof?.log
      const state = proof?.state
      const word = (part: typeof log | typeof state) =>
        part == null ? '-' : part.status === 'unproven' ? part.why : part.status
      return `${requestIds[0] ?? 'inflow'} ${outcomeOf(facts)} ${word(log)} ${word(state)}`
    })
    .sort()
  return { ...result, lines }
}

const allProven = ['req-1 MATCHED proven proven', 'req-2 MATCHED proven proven', 'req-9 NO_CHARGE - proven']

describe('what is proven', () => {
  test('presence by the receipts of the block, absence by the storage of the token', async () => {
    const world = await proofWorld(both)
    const { lines, failures, cases } = await prove([world.node()], told(world))
    expect(lines).toEqual(allProven)
    expect(failures).toEqual([])
    expect(tallyProofs(cases)).toEqual({ wanted: 3, proven: 3, contradicted: 0, unproven: [], useOnly: 0 })
  })

  test('wherever the token keeps its authorizations, within reason', async () => {
    for (const position of [0, 31, 32, 319]) {
      const world = await proofWorld(both, { position })
      const { lines, cases } = await prove([world.node()], told(world))
      expect(lines, String(position)).toEqual(allProven)
      const state = cases.find(({ nonce }) => nonce === hash(9))?.proof?.state
      expect(state).toMatchObject({ evidence: { position, value: hash(0) } })
    }
  })

  test('a payment through a router, and money that no record knows', async () => {
    const place = { tx: hash(0x7003), block: 150 }
    const events = {
      authorizations: [
        ...both.authorizations,
        used(alice, hash(3), place),
        used(bob, hash(4), { ...place, tx: hash(0x7004), logIndex: 7 }),
      ],
      transfers: [
        ...both.transfers,
        transfer(alice, router, 10_000n, { ...place, logIndex: 1 }),
        transfer(router, shop, 10_000n, { ...place, logIndex: 2 }),
        transfer(bob, shop, 7n, { ...place, tx: hash(0x7004), logIndex: 8 }),
        transfer(bob, shop, 5n, { ...place, tx: hash(0x7005), logIndex: 9 }),
      ],
    }
    const world = await proofWorld(events)
    const routed = record({ nonce: hash(3), tx: hash(0x7003), requestId: 'req-3' })
    const { lines } = await prove([world.node()], told(world), [...books, routed])
    expect(lines).toEqual([
      'inflow UNRECORDED_RECEIPT proven proven',
      'inflow UNRELATED_INFLOW - -',
      ...allProven.slice(0, 2),
      'req-3 MATCHED proven proven',
      'req-9 NO_CHARGE - proven',
    ])
  })
})

test('a router that keeps a fee and pays in two parts: the logs are proven, whatever they add up to', async () => {
  const place = { tx: hash(0x7006), block: 155 }
  const events = {
    authorizations: [...both.authorizations, used(alice, hash(6), place)],
    transfers: [
      ...both.transfers,
      transfer(alice, router, 10_000n, { ...place, logIndex: 1 }),
      transfer(router, shop, 6_000n, { ...place, logIndex: 2 }),
      transfer(router, bob, 500n, { ...place, logIndex: 3 }),
      transfer(router, shop, 3_500n, { ...place, logIndex: 4 }),
    ],
  }
  const world = await proofWorld(events)
  const routed = record({ nonce: hash(6), tx: hash(0x7006), requestId: 'req-6' })
  const seen = told(world)
  const { cases, lines } = await prove([world.node()], { ...seen, txs: { [hash(0x7006)]: 'success' } }, [
    routed,
  ])
  expect(lines.find((line) => line.startsWith('req-6'))).toMatch(/ proven proven$/)
  expect(cases.some(({ proof }) => proof?.log?.status === 'refuted')).toBe(false)
})

describe('what is not proven, and why', () => {
  const withNodes = async (lie: Partial<ProofSource>, options: Parameters<typeof proofWorld>[1] = {}) => {
    const world = await proofWorld(both, options)
    return (await prove([world.node('http://one/***', lie)], told(world))).lines
  }

  test('no used authorization is known', async () => {
    const world = await proofWorld({ transfers: [], authorizations: [] })
    const { lines } = await prove([world.node()], told(world), [open])
    expect(lines).toEqual(['req-9 NO_CHARGE - NO_USED_NONCE_KNOWN'])
  })

  test('the token keeps them where nobody looks', async () => {
    expect(await withNodes({}, { position: null })).toEqual([
      'req-1 MATCHED proven SLOT_NOT_FOUND',
      'req-2 MATCHED proven SLOT_NOT_FOUND',
      'req-9 NO_CHARGE - SLOT_NOT_FOUND',
    ])
    expect(await withNodes({}, { position: 320 })).toContain('req-9 NO_CHARGE - SLOT_NOT_FOUND')
  })

  test('the endpoint serves no proofs, no receipts, no header', async () => {
    expect(await withNodes({ storageProof: silence })).toContain('req-9 NO_CHARGE - PROOF_NOT_SERVED')
    expect(await withNodes({ blockReceipts: silence })).toContain('req-1 MATCHED RECEIPTS_NOT_SERVED proven')
    expect(await withNodes({ header: silence })).toEqual([
      'req-1 MATCHED HEADER_NOT_READ HEADER_NOT_READ',
      'req-2 MATCHED HEADER_NOT_READ HEADER_NOT_READ',
      'req-9 NO_CHARGE - HEADER_NOT_READ',
    ])
  })

  test('an endpoint without a proof source at all', async () => {
    const world = await proofWorld(both)
    const { proofs: _none, ...node } = world.node()
    expect((await prove([node], told(world))).lines).toContain('req-9 NO_CHARGE - HEADER_NOT_READ')
  })

  test('the endpoints disagree about the chain, or name no finalized block', async () => {
    const world = await proofWorld(both)
    const good = told(world)
    const forked = await prove([world.node()], { ...good, forked: true })
    expect(forked.lines.join()).toContain('NODES_ON_DIFFERENT_CHAINS')
    const early = await prove([world.node()], { ...good, finalized: { ...good.latest, number: 120 } })
    expect(early.lines.join()).toContain('req-2 MATCHED proven NOT_FINAL')
    const late = await prove([world.node()], { ...good, finalized: null })
    expect(late.lines.join()).toContain('proven NO_FINALIZED_BLOCK')
  })

  test('more payments than one run proves: what is wrong comes first', async () => {
    const many = Array.from({ length: 520 }, (_, n) =>
      payment(alice, hash(1000 + n), 10_000n, { tx: hash(0x9000 + n), block: 100, logIndex: 2 * n }),
    )
    const events = {
      transfers: many.flatMap(({ transfers }) => transfers),
      authorizations: many.flatMap(({ authorizations }) => authorizations),
    }
    const world = await proofWorld(events)
    const records = many.map((_, n) =>
      record({
        nonce: hash(1000 + n),
        tx: hash(0x9000 + n),
        requestId: `req-${n}`,
        ...(n < 30 ? { state: 'failed', responseStatus: 502 } : {}),
      }),
    )
    const { cases } = await prove([world.node()], told(world), records)
    const { wanted, proven, unproven } = tallyProofs(cases)
    expect({ wanted, proven, unproven }).toEqual({
      wanted: 520,
      proven: 500,
      unproven: [{ why: 'TOO_MANY', count: 20 }],
    })
    const orphans = cases.filter(({ facts }) => outcomeOf(facts) === 'ORPHANED_PAYMENT')
    expect([orphans.length, tallyProofs(orphans).proven]).toEqual([30, 30])
  })
})

describe('endpoints that a header contradicts', () => {
  const broken: Partial<ProofSource> = {
    storageProof: async (address, slots, block, live) => {
      const world = await proofWorld(both)
      const answer = await world.source.storageProof(address, slots, block, live)
      if (!answer.seen) return answer
      return {
        ...answer,
        value: {
          ...answer.value,
          accountProof: answer.value.accountProof.map((n) => n.replace(/.$/, (c) => (c === '0' ? '1' : '0'))),
        },
      }
    },
    blockReceipts: async (block, live) => {
      const world = await proofWorld(both)
      const answer = await world.source.blockReceipts(block, live)
      return answer.seen
        ? saw(
            answer,
            answer.value.map((receipt) => ({ ...receipt, status: false })),
          )
        : answer
    },
  }

  test('alone: nothing is known of its payments, and the endpoint is named', async () => {
    const world = await proofWorld(both)
    const { lines, failures } = await prove([world.node('http://liar/***', broken)], told(world))
    expect(lines).toEqual([
      'req-1 INDETERMINATE broken broken',
      'req-2 INDETERMINATE broken broken',
      'req-9 INDETERMINATE - broken',
    ])
    expect(failures.map(({ endpoint, what, block }) => `${endpoint} ${what} ${block}`)).toEqual([
      'http://liar/*** receipts 101',
      'http://liar/*** receipts 140',
      'http://liar/*** state 1900',
    ])
  })

  test('an endpoint that has another block by now is not blamed', async () => {
    const world = await proofWorld(both)
    let questions = 0
    const moved: Partial<ProofSource> = {
      ...broken,
      header: async (block, live) => {
        questions += 1
        const answer = await world.source.header(block, live)
        if (questions <= 3 || !answer.seen || answer.value === null) return answer
        return { ...answer, value: { ...answer.value, hash: hash(0xdead) } }
      },
    }
    const { lines, failures } = await prove([world.node('http://one/***', moved)], told(world))
    expect(failures).toEqual([])
    expect(lines).toEqual([
      'req-1 MATCHED HEADER_FORM_UNKNOWN HEADER_FORM_UNKNOWN',
      'req-2 MATCHED HEADER_FORM_UNKNOWN HEADER_FORM_UNKNOWN',
      'req-9 NO_CHARGE - HEADER_FORM_UNKNOWN',
    ])
  })

  test('beside an honest one: all is proven, and the endpoint is still named', async () => {
    const world = await proofWorld(both)
    const nodes = [world.node('http://liar/***', broken), world.node('http://true/***')]
    const { lines, failures } = await prove(nodes, told(world))
    expect(lines).toEqual(allProven)
    expect(new Set(failures.map(({ endpoint }) => endpoint))).toEqual(new Set(['http://liar/***']))
  })

  test('a used authorization that is told to be unused is never cleared', async () => {
    const hidden = payment(bob, hash(9), 10_000n, { tx: hash(0x7009), block: 160 })
    const world = await proofWorld({
      transfers: [...both.transfers, ...hidden.transfers],
      authorizations: [...both.authorizations, ...hidden.authorizations],
    })
    const seen = told(world)
    const lied = {
      ...seen,
      transfers: seen.transfers.filter(({ tx }) => tx !== hash(0x7009)),
      authorizations: seen.authorizations.filter(({ tx }) => tx !== hash(0x7009)),
    }
    const { lines, failures, cases } = await prove([world.node()], lied)
    expect(lines).toEqual([...allProven.slice(0, 2), 'req-9 INDETERMINATE - refuted'])
    expect(failures).toEqual([{ network, endpoint: 'http://one/***', block: 1900, what: 'authorization' }])
    expect(cases.find(({ nonce }) => nonce === hash(9))?.reasons).toContain('PROOF_CONTRADICTS_ENDPOINT')
  })

  test('a block that is told to be later than it is: nothing has expired by it', async () => {
    const world = await proofWorld(both)
    const long = record({ ...open, validBefore: genesis + 2 * 1900 + 50 })
    const seen = told(world)
    const honest = await prove([world.node()], seen, [long])
    expect(honest.lines).toContain('req-9 OPEN - proven')
    const finalized = { number: 1900, hash: world.hashOf(1900), timestamp: genesis + 2 * 1900 + 60 }
    const { lines, failures } = await prove([world.node()], { ...seen, finalized }, [long])
    expect(lines).toContain('req-9 INDETERMINATE - refuted')
    expect(failures.map(({ what }) => what)).toEqual(['time'])
  })

  test('an invented transfer is never called money', async () => {
    const world = await proofWorld(both)
    const seen = told(world)
    const [first, ...rest] = seen.transfers
    if (first === undefined) throw new Error('no transfer')
    for (const forged of [
      { ...first, value: 99_000n },
      { ...first, logIndex: 40 },
      { ...first, from: bob },
    ]) {
      const events = { transfers: [forged, ...rest], authorizations: seen.authorizations }
      const { lines, failures } = await prove([world.node()], { ...seen, ...events })
      expect(lines.filter((line) => line.startsWith('req-1 ') || line.startsWith('inflow'))).not.toContain(
        'req-1 MATCHED proven proven',
      )
      expect(lines.find((line) => line.startsWith('req-1 '))).toMatch(/INDETERMINATE|AMBIGUOUS/)
      if (lines.join().includes('refuted')) expect(failures.map(({ what }) => what)).toContain('transfer')
    }
  })
})

test('whatever bytes an endpoint serves, nothing false is proven and nothing throws', async () => {
  const world = await proofWorld(both)
  const seen = told(world)
  const junk = fc
    .uint8Array({ minLength: 1, maxLength: 60 })
    .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)
  const nodes = fc.array(junk, { maxLength: 3 })
  const look = { at: '', source: '', ref: '' }
  await fc.assert(
    fc.asyncProperty(nodes, nodes, async (accountProof, proof) => {
      const lie: Partial<ProofSource> = {
        storageProof: async (address, slots) =>
          saw(look, { address, accountProof, storage: slots.map((slot) => ({ slot, proof })) }),
        blockReceipts: async () => saw(look, []),
      }
      const { cases } = await prove([world.node('http://one/***', lie)], seen)
      expect(tallyProofs(cases)).toMatchObject({ proven: 0, contradicted: 3 })
    }),
    { numRuns: 50 },
  )
})
