import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createProver } from '../../../src/adapters/proof/prover.ts'
import { createProofRecheck } from '../../../src/adapters/proof/recheck.ts'
import type { LogEvidence, StateEvidence } from '../../../src/payments/proof.ts'
import type { ProofAbout } from '../../../src/payments/prover-port.ts'
import { facts, paymentsHeader, receipts, stateHeader, states } from './recorded.ts'

const prover = createProver()
const recheck = createProofRecheck()
const transfer = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

async function logEvidence(): Promise<{ readonly evidence: LogEvidence; readonly about: ProofAbout }> {
  const header = prover.header(paymentsHeader)
  const proven = header === null ? null : await prover.receipts(header.receiptsRoot, receipts)
  if (header === null || proven === null || typeof proven === 'string') throw new Error('not proven')
  const receipt = receipts.find(({ logs }) => logs.some(({ topics }) => topics[0] === transfer))
  const log = receipt?.logs.findIndex(({ topics }) => topics[0] === transfer) ?? -1
  const told = receipt?.logs[log]
  if (receipt === undefined || told === undefined) throw new Error('the recording holds no transfer')
  return {
    evidence: {
      ...{ kind: 'receipt', block: header.number, blockHash: header.hash, header: header.rlp, log },
      transaction: receipt.index,
      receiptProof: await proven.proofOf(receipt.index),
    },
    about: {
      ...{ asset: told.address, payTo: `0x${told.topics[2]?.slice(26)}`, payer: null, nonce: null },
      amountAtomic: BigInt(told.data).toString(),
    },
  }
}

async function stateEvidence(): Promise<{ readonly evidence: StateEvidence; readonly about: ProofAbout }> {
  const { authorizer, nonce } = facts.known
  const header = prover.header(stateHeader)
  const slot = prover.slotOf(facts.position, authorizer, nonce)
  const raw = { ...states, storage: states.storage.slice(0, 1) }
  const proven = header && (await prover.storage(header.stateRoot, facts.asset, [slot], raw))
  const first = proven?.slots[0]
  if (header === null || proven == null || first === undefined) throw new Error('not proven')
  return {
    evidence: {
      ...{ kind: 'authorization-state', block: header.number, blockHash: header.hash, header: header.rlp },
      ...{ token: facts.asset, position: facts.position, slot, value: first.value },
      accountProof: proven.accountProof,
      storageProof: first.proof,
    },
    about: { asset: facts.asset, payTo: null, payer: authorizer, nonce, amountAtomic: null },
  }
}

describe('a proof that was kept', () => {
  test('holds alone, for the payment that it is about', async () => {
    const log = await logEvidence()
    expect(await recheck.log(log.evidence, log.about)).toBe(true)
    const state = await stateEvidence()
    expect(await recheck.state(state.evidence, state.about)).toBe(true)
  })

  test('does not hold for another payment', async () => {
    const { evidence, about } = await logEvidence()
    const other = `0x${'11'.repeat(20)}`
    const less = (BigInt(about.amountAtomic ?? '0') - 1n).toString()
    for (const wrong of [{ asset: other }, { payTo: other }, { amountAtomic: less }]) {
      expect(await recheck.log(evidence, { ...about, ...wrong }), JSON.stringify(wrong)).toBe(false)
    }
    const state = await stateEvidence()
    for (const wrong of [{ asset: other }, { payer: other }, { nonce: facts.never.nonce }]) {
      expect(await recheck.state(state.evidence, { ...state.about, ...wrong })).toBe(false)
    }
  })

  test('does not hold when any digit of it was altered, and nothing is thrown', async () => {
    const log = await logEvidence()
    const text = JSON.stringify(log.evidence)
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: text.length - 1 }),
        fc.constantFrom(...'0123456789abcdef'),
        async (at, digit) => {
          fc.pre(/[0-9a-f]/.test(text[at] ?? '') && text[at] !== digit)
          const altered = `${text.slice(0, at)}${digit}${text.slice(at + 1)}`
          let evidence: LogEvidence
          try {
            evidence = JSON.parse(altered) as LogEvidence
          } catch {
            return
          }
          // The same transaction may hold two equal transfers.
          fc.pre(evidence.log === log.evidence.log)
          fc.pre(
            evidence.kind === 'receipt' && Object.keys(evidence).join() === Object.keys(log.evidence).join(),
          )
          expect(await recheck.log(evidence, log.about)).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('does not hold when its hex does not begin as hex, whatever a reader makes of it', async () => {
    const { evidence, about } = await logEvidence()
    const receiptProof = evidence.receiptProof.map((node) => `4${node.slice(1)}`)
    expect(await recheck.log({ ...evidence, receiptProof }, about)).toBe(false)
  })

  test('that is no proof at all does not hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.object(), async (strange) => {
        const { about } = await stateEvidence()
        expect(await recheck.log(strange as unknown as LogEvidence, about)).toBe(false)
        expect(await recheck.state(strange as unknown as StateEvidence, about)).toBe(false)
      }),
      { numRuns: 30 },
    )
  })
})
