import { expectRpc } from '../rpc/expect.ts'
import { rpc } from '../rpc/room.ts'
import type { RpcExpected, RpcSeen } from '../rpc/shapes.ts'
import { type CommandContext, optionText } from './command.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

/** Examines the chain endpoints of the profile; null when it names no endpoint that can be examined. */
export async function rpcPart(
  running: Running,
  { services, clock, options }: CommandContext,
): Promise<Part<RpcSeen, RpcExpected> | null> {
  const which = optionText(options, 'network') === undefined ? 'all' : 'paid only'
  const expected = expectRpc(running.profile, which)
  if (!expected.targets.some(({ endpoints, skip }) => skip === null && endpoints.length > 0)) return null
  const { nodes } = await services.chain(running.profile)
  return runPart(running, rpc, expected, { nodes, clock })
}
