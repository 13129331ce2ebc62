import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { history, logs } from './checks/abilities.ts'
import { chain } from './checks/chain.ts'
import { finality } from './checks/finality.ts'
import { hashes } from './checks/hashes.ts'
import { age, heads } from './checks/heads.ts'
import { reachable } from './checks/reachable.ts'
import { latency, sources } from './checks/sources.ts'
import { collectRpc } from './collect.ts'
import { whereAnswered, whereNamed, whereTwoAnswered } from './judged.ts'
import type { RpcExpected, RpcPorts, RpcSeen, RpcTarget } from './shapes.ts'

/** Can the chain endpoints of a profile be believed, and do they offer what the other rooms ask of them? */
export const rpc: Room<readonly RpcTarget[], RpcSeen, RpcExpected, RpcPorts> = {
  name: 'rpc',
  catalog,
  checks: [
    reachable,
    whereNamed(chain),
    whereAnswered(age),
    whereTwoAnswered(heads),
    whereTwoAnswered(hashes),
    ...[finality, logs, history].map(whereAnswered),
    sources,
    whereAnswered(latency),
  ],
  plan: ({ targets }) => targets,
  collect: collectRpc,
}
