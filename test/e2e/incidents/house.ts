import type { Rig } from '../../rig/rig.ts'
import { rigRoutes } from '../../rig/routes.ts'
import { builtProgram, type Desk, openDesk } from './desk.ts'
import { type Edge, startEdge } from './edge.ts'

/** What of the profile an incident has otherwise. */
export type Otherwise = {
  readonly rpc?: readonly string[]
  readonly records?: string
  readonly facilitator?: string
  /** The facilitator is given our credential. */
  readonly auth?: true
  /** Further lines of the profile, indented by four. */
  readonly lines?: readonly string[]
}

const adminToken = 'RIG_ADMIN_TOKEN'
const facilitatorKey = 'RIG_FACILITATOR_KEY'

/** The variables that the profile names. */
export const environment = (rig: Rig) => ({
  [adminToken]: rig.adminToken,
  [facilitatorKey]: 'CANARY-facilitator-key',
})

/** The profile of a rig behind an edge, as an operator would write it, called mainnet. */
export function profileText(rig: Rig, edge: Edge, other: Otherwise = {}): string {
  const { rpc = [rig.rpcUrl], records = rig.recordsFile, facilitator = rig.facilitatorUrl } = other
  const routes = rigRoutes.map(
    ({ id, method, path, price }) =>
      `      - {id: ${id}, method: ${method}, path: ${path}, price: "${price.slice(1)} usdc", sample: {json: {}}}`,
  )
  return [
    'version: 1',
    'profiles:',
    '  mainnet:',
    '    extends: mainnet',
    `    baseUrl: ${edge.url}`,
    `    pays: [{network: "${rig.network}", asset: usdc, payTo: [{address: "${rig.payTo}"}]}]`,
    '    probes:',
    '      ready: {path: /ready, dependencies: [database]}',
    '      status: {path: /status.json, expect: {billing_mode: mainnet-beta, network: "eip155:8453"}}',
    '    browserOrigins: [https://shop.example]',
    `    rpc: {"${rig.network}": [${rpc.map((url) => `{url: "${url}"}`).join(', ')}]}`,
    `    records: [{file: "${records}"}]`,
    `    facilitators: [{url: "${facilitator}"${other.auth === true ? `, auth: {secret: {env: ${facilitatorKey}}}` : ''}}]`,
    `    metrics: {path: /admin/metrics, token: {secret: {env: ${adminToken}}}}`,
    '    limits: {rate: 500, burst: 500, timeout: 30s}',
    '    thresholds: {skewWarn: 10m, skewFail: 20m}',
    ...(other.lines ?? []),
    '    routes:',
    ...routes,
    '',
  ].join('\n')
}

// A chain goes on while nobody pays; one that stood still would be the incident, on a machine that is slow.
async function goOn({ chain }: Rig): Promise<void> {
  if ((await chain.timestamp()) * 1000 < Date.now() - 5000) await chain.mine(1)
}

/** A rig behind an edge, and desks for its incidents. Owes `close`. */
export async function openHouse(rig: Rig) {
  const edge = await startEdge(rig.v2.url)
  const desks: Desk[] = []
  return {
    rig,
    edge,
    desk: (other: Otherwise = {}): Desk => {
      const desk = openDesk(environment(rig), builtProgram())
      desk.write('x402ops.yaml', profileText(rig, edge, other))
      desks.push(desk)
      const run: Desk['run'] = async (argv, typed) => {
        await goOn(rig)
        return desk.run(argv, typed)
      }
      return { ...desk, run }
    },
    /** The profile once more, as it should be. */
    write: (desk: Desk) => desk.write('x402ops.yaml', profileText(rig, edge)),
    /** Everything as it should be. */
    heal: () => {
      edge.answerBy(() => null)
      edge.leadTo(rig.v2.url)
    },
    close: async () => {
      for (const desk of desks) desk.remove()
      await edge.close()
    },
  }
}

/** A rig behind an edge. */
export type House = Awaited<ReturnType<typeof openHouse>>
