import type { Room } from '../core/room.ts'
import { catalog } from './catalog.ts'
import { finality, history, logs } from './checks/abilities.ts'
import { chain } from './checks/chain.ts'
import { hashes } from './checks/hashes.ts'
import { age, heads } from './checks/heads.ts'
import { reachable } from './checks/reachable.ts'
import { latency, sources } from './checks/sources.ts'
import { collectRpc } from './collect.ts'
import type { RpcExpected, RpcPorts, RpcSeen, RpcTarget } from './shapes.ts'

/** Can the chain endpoints of a profile be believed, and do they offer what the other rooms ask of them? */
export const rpc: Room<readonly RpcTarget[], RpcSeen, RpcExpected, RpcPorts> = {
  name: 'rpc',
  catalog,
  checks: [reachable, chain, age, heads, hashes, finality, logs, history, sources, latency],
  plan: ({ targets }) => targets,
  collect: collectRpc,
}
