import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseDocument, RunDocument } from '../../src/core/report.ts'
import { placeContractWallet } from '../rig/contract-wallet.ts'
import { type FaultName, faultNames } from '../rig/fault-names.ts'
import type { Paid } from '../rig/payer.ts'
import { type PayOptions, type Rig, startRig } from '../rig/rig.ts'
import { type CliResult, newDesk } from './run-cli.ts'

/** What the decision table must say of a payment, reasoned from what the fault does. */
type Row = {
  readonly code: string
  readonly verdict: string
  /** Did the money move in the end? */
  readonly moved: boolean
  /** Every flag but `one_source`, which all cases of this run share. */
  readonly flags: readonly string[]
}

const matched: Row = { code: 'MATCHED', verdict: 'PASS', moved: true, flags: [] }
const nothing: Row = { code: 'NO_CHARGE', verdict: 'INFO', moved: false, flags: [] }
const lied = 'facilitator_lied_failure'
const phantom: Row = {
  ...{ code: 'PHANTOM_SETTLEMENT', verdict: 'FAIL', moved: false },
  flags: ['facilitator_lied_success'],
}
// A record cannot tell a facilitator's lie from its silence: both are written down as failed.
const orphan = (...flags: readonly string[]): Row => ({
  ...{ code: 'ORPHANED_PAYMENT', verdict: 'FAIL', moved: true },
  flags: [lied, ...flags],
})
const unacknowledged = (...flags: readonly string[]): Row => ({
  ...{ code: 'SETTLED_UNACKNOWLEDGED', verdict: 'WARN', moved: true, flags },
})

const version2: Readonly<Record<FaultName, Row>> = {
  'timeout-then-confirm': orphan('late', 'tx_hash_missing'),
  'hang-then-confirm': orphan('tx_hash_missing'),
  'settlement-pending': unacknowledged('facilitator_pending', 'late'),
  'settlement-pending-500': unacknowledged('facilitator_pending', 'late'),
  'settlement-pending-once': matched,
  revert: nothing,
  'revert-claimed-success': { ...phantom, code: 'REVERTED_SETTLEMENT' },
  'never-mine': { ...nothing, flags: ['facilitator_pending'] },
  'front-run': orphan('tx_hash_wrong'),
  batched: { ...matched, flags: ['batched'] },
  gas: nothing,
  'gas-500': nothing,
  'verify-ok-settle-reject': nothing,
  phantom,
  'phantom-empty': phantom,
  html: nothing,
  'html-502': nothing,
  hang: nothing,
  reset: nothing,
  down: nothing,
}

// Version 1 knows no pending settlement, drops the hash of a failed one and waits for ever: there it is the
// buyer who leaves, so that the books stay open.
const version1: Readonly<Record<FaultName, Row>> = {
  ...version2,
  'hang-then-confirm': unacknowledged('response_unknown', 'tx_hash_missing'),
  'settlement-pending': orphan('late', 'tx_hash_missing'),
  'settlement-pending-500': orphan('late', 'tx_hash_missing'),
  'settlement-pending-once': orphan('late', 'tx_hash_missing'),
  'never-mine': nothing,
  'front-run': orphan('tx_hash_missing'),
  hang: { ...nothing, flags: ['response_unknown'] },
}

const rows = { 2: version2, 1: version1 } as const
const heldBack: readonly FaultName[] = [
  'timeout-then-confirm',
  'settlement-pending',
  'settlement-pending-500',
]
const secondsLate = 14

type Story = { readonly what: string; readonly paid: Paid; readonly row: Row; readonly used: boolean }

const desk = newDesk()
const paid: Omit<Story, 'used'>[] = []
let rig: Rig
let stories: readonly Story[]
let cases: readonly CaseDocument[]
let result: CliResult

async function meet(version: 1 | 2, fault: FaultName, payer: Rig['payers'][number] | undefined) {
  if (payer === undefined) throw new Error('the rig has too few payers for its faults')
  const waits = version === 1 && fault.startsWith('hang')
  const hold = heldBack.includes(fault) || (version === 1 && fault === 'settlement-pending-once')
  const options: PayOptions = { version, fault, payer, hold, ...(waits ? { timeoutMs: 1500 } : {}) }
  const twice = fault === 'batched' ? [rig.pay(options), rig.pay(options)] : [rig.pay(options)]
  for (const one of await Promise.all(twice)) {
    paid.push({ what: `${fault}, version ${version}`, paid: one, row: rows[version][fault] })
  }
}

beforeAll(async () => {
  rig = await startRig({ v2: { facilitatorTimeoutMs: 2500 } })
  const wallet = await placeContractWallet(rig.chain, rig.payers[44] as Rig['payers'][number])
  await rig.token.mint(wallet.address, 1_000_000n)
  const hanging: Promise<void>[] = []
  let next = 0
  for (const version of [2, 1] as const) {
    for (const fault of faultNames) {
      const done = meet(version, fault, rig.payers[next])
      next += 1
      if (fault.startsWith('hang')) hanging.push(done)
      else await done
    }
  }
  await Promise.all(hanging)
  paid.push({ what: 'a contract wallet', paid: await rig.pay({ payer: wallet }), row: matched })
  const late = await rig.pay({ payer: wallet, fault: 'timeout-then-confirm', hold: true })
  paid.push({ what: 'a contract wallet, late', paid: late, row: orphan('late', 'tx_hash_missing') })
  await rig.chain.warpTo((await rig.chain.timestamp()) + secondsLate)
  await rig.idle()
  await rig.chain.warpTo(Math.max(...paid.map((story) => story.paid.validBefore)) + 30)
  await rig.chain.mine(5, 2)
  stories = await Promise.all(
    paid.map(async (story) => ({
      ...story,
      used: await rig.token.nonceUsed(story.paid.payer, story.paid.nonce),
    })),
  )
  result = await desk.run([
    ...['reconcile', 'mainnet', '--since', '24h', '-o', 'json', '--cases', 'cases.ndjson'],
    ...['--records', rig.recordsFile, '--rpc', rig.rpcUrl, '--pay-to', rig.payTo],
  ])
  cases = readFileSync(join(desk.folder, 'cases.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CaseDocument)
})

afterAll(async () => {
  await rig?.stop()
  desk.remove()
})

const caseOf = ({ paid: { nonce, payer } }: Story) =>
  cases.find((item) => item.nonce === nonce && item.payer === payer)

describe('every fault between server and facilitator, on both versions', () => {
  test('the faults did to the money what the table says', () => {
    const told = stories.map(({ what, used }) => [what, used])
    expect(told).toEqual(stories.map(({ what, row }) => [what, row.moved]))
  })

  test('each has its class, its verdict and its flags', () => {
    const told = stories.map((story) => {
      const { code, verdict, moneyMoved, flags } = caseOf(story) ?? {}
      return { what: story.what, code, verdict, moved: moneyMoved, flags: ownFlags(flags) }
    })
    const wanted = stories.map(({ what, row }) => ({ what, ...row, flags: [...row.flags].sort() }))
    expect(told).toEqual(wanted)
  })

  test('no case without a payment, none twice', () => {
    expect(cases.map(({ nonce }) => nonce).sort()).toEqual(stories.map((story) => story.paid.nonce).sort())
  })

  test('the sums are the money of the chain', async () => {
    const moved = cases.filter(({ moneyMoved }) => moneyMoved === true)
    const sum = moved.reduce((total, { amountAtomic }) => total + BigInt(amountAtomic ?? '0'), 0n)
    expect(sum).toBe(await rig.token.balanceOf(rig.payTo))
  })

  test('the run is complete, exits 1 and has no unknown', () => {
    const document = JSON.parse(result.stdout) as RunDocument
    expect([result.stderr, result.exitCode, document.complete]).toEqual(['', 1, true])
    expect(document.counts.UNKNOWN).toBe(0)
  })
})

function ownFlags(flags: readonly string[] | undefined): readonly string[] {
  // Payers come back within minutes here, which says nothing about a fault.
  return (flags ?? []).filter((flag) => !['one_source', 'possible_duplicate'].includes(flag)).sort()
}
