import type { LogQuery } from '../../core/ports.ts'

type Topics = LogQuery['topics']

/** How many values one topic position may list in one request; some providers refuse longer lists. */
export const maxTopicValues = 100
/** How many most providers take: go-ethereum's own limit. */
export const manyTopicValues = 1000

function chunks(list: readonly string[], most: number): readonly (readonly string[])[] {
  const count = Math.ceil(list.length / most)
  return Array.from({ length: count }, (_, at) => list.slice(at * most, (at + 1) * most))
}

/** Does one position list more values than every provider takes? */
export function isWide(topics: Topics): boolean {
  return topics.some((topic) => Array.isArray(topic) && topic.length > maxTopicValues)
}

/**
 * Splits topic lists that are too long for one request: every combination of the chunks of each position.
 * Every log that fits the whole fits exactly one part (a value named twice is asked once). Topics in lower
 * case. Undefined when that would be more than `maxParts` parts.
 */
export function splitTopics(
  topics: Topics,
  maxParts: number,
  most = maxTopicValues,
): readonly Topics[] | undefined {
  const choices = topics.map((topic) =>
    topic === null || typeof topic === 'string' ? [topic] : chunks([...new Set(topic)], most),
  )
  if (choices.reduce((count, list) => count * list.length, 1) > maxParts) return undefined
  let parts: Topics[] = [[]]
  for (const list of choices) parts = parts.flatMap((part) => list.map((choice) => [...part, choice]))
  return parts
}
