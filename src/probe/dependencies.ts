import { safe } from '../core/safe.ts'
import { own } from './answer.ts'
import { meaningOf, type StateMeaning } from './state-words.ts'

/** A dependency as a ready page names it. `word` is what stands there, safe to print. */
export type Dependency = { readonly name: string; readonly state: StateMeaning; readonly word: string }

const containers = ['checks', 'dependencies', 'components', 'details', 'services'] as const
const nameKeys = ['name', 'id', 'component', 'check'] as const
const stateKeys = ['status', 'state', 'result', 'ok', 'healthy', 'up', 'ready', 'connected'] as const
const order: readonly StateMeaning[] = ['bad', 'unclear', 'degraded', 'good']
const mostDependencies = 100

function firstOf(value: unknown, keys: readonly string[]): unknown {
  return keys.map((key) => own(value, key)).find((found) => found !== undefined && found !== null)
}

function isScalar(value: unknown): value is string | boolean | number {
  return ['string', 'boolean', 'number'].includes(typeof value)
}

/** The state in `"ok"`, `true`, `{status: "ok"}` or the list of objects of the health+json draft: the worst. */
function readState(value: unknown): Pick<Dependency, 'state' | 'word'> {
  if (Array.isArray(value)) {
    const states = value
      .slice(0, mostDependencies)
      .map((item) => readState(Array.isArray(item) ? null : item))
    return order.flatMap((state) => states.filter((item) => item.state === state))[0] ?? readState(null)
  }
  const found = isScalar(value) ? value : firstOf(value, stateKeys)
  return { state: meaningOf(found), word: isScalar(found) ? safe(String(found), 40) : 'no state' }
}

function named(name: unknown, value: unknown): Dependency {
  return { name: safe(typeof name === 'string' ? name : 'unnamed', 60), ...readState(value) }
}

function readContainer(value: unknown): readonly Dependency[] {
  if (Array.isArray(value)) {
    return value.slice(0, mostDependencies).map((item: unknown) => named(firstOf(item, nameKeys), item))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .slice(0, mostDependencies)
    .map(([name, item]) => named(name, item))
}

/** Does a dependency answer to this name? The draft's `db:responseTime` answers to `db`. */
export function hasName(dependency: Dependency, name: string): boolean {
  const given = dependency.name.toLowerCase()
  const wanted = name.toLowerCase()
  return given === wanted || given.startsWith(`${wanted}:`)
}

/**
 * The dependencies that a ready page reports, at most 100 of each list: `checks`, `dependencies`,
 * `components`, `details` or `services` as a list or an object, and the watched names at the top level.
 */
export function readDependencies(json: unknown, watched: readonly string[]): readonly Dependency[] {
  const listed = containers.flatMap((key) => readContainer(own(json, key)))
  const flat = watched
    .filter((name) => own(json, name) !== undefined)
    .map((name) => named(name, own(json, name)))
  return [...listed, ...flat.filter(({ name }) => !listed.some((item) => hasName(item, name)))]
}

/** The state word of a whole page (`status`, `state`, ...); null when the body has none. */
export function readOverall(json: unknown): Pick<Dependency, 'state' | 'word'> | null {
  const found = firstOf(json, stateKeys)
  return isScalar(found) ? readState(found) : null
}
