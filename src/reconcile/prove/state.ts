import type { ChainNode } from '../../core/ports.ts'
import type { ChainView } from '../../payments/chain-view.ts'
import type { ProofFailure, Proven, StateEvidence, UnprovenWhy } from '../../payments/proof.ts'
import type { ProvenHeader, ProvenSlot, ProvenStorage, Prover } from '../../payments/prover-port.ts'
import { headerOf, stillShows } from './header.ts'
import { knownUsed, type StateWanted } from './plan.ts'
import { findPosition } from './slot.ts'

/** What was proven of the authorizations of one token, by case, and which endpoints failed. */
export type StatesProven = {
  readonly parts: ReadonlyMap<string, Proven<StateEvidence>>
  readonly failures: readonly ProofFailure[]
}

const atOnce = 32

type Site = { readonly view: ChainView; readonly header: ProvenHeader; readonly prover: Prover }

async function readSlots(
  node: ChainNode,
  { view, header, prover }: Site,
  slots: readonly string[],
  signal: AbortSignal,
): Promise<ProvenStorage | 'broken' | 'not-served'> {
  const raw = await node.proofs?.storageProof(view.asset, slots, header.number, signal)
  if (raw?.seen !== true) return 'not-served'
  return (await prover.storage(header.stateRoot, view.asset, slots, raw.value)) ?? 'broken'
}

function evidenceOf(
  { view, header }: Site,
  position: number,
  accountProof: readonly string[],
  { slot, value, proof }: ProvenSlot,
): StateEvidence {
  return {
    kind: 'authorization-state',
    block: header.number,
    blockHash: header.hash,
    header: header.rlp,
    token: view.asset,
    position,
    slot,
    value,
    accountProof,
    storageProof: proof,
  }
}

/** Proves through one endpoint; what it does not serve is left for the next one. */
async function proveThrough(
  node: ChainNode,
  site: Site,
  wanted: readonly StateWanted[],
  signal: AbortSignal,
): Promise<{ parts: Map<string, Proven<StateEvidence>>; why: UnprovenWhy | 'broken' | null }> {
  const parts = new Map<string, Proven<StateEvidence>>()
  const { prover, view } = site
  const read = async (slots: readonly string[]) => {
    const found = await readSlots(node, site, slots, signal)
    return typeof found === 'string' ? found : found.slots.map(({ value }) => value)
  }
  const position = await findPosition(knownUsed(view), read, prover)
  if (position === 'broken') return { parts, why: 'broken' }
  if (position === 'not-served') return { parts, why: 'PROOF_NOT_SERVED' }
  if (position === 'none') return { parts, why: 'SLOT_NOT_FOUND' }
  for (let from = 0; from < wanted.length; from += atOnce) {
    const some = wanted.slice(from, from + atOnce)
    const slots = some.map(({ authorizer, nonce }) => prover.slotOf(position, authorizer, nonce))
    const found = await readSlots(node, site, slots, signal)
    if (typeof found === 'string') return { parts, why: found === 'broken' ? 'broken' : 'PROOF_NOT_SERVED' }
    some.forEach(({ caseId, used, expiredBy }, index) => {
      const slot = found.slots[index]
      if (slot === undefined) return
      const evidence = evidenceOf(site, position, found.accountProof, slot)
      const asTold = used === (BigInt(slot.value) !== 0n) && (expiredBy ?? 0) <= site.header.timestamp
      parts.set(caseId, { status: asTold ? 'proven' : 'refuted', evidence })
    })
  }
  return { parts, why: null }
}

function allUnproven(wanted: readonly StateWanted[], why: UnprovenWhy): StatesProven {
  return { parts: new Map(wanted.map(({ caseId }) => [caseId, { status: 'unproven', why }])), failures: [] }
}

/**
 * Proves the states of authorizations in the storage of a token, at the finalized block that the endpoints
 * agree on. A refuted state is the word of every endpoint of the view, for all of them had said the same.
 */
export async function proveStates(
  view: ChainView,
  nodes: readonly ChainNode[],
  wanted: readonly StateWanted[],
  prover: Prover,
  signal: AbortSignal,
): Promise<StatesProven> {
  if (wanted.length === 0) return { parts: new Map(), failures: [] }
  if (view.finalized === null) return allUnproven(wanted, 'NO_FINALIZED_BLOCK')
  if (view.forked) return allUnproven(wanted, 'NODES_ON_DIFFERENT_CHAINS')
  if (knownUsed(view).length === 0) return allUnproven(wanted, 'NO_USED_NONCE_KNOWN')
  const header = await headerOf(nodes, view.finalized, prover, signal)
  if (typeof header === 'string') return allUnproven(wanted, header)
  const { network } = view
  const parts = new Map<string, Proven<StateEvidence>>()
  const failures: ProofFailure[] = []
  let left: Proven<StateEvidence> = { status: 'unproven', why: 'PROOF_NOT_SERVED' }
  for (const node of nodes) {
    const open = wanted.filter(({ caseId }) => !parts.has(caseId))
    if (open.length === 0) break
    const through = await proveThrough(node, { view, header, prover }, open, signal)
    for (const [caseId, part] of through.parts) parts.set(caseId, part)
    if (through.why === 'broken' && (await stillShows(node, header, prover, signal))) {
      failures.push({ network, endpoint: node.label, block: header.number, what: 'state' })
      left = { status: 'broken', endpoint: node.label }
    } else if (through.why !== null && left.status !== 'broken') {
      const why = through.why === 'broken' ? 'HEADER_FORM_UNKNOWN' : through.why
      left = { status: 'unproven', why }
    }
  }
  for (const { caseId } of wanted) if (!parts.has(caseId)) parts.set(caseId, left)
  const refuted = wanted.filter(({ caseId }) => parts.get(caseId)?.status === 'refuted')
  const late = refuted.some(({ expiredBy }) => (expiredBy ?? 0) > header.timestamp)
  const opposite = refuted.some(({ expiredBy }) => (expiredBy ?? 0) <= header.timestamp)
  for (const endpoint of view.labels) {
    const failed = { network, endpoint, block: header.number }
    if (late) failures.push({ ...failed, what: 'time' })
    if (opposite) failures.push({ ...failed, what: 'authorization' })
  }
  return { parts, failures }
}
