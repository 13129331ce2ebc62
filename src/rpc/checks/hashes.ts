import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { NetworkSeen, RpcExpected, RpcSeen } from '../shapes.ts'
import { evidenceOf, subjectOf } from '../view.ts'

function judgeNetwork({ network, commonHeight, endpoints }: NetworkSeen): readonly Finding[] {
  if (commonHeight === null) return []
  const looks = endpoints.flatMap(({ name, rest }) => {
    const common = rest?.common ?? null
    return common === null ? [] : [{ name, common }]
  })
  const unseen = looks.flatMap(({ name, common }) => {
    const why = common.seen
      ? common.value === null
        ? 'it does not know a block below its own head'
        : null
      : common.why.detail
    if (why === null) return []
    const args = { what: `block ${commonHeight}`, why }
    return [finding('RPC_PART_UNSEEN', subjectOf(network, `${name} block`), args, evidenceOf(common))]
  })
  const named = looks.flatMap(({ name, common }) =>
    common.seen && common.value !== null ? [{ name, hash: common.value.hash, common }] : [],
  )
  if (new Set(named.map(({ hash }) => hash)).size <= 1) return unseen
  const args = { height: commonHeight, said: named.map(({ name, hash }) => `${hash} (${name})`) }
  const evidence = named.flatMap(({ common }) => evidenceOf(common))
  return [...unseen, finding('RPC_HASHES_DISAGREE', subjectOf(network, null), args, evidence)]
}

/** Do all endpoints of a network know the same chain? */
export const hashes: Check<RpcSeen, RpcExpected> = {
  id: 'hashes',
  question: 'Do all endpoints name the same block at one height?',
  judge: ({ networks }) => networks.flatMap(judgeNetwork),
}
