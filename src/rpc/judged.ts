import type { Finding } from '../core/finding.ts'
import type { Check } from '../core/room.ts'
import { finding } from './catalog.ts'
import type { NetworkSeen, RpcExpected, RpcSeen } from './shapes.ts'
import { isUsable } from './view.ts'

type RpcCheck = Check<RpcSeen, RpcExpected>

/** Without a finding a check passes, so one that had nothing to look at has to say so. */
function unlessSeen(check: RpcCheck, why: string, isSeen: (network: NetworkSeen) => boolean): RpcCheck {
  const judge: RpcCheck['judge'] = (seen, expected): readonly Finding[] => {
    const found = check.judge(seen, expected)
    if (found.length > 0 || seen.networks.some(isSeen)) return found
    return [finding('RPC_NOT_JUDGED', { kind: 'rpc', id: check.id }, { why })]
  }
  return { ...check, judge }
}

/** The check, skipped where no endpoint told which chain it is of. */
export function whereNamed(check: RpcCheck): RpcCheck {
  return unlessSeen(check, 'no endpoint told its chain', ({ endpoints }) =>
    endpoints.some(({ chainId }) => chainId.seen),
  )
}

/** The check, skipped where no endpoint of the right chain answered. */
export function whereAnswered(check: RpcCheck): RpcCheck {
  return unlessSeen(check, 'no endpoint of the right chain answered', ({ endpoints }) =>
    endpoints.some(isUsable),
  )
}

/** The check, skipped where no network has two endpoints that answered. */
export function whereTwoAnswered(check: RpcCheck): RpcCheck {
  const why = 'no two endpoints of one network answered'
  return unlessSeen(check, why, ({ endpoints }) => endpoints.filter(isUsable).length > 1)
}
