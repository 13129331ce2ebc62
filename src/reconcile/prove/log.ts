import type { ChainNode } from '../../core/ports.ts'
import type { RawLog, RawReceipt } from '../../core/proof-source.ts'
import type { LogEvidence, ProofFailure, Proven } from '../../payments/proof.ts'
import type { ProvenHeader, ProvenReceipts, Prover } from '../../payments/prover-port.ts'
import { headerOf, stillShows } from './header.ts'
import type { LogWanted, ToldLog } from './plan.ts'

/** What was proven of the transfers of one block, by case, and which endpoints failed. */
export type LogsProven = {
  readonly parts: ReadonlyMap<string, Proven<LogEvidence>>
  readonly failures: readonly ProofFailure[]
}

function isTold({ address, topics, data }: RawLog, asset: string, told: ToldLog): boolean {
  const sameTopics =
    topics.length === told.topics.length && told.topics.every((one, at) => one === topics[at])
  return address === asset && sameTopics && (told.data === null || told.data === data)
}

/**
 * Where a transfer stands among the receipts of its block: in a transaction that succeeded, with everything
 * that was told of this transaction, at the places that were told. Null = it does not.
 */
export function placeIn(
  receipts: readonly RawReceipt[],
  wanted: LogWanted,
): { readonly transaction: number; readonly log: number } | null {
  for (const { index: transaction, status, logs } of receipts) {
    const log = logs.findIndex(({ index }) => index === wanted.logIndex)
    if (log === -1) continue
    const byIndex = new Map(logs.map((one) => [one.index, one]))
    const holds = wanted.told.every((told) => {
      const found = byIndex.get(told.logIndex)
      return found !== undefined && isTold(found, wanted.asset, told)
    })
    return status && holds ? { transaction, log } : null
  }
  return null
}

async function evidenceOf(
  header: ProvenHeader,
  proven: ProvenReceipts,
  receipts: readonly RawReceipt[],
  wanted: LogWanted,
): Promise<Proven<LogEvidence>> {
  const place = placeIn(receipts, wanted)
  if (place === null) return { status: 'refuted', evidence: null }
  const evidence: LogEvidence = {
    kind: 'receipt',
    block: header.number,
    blockHash: header.hash,
    header: header.rlp,
    ...place,
    receiptProof: await proven.proofOf(place.transaction),
  }
  return { status: 'proven', evidence }
}

const sameForAll = (wanted: readonly LogWanted[], part: Proven<LogEvidence>) =>
  new Map(wanted.map(({ caseId }) => [caseId, part]))

/**
 * Proves transfers of one block by all of its receipts. `labels` are the endpoints that showed the transfers:
 * a refuted one is the word of all of them.
 */
export async function proveLogs(
  nodes: readonly ChainNode[],
  labels: readonly string[],
  wanted: readonly LogWanted[],
  prover: Prover,
  signal: AbortSignal,
): Promise<LogsProven> {
  const [first] = wanted
  const network = nodes[0]?.network ?? ''
  if (first === undefined) return { parts: new Map(), failures: [] }
  const header = await headerOf(nodes, { number: first.block, hash: first.blockHash }, prover, signal)
  if (typeof header === 'string') {
    return { parts: sameForAll(wanted, { status: 'unproven', why: header }), failures: [] }
  }
  const failures: ProofFailure[] = []
  let left: Proven<LogEvidence> = { status: 'unproven', why: 'RECEIPTS_NOT_SERVED' }
  for (const node of nodes) {
    const raw = await node.proofs?.blockReceipts(header.number, signal)
    if (raw?.seen !== true) continue
    const proven = await prover.receipts(header.receiptsRoot, raw.value)
    if (proven === null) {
      if (!(await stillShows(node, header, prover, signal))) {
        if (left.status !== 'broken') left = { status: 'unproven', why: 'HEADER_FORM_UNKNOWN' }
        continue
      }
      failures.push({ network, endpoint: node.label, block: header.number, what: 'receipts' })
      left = { status: 'broken', endpoint: node.label }
      continue
    }
    if (typeof proven === 'string') {
      if (left.status !== 'broken') left = { status: 'unproven', why: proven }
      continue
    }
    const parts = new Map<string, Proven<LogEvidence>>()
    for (const one of wanted) parts.set(one.caseId, await evidenceOf(header, proven, raw.value, one))
    if ([...parts.values()].some(({ status }) => status === 'refuted')) {
      for (const endpoint of labels) {
        failures.push({ network, endpoint, block: header.number, what: 'transfer' })
      }
    }
    return { parts, failures }
  }
  return { parts: sameForAll(wanted, left), failures }
}
