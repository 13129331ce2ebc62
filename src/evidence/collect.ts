import { type Observation, valueIfSeen } from '../core/observation.ts'
import type { BlockRef, Chain, ChainNode, Http, HttpAnswer, Receipt } from '../core/ports.ts'
import type { Limits, MetricsPage } from '../core/profile.ts'
import type { Gap } from '../core/report.ts'

/** What one endpoint says of its chain: which one it is and how far it has come. */
export type Head = {
  readonly network: string
  readonly endpoint: string
  readonly chainId: Observation<number>
  readonly latest: Observation<BlockRef | null>
  readonly safe: Observation<BlockRef | null>
  readonly finalized: Observation<BlockRef | null>
}

/** A transaction whose receipt is wanted. */
export type Wanted = { readonly network: string; readonly tx: string }

/** What each endpoint of its network says of one transaction; null = it knows no such mined transaction. */
export type ReceiptSeen = Wanted & {
  readonly answers: readonly { readonly endpoint: string; readonly receipt: Observation<Receipt | null> }[]
}

/** The private counters as they were answered: JSON where it is JSON, else text. */
export type MetricsSeen = Observation<{
  readonly status: number
  readonly contentType: string | null
  readonly body: unknown
  readonly bodyTruncated: boolean
}>

/** The server's Date against this machine's clock; null when no answer carried a Date. */
export type ClockSeen = {
  readonly ref: string
  readonly serverDate: string
  readonly receivedAt: string
  /** Server minus this machine; the header has whole seconds, so it is off by up to one. */
  readonly skewMs: number
} | null

const mostReceipts = 500
const mostMetricsBytes = 262_144

async function headOf(network: string, node: ChainNode, signal: AbortSignal): Promise<Head> {
  const [chainId, latest, safe, finalized] = await Promise.all([
    node.chainId(signal),
    node.block('latest', signal),
    node.block('safe', signal),
    node.block('finalized', signal),
  ])
  return { network, endpoint: node.label, chainId, latest, safe, finalized }
}

/** The heads of every endpoint of these networks. Never rejects: what is not seen is said. */
export async function collectHeads(
  networks: readonly string[],
  chain: Chain,
  signal: AbortSignal,
): Promise<readonly Head[]> {
  const asked = networks.flatMap((network) => chain.nodes(network).map((node) => ({ network, node })))
  return Promise.all(asked.map(({ network, node }) => headOf(network, node, signal)))
}

/** The receipts of at most 500 transactions, one after the other, from every endpoint. Never rejects. */
export async function collectReceipts(
  wanted: readonly Wanted[],
  chain: Chain,
  signal: AbortSignal,
): Promise<readonly ReceiptSeen[]> {
  const seen: ReceiptSeen[] = []
  for (const { network, tx } of wanted.slice(0, mostReceipts)) {
    const answers = await Promise.all(
      chain.nodes(network).map(async (node) => ({
        endpoint: node.label,
        receipt: await node.receipt(tx, signal),
      })),
    )
    seen.push({ network, tx, answers })
  }
  return seen
}

function jsonOrText(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** The private counters, asked once with their token. Never rejects; a redirect is an answer like any other. */
export async function collectMetrics(
  page: MetricsPage,
  http: Http,
  { timeoutMs }: Pick<Limits, 'timeoutMs'>,
  signal: AbortSignal,
): Promise<MetricsSeen> {
  const { url, token } = page
  const headers = { accept: 'application/json' }
  const request = { method: 'GET', url, headers, token, timeoutMs, maxBodyBytes: mostMetricsBytes } as const
  const answer = await http.send({ ...request, trust: 'operator' }, signal)
  if (!answer.seen) return answer
  const { status, headers: sent, body, bodyTruncated } = answer.value
  const contentType = sent.find(([name]) => name === 'content-type')?.[1] ?? null
  // What a page says that did not let us in is not about the service, and may repeat what it was asked with.
  const kept = status === 200 ? jsonOrText(body) : null
  return { ...answer, value: { status, contentType, body: kept, bodyTruncated } }
}

// IMF-fixdate of RFC 9110 5.6.7; fixed length, linear.
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** The server's clock by the quickest of these answers that carries a Date. */
export function clockOf(looks: readonly Observation<HttpAnswer>[]): ClockSeen {
  const dated = looks.flatMap((look) => {
    if (!look.seen) return []
    const date = look.value.headers.find(([name]) => name === 'date')?.[1] ?? ''
    return httpDate.test(date) ? [{ ref: look.ref, date, answer: look.value }] : []
  })
  const [best] = dated.sort((a, b) => a.answer.timing.totalMs - b.answer.timing.totalMs)
  if (best === undefined) return null
  const { receivedAt } = best.answer
  const serverDate = new Date(best.date).toISOString()
  return {
    ref: best.ref,
    serverDate,
    receivedAt,
    skewMs: Math.round(Date.parse(serverDate) - Date.parse(receivedAt)),
  }
}

/** What was asked of the chain and not told: networks without a head, transactions without an answer. */
export function chainGaps(
  networks: readonly string[],
  heads: readonly Head[],
  wanted: readonly Wanted[],
  receipts: readonly ReceiptSeen[],
): readonly Gap[] {
  const silent = networks.filter(
    (network) => !heads.some((head) => head.network === network && valueIfSeen(head.latest) !== null),
  )
  const untold = receipts.filter(({ answers }) => !answers.some(({ receipt }) => receipt.seen))
  const cut = wanted.length - Math.min(wanted.length, mostReceipts)
  return [
    ...silent.map((what) => ({ what: `head of ${what}`, why: 'no endpoint told it' })),
    ...untold.map(({ tx }) => ({ what: `receipt of ${tx}`, why: 'no endpoint told it' })),
    ...(cut === 0 ? [] : [{ what: `${cut} receipts`, why: `at most ${mostReceipts} are asked for` }]),
  ]
}

/** Why the counters are not in the bundle; empty when they are. */
export function metricsGaps(seen: MetricsSeen): readonly Gap[] {
  if (!seen.seen) return [{ what: 'metrics', why: seen.why.detail }]
  const { status } = seen.value
  return status === 200 ? [] : [{ what: 'metrics', why: `the page answered ${status}` }]
}
