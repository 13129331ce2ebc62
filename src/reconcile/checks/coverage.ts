import { type Finding, findings } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { formatDuration, formatUtc } from '../../core/time.ts'
import { joinRanges } from '../../payments/ranges.ts'
import { catalog } from '../catalog.ts'
import type { ReconcileExpected } from '../expected.ts'
import { blocksSaid, droppedSaid, eventsSaid, rangeSaid } from '../scan/said.ts'
import type { ChainSeen, ReconcileSeen } from '../seen.ts'

const find = findings(catalog)

function ofChain(chain: ChainSeen, until: number, { skewSeconds }: ReconcileExpected): Finding[] {
  const { network, asset, endpoints } = chain
  const subject = { kind: 'rpc', id: `${network}/${asset}` } as const
  if (chain.read === null) {
    const why = chain.silent.map((node) => `${node.label}: ${node.why}`)
    return [
      find('RECONCILE_CHAIN_NOT_READ', subject, {
        network,
        why: why.length === 0 ? ['no endpoint is configured'] : why,
      }),
    ]
  }
  const found: Finding[] = chain.silent.map(({ label, why }) =>
    find('RECONCILE_ENDPOINT_SILENT', { kind: 'rpc', id: label }, { network, endpoint: label, why }),
  )
  for (const { label, why } of chain.quarantined ?? []) {
    const args = { network, endpoint: label, why }
    found.push(find('RECONCILE_ENDPOINT_QUARANTINED', { kind: 'rpc', id: label }, args))
  }
  for (const { label, why } of chain.distrusted ?? []) {
    const args = { network, endpoint: label, why }
    found.push(find('RECONCILE_ENDPOINT_DISTRUSTED', { kind: 'rpc', id: label }, args))
  }
  for (const { label, why } of chain.quiet ?? []) {
    const args = { network, endpoint: label, why }
    found.push(find('RECONCILE_ENDPOINT_QUIET', { kind: 'rpc', id: label }, args))
  }
  if (chain.holes.length > 0) {
    const missing = joinRanges(chain.holes.map(({ from, to }) => ({ from, to })))
    const blocks = missing.reduce((sum, range) => sum + range.to - range.from + 1, 0)
    const why = [...new Set(chain.holes.map((hole) => hole.why))].slice(0, 3)
    found.push(
      find('RECONCILE_BLOCKS_MISSING', subject, { network, blocks, why, ranges: missing.map(rangeSaid) }),
    )
  }
  // A node that stands still shows no new payment, and nothing else would say so.
  const behind = chain.latest === null ? 0 : until - chain.latest.timestamp
  if (chain.latest !== null && behind > skewSeconds) {
    const newest = formatUtc(new Date(chain.latest.timestamp * 1000))
    const args = { network, newest, behind: formatDuration(behind * 1000) }
    found.push(find('RECONCILE_CHAIN_BEHIND', subject, args))
  }
  const witnesses = chain.witnesses ?? []
  const disagree = (count: number, said: readonly string[]) =>
    found.push(find('RECONCILE_ENDPOINTS_DISAGREE', subject, { network, count, endpoints, said }))
  if (chain.forked) disagree(0, blocksSaid(witnesses))
  if (chain.disputed > 0) disagree(chain.disputed, eventsSaid(witnesses))
  if (chain.dropped > 0) {
    const said = droppedSaid(witnesses)
    found.push(find('RECONCILE_LOGS_DROPPED', subject, { network, count: chain.dropped, said }))
  }
  const [only] = endpoints
  if (endpoints.length === 1 && only !== undefined) {
    found.push(find('RECONCILE_ONE_SOURCE', subject, { network, endpoint: only }))
  }
  return found
}

/** Was the chain read completely, and do its endpoints agree? */
export const coverage: Check<ReconcileSeen, ReconcileExpected> = {
  id: 'coverage',
  question: 'Was every block of the window read, and do the endpoints agree?',
  judge: (seen, expected) => seen.chains.flatMap((chain) => ofChain(chain, seen.until, expected)),
}
