import type { ChainNode } from '../core/ports.ts'
import { safe } from '../core/safe.ts'
import { addressTopic, readTransfer, topics } from '../payments/effect.ts'
import { owedFor } from './owed.ts'
import type { GuardReading, JudgedPayment, Outgoing, RefundExpected, RefundPorts } from './shapes.ts'

// Nodes take long lists of topics, but not endless ones.
const payersAtOnce = 100

type Question = {
  readonly network: string
  readonly asset: string
  readonly senders: readonly string[]
  readonly payers: readonly string[]
  readonly from: number
  /** The newest block that the run knew: an endpoint that is behind it can prove nothing new. */
  readonly head: number
}

/** What is to be looked for: money from us to each payer who may be owed something, since the first payment. */
function questionsFor(
  payments: readonly JudgedPayment[],
  heads: Readonly<Record<string, number>>,
  expected: RefundExpected,
): readonly Question[] {
  const found = new Map<string, Question>()
  for (const payment of payments) {
    const owed = owedFor(payment, expected)
    const { network, asset, payer, block } = payment.item
    if (owed.kind !== 'due' || payer === null || block === null) continue
    const key = `${network} ${asset}`
    const before = found.get(key)
    const senders = expected.pays
      .filter((pays) => pays.network === network)
      .flatMap(({ payTo, refundFrom }) => [...payTo.map(({ address }) => address), ...refundFrom])
    found.set(key, {
      ...{ network, asset, senders: [...new Set(senders)], head: heads[key] ?? 0 },
      payers: [...new Set([...(before?.payers ?? []), payer])].sort(),
      from: Math.min(before?.from ?? block, block),
    })
  }
  return [...found.values()]
}

type NodeAnswer = { readonly to: number; readonly outgoing: readonly Outgoing[]; readonly why: string | null }

async function askNode(node: ChainNode, question: Question, signal: AbortSignal): Promise<NodeAnswer> {
  const { network, asset, senders, payers, from, head } = question
  const latest = await node.block('latest', signal)
  if (!latest.seen || latest.value === null) {
    return { to: from, outgoing: [], why: latest.seen ? 'it names no newest block' : latest.why.detail }
  }
  const to = latest.value.number
  if (to < head) return { to, outgoing: [], why: `it ends at block ${to}, before the run did` }
  const outgoing: Outgoing[] = []
  let why: string | null = null
  for (let start = 0; start < payers.length; start += payersAtOnce) {
    const some = payers.slice(start, start + payersAtOnce).map(addressTopic)
    const query = [topics.transfer, senders.map(addressTopic), some]
    const scan = await node.logs({ address: asset, topics: query, fromBlock: from, toBlock: to }, signal)
    for (const log of scan.logs) {
      const transfer = readTransfer(log, network)
      if (transfer === undefined) continue
      const { tx, logIndex, block, to: payee, value } = transfer
      outgoing.push({ network, asset, tx, logIndex, block, to: payee, atomic: value })
    }
    if (scan.holes.length > 0) why = scan.holes[0]?.why ?? 'blocks are missing'
    if (scan.dropped > 0) why = 'it answered with logs that nobody asked for'
  }
  return { to, outgoing, why }
}

async function read(
  question: Question,
  nodes: readonly ChainNode[],
  signal: AbortSignal,
): Promise<GuardReading> {
  const { network, asset, from } = question
  const answers = await Promise.all(nodes.map((node) => askNode(node, question, signal)))
  const whole = answers.filter(({ why }) => why === null)
  const said = answers.map(({ why }, at) => `${nodes[at]?.label}: ${safe(why ?? '', 120)}`).join('; ')
  const why = nodes.length === 0 ? 'no endpoint is configured (--rpc URL, or --offline)' : said
  return {
    ...{ network, asset, from, endpoints: nodes.map(({ label }) => label) },
    to: whole.length === 0 ? null : Math.min(...whole.map(({ to }) => to)),
    why: whole.length === 0 ? why : null,
    // Of all of them: one endpoint that shows a refund is enough to pay nobody twice.
    outgoing: answers.flatMap(({ outgoing }) => outgoing),
  }
}

/** Looks on chain for money that went back to those who may be owed some, up to now. Never rejects. */
export async function readGuard(
  { run, nodes }: Pick<RefundPorts, 'run' | 'nodes'>,
  expected: RefundExpected,
  signal: AbortSignal,
): Promise<readonly GuardReading[] | null> {
  if (nodes === null) return null
  const questions = questionsFor(run.payments, run.heads, expected)
  return Promise.all(questions.map((question) => read(question, nodes(question.network), signal)))
}
