import type { CommandContext } from '../command.ts'
import { discoverPart } from '../discover-part.ts'
import { facilitatorPart } from '../facilitator-part.ts'
import { httpFor, runMatrix } from '../matrix-run.ts'
import { probePart } from '../probe-part.ts'
import { recipientPart } from '../recipient-part.ts'
import { rpcPart } from '../rpc-part.ts'
import type { Part, Running } from '../run-parts.ts'

/** What the rooms of one run said; what is not configured is left out. `matrixSeen` is what the matrix saw. */
export type Asked = { readonly parts: readonly Part[]; readonly matrixSeen: unknown }

async function askMatrix(running: Running, context: CommandContext) {
  const { profile } = running
  if (profile.baseUrl === null) return null
  const { services } = context
  const hasChain = Object.values(profile.rpc).some((list) => list.length > 0)
  const chain = hasChain
    ? { nodes: (await services.chain(profile)).nodes, separator: (await services.signatures()).separator }
    : null
  const options = {
    ...{ variants: false, probeGarbage: false, instances: profile.instances },
    ...(chain === null ? {} : { chain: true }),
  }
  const http = await httpFor(context, profile)
  return runMatrix(running, http, options, chain === null ? {} : { chain })
}

/** Asks every room that the list reads, once, and without paying. */
export async function askRooms(running: Running, context: CommandContext): Promise<Asked> {
  const probe = await probePart(running, context)
  const matrix = (await askMatrix(running, context))?.part ?? null
  const given = matrix === null ? {} : { matrix: matrix.seen }
  const discover = await discoverPart(running, context, given)
  const facilitator = await facilitatorPart(running, context)
  const rpc = await rpcPart(running, context)
  const recipient = await recipientPart(running, context)
  const all: readonly (Part | null)[] = [probe, matrix, discover, facilitator, rpc, recipient]
  return { parts: all.filter((part) => part !== null), matrixSeen: matrix?.seen ?? null }
}
