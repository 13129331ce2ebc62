import type { Finding } from '../../core/finding.ts'
import type { Blind } from '../../core/observation.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { RpcExpected, RpcSeen } from '../shapes.ts'
import { evidenceOf, subjectOf, type View, viewsOf } from '../view.ts'

const codeOf = { auth: 'RPC_KEY_REFUSED', rate: 'RPC_LIMITED' } as const

function outOf({ subject, others, endpoint: { chainId, rest } }: View): readonly Finding[] {
  const answer = rest === null ? chainId : rest.head.block
  if (answer.seen) return []
  const { kind, detail }: Blind = answer.why
  const code = kind === 'auth' || kind === 'rate' ? codeOf[kind] : 'RPC_UNREACHABLE'
  return [finding(code, subject, { why: detail, others }, evidenceOf(answer))]
}

/** Does every endpoint answer? */
export const reachable: Check<RpcSeen, RpcExpected> = {
  id: 'reachable',
  question: 'Does every endpoint answer?',
  judge: (seen, expected) => [
    ...expected.targets.flatMap(({ network, name, skip, endpoints }): readonly Finding[] => {
      const about = subjectOf(network, null)
      if (skip !== null) return [finding('RPC_FAMILY_UNREAD', about, { why: skip })]
      return endpoints.length === 0 ? [finding('RPC_NOT_CONFIGURED', about, { network: name })] : []
    }),
    ...viewsOf(seen, expected).flatMap(outOf),
  ],
}
