import type { KeptEndpoint } from '../../core/chain-cache.ts'
import type { Block } from '../../core/report.ts'
import { safe } from '../../core/safe.ts'
import type { CommandContext, Outcome } from '../command.ts'
import { bytesText, filesText } from './bytes.ts'

const schema = 'x402ops.cache/v1'

const timeText = (at: Date | null) =>
  at === null ? '-' : `${at.toISOString().slice(0, 16).replace('T', ' ')}Z`

function table(endpoints: readonly KeptEndpoint[]): Block {
  const columns = [
    { title: 'NETWORK', wrap: false },
    { title: 'ENDPOINT' },
    { title: 'BLOCKS', align: 'right', wrap: false },
    { title: 'EVENTS', align: 'right', wrap: false },
    { title: 'SIZE', align: 'right', wrap: false },
    { title: 'LAST USED', wrap: false },
  ] as const
  const rows = endpoints.map(({ network, endpoint, blocks, events, bytes, newest }) => [
    safe(network, 60),
    safe(endpoint, 200),
    String(blocks),
    String(events),
    bytesText(bytes),
    timeText(newest),
  ])
  return { kind: 'table', columns, rows }
}

/** The blocks from the first to the last of which something is kept, and since when nobody used the oldest file. */
function detail({
  network,
  endpoint,
  fromBlock,
  toBlock,
  oldest,
  files,
  damaged,
}: KeptEndpoint): readonly string[] {
  const name = `${safe(network, 60)} ${safe(endpoint, 200)}`
  const range =
    fromBlock === null ? [] : [`${name}: blocks ${fromBlock}..${toBlock}, oldest ${timeText(oldest)}`]
  const harm = `${name}: ${damaged} of ${filesText(files)} damaged; the next run removes and reads again what it needs`
  return damaged === 0 ? range : [...range, harm]
}

/** `x402ops cache show`: what is kept of the chain, read and verified to the last byte. */
export async function runShow({ services }: CommandContext): Promise<Outcome> {
  const survey = await (await services.cacheStore()).survey()
  const { folder, problem, bytes, endpoints } = survey
  const damaged = endpoints.reduce((sum, one) => sum + one.damaged, 0)
  const state = endpoints.length === 0 ? 'nothing is kept' : bytesText(bytes)
  const pairs = [
    ['folder', safe(folder, 2000)],
    ['kept', problem === null ? state : `the folder cannot be used: ${problem}`],
  ] as const
  const lines = endpoints.flatMap(detail)
  const written = (at: Date | null) => at?.toISOString() ?? null
  const rows = endpoints.map((one) => ({ ...one, oldest: written(one.oldest), newest: written(one.newest) }))
  return {
    kind: 'screen',
    screen: [
      { kind: 'pairs', pairs },
      ...(endpoints.length === 0 ? [] : [table(endpoints), { kind: 'lines', lines } as const]),
    ],
    next: endpoints.length === 0 ? [] : ['x402ops cache clear --older-than 30d'],
    exitCode: damaged > 0 ? 1 : problem === null ? 0 : 3,
    data: { schema, ...survey, endpoints: rows },
    rows,
  }
}
