import { timingOf } from '../../networks/timing.ts'
import type { Answer, ChecklistExpected, ChecklistSeen, Item } from '../shapes.ts'
import { lookOf } from './of-room.ts'

const unknown = (seen: string): Answer => ({ verdict: 'UNKNOWN', seen })
const hourMs = 3_600_000
const seconds = (ms: number) => `${ms / 1000} s`

function chainMs(seen: ChecklistSeen, { env }: ChecklistExpected): number | null {
  const networks = [...new Set([...env.networks, ...seen.terms.map(({ network }) => network)])]
  const times = networks.filter((id) => id.includes(':')).map((id) => timingOf(id).settleTimeoutMs)
  return times.length === 0 ? null : Math.max(...times)
}

/** Does everybody wait longer than whom he waits for? */
export const waitsInOrder: Item['answer'] = (seen, expected) => {
  const { serverWaitMs: server, facilitatorWaitMs: facilitator } = expected.settings
  if (server === null || facilitator === null)
    return unknown('checklist.serverWait and checklist.facilitatorWait are not configured')
  const chain = chainMs(seen, expected)
  if (chain === null) return unknown('no network is known')
  const text = `server ${seconds(server)}, facilitator ${seconds(facilitator)}, chain ${seconds(chain)}`
  return { verdict: server > facilitator && facilitator >= chain ? 'PASS' : 'FAIL', seen: text }
}

/** Do offers live long enough for their chain? */
export const offersLive: Item['answer'] = ({ terms }) => {
  const timed = terms.flatMap(({ maxTimeoutSeconds, ...one }) =>
    maxTimeoutSeconds === null ? [] : [{ ...one, maxTimeoutSeconds }],
  )
  if (timed.length === 0) return unknown('no live 402 was seen')
  const short = timed.find(
    ({ network, maxTimeoutSeconds }) => maxTimeoutSeconds * 1000 < timingOf(network).settleTimeoutMs,
  )
  if (short === undefined)
    return { verdict: 'PASS', seen: `at least ${Math.min(...timed.map((one) => one.maxTimeoutSeconds))} s` }
  const needs = seconds(timingOf(short.network).settleTimeoutMs)
  return { verdict: 'FAIL', seen: `${short.route}: ${short.maxTimeoutSeconds} s, its chain needs ${needs}` }
}

/** Is there a second network to pay on? One is no fault. */
export const twoNetworks: Item['answer'] = ({ terms }) => {
  const networks = [...new Set(terms.map(({ network }) => network))]
  if (networks.length === 0) return unknown('no live 402 was seen')
  if (networks.length > 1) return { verdict: 'PASS', seen: `${networks.length} networks` }
  return { verdict: 'INFO', seen: 'one network: without it nobody can pay' }
}

/** Does every instance know which payments the others used? */
export const replayShared: Item['answer'] = (seen, { instances, settings }) => {
  if (instances < 2) return { verdict: 'SKIP', seen: 'one instance is configured' }
  if (settings.replayStore === 'memory')
    return { verdict: 'FAIL', seen: `${instances} instances, and each remembers for itself` }
  if (settings.replayStore === null) return unknown('checklist.replayStore is not configured')
  const look = lookOf(seen, 'reconcile')
  if (typeof look === 'string') return unknown(`said to be shared; ${look}`)
  const twice = look.findings.some(({ code }) => code === 'DUPLICATE_CLAIM')
  return twice
    ? { verdict: 'FAIL', seen: 'said to be shared, and the books show a payment that was used twice' }
    : { verdict: 'PASS', seen: `${instances} instances, one store, and no payment was used twice` }
}

/** Are payments remembered for as long as they are valid? */
export const replayKept: Item['answer'] = ({ terms }, { settings }) => {
  const kept = settings.replayKeepMs
  if (kept === null) return unknown('checklist.replayKeep is not configured')
  const longest = Math.max(0, ...terms.map(({ maxTimeoutSeconds }) => maxTimeoutSeconds ?? 0))
  if (longest === 0) return unknown('no live 402 was seen')
  const text = `kept for ${seconds(kept)}, offers live ${longest} s`
  return { verdict: kept >= longest * 1000 ? 'PASS' : 'FAIL', seen: text }
}

/** Does somebody look for money without an owner, and lately? */
export const booksRead: Item['answer'] = ({ at, books }) => {
  if (!books.seen) return unknown(books.why.detail)
  const { until } = books.value
  if (until === null) return unknown('no complete reconcile was made on this machine')
  const hours = Math.max(0, Math.floor((Date.parse(at) - Date.parse(until)) / hourMs))
  const verdict = hours <= 26 ? 'PASS' : hours <= 168 ? 'WARN' : 'FAIL'
  return { verdict, seen: `complete until ${hours} h ago` }
}

/** Is the money kept from addresses that it must never go to? */
export const forbiddenKept: Item['answer'] = (seen, { forbidden }) => {
  const look = lookOf(seen, 'recipient')
  if (typeof look === 'string') return unknown(look)
  const hit = look.findings.find(({ code }) => code === 'RECIPIENT_FORBIDDEN')
  if (hit !== undefined) return { verdict: 'FAIL', seen: hit.text }
  if (forbidden === 0) return unknown('pays[].forbiddenPayTo names no address')
  return { verdict: 'PASS', seen: `none of ${forbidden} forbidden addresses is used` }
}

/** Is anybody told? */
export const somebodyTold: Item['answer'] = ({ monitor }, { settings }) => {
  const count = settings.receivers.length + (monitor.webhook ? 1 : 0)
  return count === 0
    ? { verdict: 'WARN', seen: 'neither alerts nor MONITOR_WEBHOOK_URL names anybody' }
    : { verdict: 'PASS', seen: `${count} receivers` }
}

/** Can a receiver tell our messages from those of others? */
export const webhooksSigned: Item['answer'] = ({ monitor }, { settings }) => {
  const hooks = settings.receivers.filter(({ kind }) => kind === 'webhook')
  const open = hooks.filter(({ signed }) => !signed).map(({ name }) => name)
  if (monitor.webhook) open.push('MONITOR_WEBHOOK_URL')
  if (open.length > 0) return { verdict: 'WARN', seen: `without a key: ${open.join(', ')}` }
  if (hooks.length === 0) return { verdict: 'SKIP', seen: 'no webhook is configured' }
  return { verdict: 'PASS', seen: `${hooks.length} with a key` }
}

/** Do all instances say the same? With one there is nothing to compare. */
export function amongInstances(answer: Item['answer']): Item['answer'] {
  return (seen, expected) =>
    expected.instances < 2 ? { verdict: 'SKIP', seen: 'one instance is configured' } : answer(seen, expected)
}
