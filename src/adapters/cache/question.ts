import { kindTopics } from '../../core/log-columns.ts'
import type { LogQuery } from '../../core/ports.ts'

/** Which column of a row the values of a question stand in. */
export type Place = 'first' | 'second'

/** What is asked of a token: some of its events, with any of the addresses at one place. */
export type Question = {
  readonly asset: string
  /** Numbers of the events, as in `LogColumns.kind`, ascending. */
  readonly kinds: readonly number[]
  readonly place: Place
}

/** A log search that can be kept: its question, and for which addresses (lower case, each once, in order). */
export type Asked = { readonly question: Question; readonly values: readonly string[] }

const address = /^0x[0-9a-f]{40}$/
// An address as a topic: twelve zero bytes, then its twenty. Anchored, of fixed length: linear.
const addressWord = /^0x0{24}[0-9a-f]{40}$/

function listOf(topic: LogQuery['topics'][number] | undefined): readonly string[] {
  if (topic === null || topic === undefined) return []
  return [...new Set((typeof topic === 'string' ? [topic] : topic).map((text) => text.toLowerCase()))]
}

/**
 * Reads a log search as a question that can be kept. Undefined for all others: those without addresses ask whether
 * a node keeps logs at all, which only the node can answer.
 */
export function readQuestion({ address: token, topics }: LogQuery): Asked | undefined {
  const asset = token.toLowerCase()
  const [events, first, second, ...more] = topics.map(listOf)
  const named = [first ?? [], second ?? []].filter((list) => list.length > 0)
  const [values] = named
  if (!address.test(asset) || events === undefined || more.length > 0) return undefined
  if (named.length !== 1 || values === undefined || !values.every((word) => addressWord.test(word)))
    return undefined
  const kinds = events.map((topic) => (kindTopics as readonly string[]).indexOf(topic)).sort((a, b) => a - b)
  if (kinds.length === 0 || kinds.includes(-1)) return undefined
  const place = (first ?? []).length > 0 ? 'first' : 'second'
  return { question: { asset, kinds, place }, values: values.map((word) => `0x${word.slice(26)}`).sort() }
}

/** The same search for fewer addresses, over another range. */
export function narrowed(
  query: LogQuery,
  { place }: Question,
  values: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
): LogQuery {
  const at = place === 'first' ? 1 : 2
  const words = values.map((value) => `0x${'0'.repeat(24)}${value.slice(2)}`)
  const topics = query.topics.map((topic, index) => (index === at ? words : topic))
  return { ...query, topics, fromBlock: from, toBlock: to }
}

/** The question as one short text without separators of paths: `Transfer` to our addresses is `0-second-0x..`. */
export function questionName({ asset, kinds, place }: Question): string {
  return `${kinds.join('')}-${place}-${asset}`
}
