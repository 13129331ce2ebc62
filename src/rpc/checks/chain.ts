import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { RpcExpected, RpcSeen } from '../shapes.ts'
import { evidenceOf, viewsOf } from '../view.ts'

/** Does every endpoint belong to the chain that it is named for? */
export const chain: Check<RpcSeen, RpcExpected> = {
  id: 'chain-id',
  question: 'Does every endpoint belong to its chain?',
  judge: (seen, expected) =>
    viewsOf(seen, expected).flatMap(({ target, subject, endpoint: { chainId } }) => {
      if (!chainId.seen || target.chainId === null || chainId.value === target.chainId) return []
      const args = { claimed: chainId.value, expected: target.chainId }
      return [finding('RPC_WRONG_CHAIN', subject, args, evidenceOf(chainId))]
    }),
}
