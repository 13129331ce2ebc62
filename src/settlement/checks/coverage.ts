import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { isoSeconds } from '../names.ts'
import type { ChainHeads, SettlementExpected, SettlementSeen } from '../shapes.ts'

function ofChain(chain: ChainHeads): readonly Finding[] {
  const { network, asset, endpoints, silent, disputed, forked } = chain
  const subject = { kind: 'rpc', id: `${network}/${asset}` } as const
  const [endpoint] = endpoints
  if (endpoint === undefined) {
    const reasons = silent.map(({ label, why }) => `${label}: ${why}`).join('; ')
    const why = reasons === '' ? 'no endpoint is configured' : reasons
    return [finding('SETTLEMENT_CHAIN_NOT_READ', subject, { network, why })]
  }
  if (forked || disputed > 0)
    return [finding('SETTLEMENT_ENDPOINTS_DISAGREE', subject, { network, endpoints })]
  if (endpoints.length > 1) return []
  return [finding('SETTLEMENT_ONE_ENDPOINT', subject, { network, endpoint })]
}

/** How far does what was read carry? */
export const coverage: Check<SettlementSeen, SettlementExpected> = {
  id: 'settlement.coverage',
  question: 'How far does what was read carry?',
  judge: ({ chains, window, transaction, cases }) => {
    // A token in which nothing of this payment is looked for says nothing about it.
    const concerned = chains.filter(({ network }) => cases.some((item) => item.network === network))
    const unread =
      transaction?.state === 'unread' && chains.length === 0
        ? [
            finding(
              'SETTLEMENT_CHAIN_NOT_READ',
              { kind: 'rpc', id: transaction.network },
              { network: transaction.network, why: 'no endpoint answered' },
            ),
          ]
        : []
    const assumed =
      window?.assumed === true
        ? [
            finding(
              'SETTLEMENT_WINDOW_ASSUMED',
              { kind: 'window', id: 'window' },
              { since: isoSeconds(window.since) ?? '', until: isoSeconds(window.until) ?? '' },
            ),
          ]
        : []
    return [...unread, ...concerned.flatMap(ofChain), ...assumed]
  },
}
