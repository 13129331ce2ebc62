import { safe } from '../core/safe.ts'
import { field } from '../x402/fields.ts'
import { headerValue } from '../x402/headers.ts'
import { parseJsonText } from '../x402/json-text.ts'
import { maxKeptBytes } from './keep.ts'
import type { MatrixAnswer } from './shapes.ts'

/** Who closes routes: published plugins of payment middleware, a switch, or somebody who only says "later". */
export type GateKind = 'circuit breaker' | 'shield' | 'preflight' | 'plugin' | 'switch' | 'maintenance'

/** A gate in front of a route as its refusal shows it. `words` in a sentence, safe to print. */
export type Gate = {
  readonly kind: GateKind
  /** `unknown` = it names itself but says a word that nobody published. */
  readonly state: 'open' | 'half-open' | 'closed' | 'unknown'
  readonly words: string
}

const wordOf = (text: string) => safe(text.trim(), 40)

/** `HALF_OPEN`, `half open` and `HalfOpen` are one word. */
function normalWord(text: string): string {
  const plain = text.trim().toLowerCase().slice(0, 40).replaceAll(/[_\s]/g, '-')
  return plain === 'halfopen' ? 'half-open' : plain
}

// For a breaker "open" is what stops payments; for the others the route is what is closed.
function circuit(value: string, answer: MatrixAnswer): Gate | null {
  const state = normalWord(value)
  if (state === 'closed') return null
  const kind = 'circuit breaker'
  if (state !== 'open' && state !== 'half-open')
    return { kind, state: 'unknown', words: `X-Circuit-State says "${wordOf(value)}"` }
  const failures = headerValue(answer.headers, 'x-circuit-failures')
  const counted = failures === null || !/^\d{1,9}$/.test(failures) ? '' : ` after ${failures} failures`
  return { kind, state, words: `${state}${counted}` }
}

function named(kind: 'shield' | 'preflight', value: string, bad: string, good: string): Gate | null {
  const word = normalWord(value)
  if (word === good) return null
  const header = kind === 'shield' ? 'X-Shield-Status' : 'X-Preflight-Status'
  if (word !== bad) return { kind, state: 'unknown', words: `${header} says "${wordOf(value)}"` }
  return { kind, state: 'closed', words: `${kind} says ${bad}` }
}

function fromBody(answer: MatrixAnswer): Gate | null {
  const parsed = parseJsonText(answer.body ?? '', maxKeptBytes)
  const json = parsed.ok ? parsed.value : undefined
  const plugin = field(json, 'plugin')
  if (typeof plugin === 'string')
    return { kind: 'plugin', state: 'closed', words: `the ${wordOf(plugin)} plugin answered` }
  if (field(json, 'error') !== 'x402_disabled') return null
  return { kind: 'switch', state: 'closed', words: 'paid traffic is switched off' }
}

/**
 * The gate that a 503 names: by its status header in any case, else by its body, else by `Retry-After`. Null when
 * nothing says that this is a refusal on purpose. A header that is absent says nothing about its gate.
 */
export function readGate(answer: MatrixAnswer): Gate | null {
  const has = (name: string) => headerValue(answer.headers, name)
  const [state, shield, preflight] = [
    has('x-circuit-state'),
    has('x-shield-status'),
    has('x-preflight-status'),
  ]
  const found = [
    state === null ? null : circuit(state, answer),
    shield === null ? null : named('shield', shield, 'unhealthy', 'healthy'),
    preflight === null ? null : named('preflight', preflight, 'unreachable', 'ok'),
  ].filter((gate) => gate !== null)
  const known = found.find((gate) => gate.state !== 'unknown') ?? fromBody(answer) ?? found[0]
  if (known !== undefined && known !== null) return known
  const wait = has('retry-after')
  if (wait === null) return null
  return { kind: 'maintenance', state: 'closed', words: `Retry-After is ${wordOf(wait)}` }
}
