import { type Finding, findings } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { formatDuration, formatUtc } from '../../core/time.ts'
import { catalog } from '../catalog.ts'
import type { ReconcileExpected } from '../expected.ts'
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
  if (chain.holes.length > 0) {
    const blocks = chain.holes.reduce((sum, hole) => sum + hole.to - hole.from + 1, 0)
    const why = [...new Set(chain.holes.map((hole) => hole.why))].slice(0, 3)
    found.push(find('RECONCILE_BLOCKS_MISSING', subject, { network, blocks, why }))
  }
  // A node that stands still shows no new payment, and nothing else would say so.
  const behind = chain.latest === null ? 0 : until - chain.latest.timestamp
  if (chain.latest !== null && behind > skewSeconds) {
    const newest = formatUtc(new Date(chain.latest.timestamp * 1000))
    const args = { network, newest, behind: formatDuration(behind * 1000) }
    found.push(find('RECONCILE_CHAIN_BEHIND', subject, args))
  }
  if (chain.forked)
    found.push(find('RECONCILE_ENDPOINTS_DISAGREE', subject, { network, count: 0, endpoints }))
  if (chain.disputed > 0) {
    const count = chain.disputed
    found.push(find('RECONCILE_ENDPOINTS_DISAGREE', subject, { network, count, endpoints }))
  }
  if (chain.dropped > 0)
    found.push(find('RECONCILE_LOGS_DROPPED', subject, { network, count: chain.dropped }))
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
