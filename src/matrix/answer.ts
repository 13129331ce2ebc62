import { safe } from '../core/safe.ts'
import { field } from '../x402/fields.ts'
import { headerValue } from '../x402/headers.ts'
import { parseJsonText } from '../x402/json-text.ts'
import { readGate } from './gate.ts'
import { maxKeptBytes } from './keep.ts'
import type { Asked, MatrixAnswer } from './shapes.ts'
import { asksForPayment } from './view.ts'

/** What an unpaid request met. `detail` says why, safe to print; empty when the code says it all. */
export type Met = {
  readonly code:
    | 'OK_402'
    | 'SERVED_FREE'
    | 'FREE_TIER'
    | 'FREE_CREDIT'
    | 'REDIRECTED'
    | 'INPUT_REJECTED'
    | 'METHOD_WRONG'
    | 'AUTH_WALL'
    | 'RATE_LIMITED'
    | 'CIRCUIT_OPEN'
    | 'GATE_CLOSED'
    | 'GATE_UNKNOWN'
    | 'NOT_INITIALISED'
    | 'SERVER_ERROR'
    | 'UNEXPECTED_STATUS'
    | 'UNREACHABLE'
    | 'HEADER_TOO_LARGE'
    | 'NOT_ASKED'
  readonly detail: string
}

function met(code: Met['code'], detail = ''): Met {
  return { code, detail: detail === '' ? '' : safe(detail, 200) }
}

function bodyJson(answer: MatrixAnswer): unknown {
  const parsed = parseJsonText(answer.body ?? '', maxKeptBytes)
  return parsed.ok ? parsed.value : undefined
}

// What the free tier and the refund credits say of themselves, as far as they are numbers or one word.
function counted(answer: MatrixAnswer, names: readonly (readonly [header: string, words: string])[]): string {
  return names
    .flatMap(([header, words]) => {
      const value = headerValue(answer.headers, header)
      return value === null ? [] : [words.replace('%', safe(value, 20))]
    })
    .join(', ')
}

const freeWords = [
  ['x-free-calls-remaining', '% free calls are left'],
  ['x-free-calls-total', 'of %'],
  ['x-free-calls-global-remaining', '% for all buyers'],
  ['x-free-tier-mode', 'mode %'],
] as const

const freeCounts: readonly string[] = ['x-free-calls-remaining', 'x-free-calls-global-remaining']

// A tier that ends counts what is left; a server that only says "free" gives everything away. Anchored: linear.
function countsFreeCalls({ headers }: MatrixAnswer): boolean {
  return freeCounts.some((name) => /^\d{1,9}$/.test(headerValue(headers, name)?.trim() ?? ''))
}

function served(answer: MatrixAnswer): Met {
  if (countsFreeCalls(answer)) return met('FREE_TIER', counted(answer, freeWords))
  if (headerValue(answer.headers, 'x-refund-credit')?.trim().toLowerCase() !== 'applied')
    return met('SERVED_FREE')
  return met('FREE_CREDIT', counted(answer, [['x-refund-credits-remaining', '% credits are left']]))
}

function unavailable(answer: MatrixAnswer): Met {
  const gate = readGate(answer)
  if (gate === null) return met('SERVER_ERROR')
  if (gate.state === 'unknown') return met('GATE_UNKNOWN', gate.words)
  return met(gate.kind === 'circuit breaker' ? 'CIRCUIT_OPEN' : 'GATE_CLOSED', gate.words)
}

function failed(answer: MatrixAnswer): Met {
  if (answer.status === 503) return unavailable(answer)
  const json = bodyJson(answer)
  const words = field(json, 'error')
  // The exact answer of the x402 v2 middleware while it has never reached its facilitator.
  const isBare = typeof json === 'object' && json !== null && Object.keys(json).length === 1
  if (answer.status === 500 && isBare && words === 'Internal Server Error') return met('NOT_INITIALISED')
  return met('SERVER_ERROR', typeof words === 'string' ? words : '')
}

function byStatus(answer: MatrixAnswer): Met {
  const { status, headers } = answer
  if (asksForPayment(status)) return met('OK_402')
  if (status >= 200 && status < 300) return served(answer)
  if (status >= 300 && status < 400) return met('REDIRECTED', headerValue(headers, 'location') ?? 'nowhere')
  if ([400, 415, 422].includes(status)) return met('INPUT_REJECTED')
  if (status === 404) return met('METHOD_WRONG', 'nothing is there')
  if (status === 405) return met('METHOD_WRONG', `allowed: ${headerValue(headers, 'allow') ?? 'not said'}`)
  if (status === 401 || status === 403) return met('AUTH_WALL')
  if (status === 429) return met('RATE_LIMITED', headerValue(headers, 'retry-after') ?? '')
  return status >= 500 ? failed(answer) : met('UNEXPECTED_STATUS')
}

/** Names what an unpaid request met. Pure; never a guess: an unknown status says so. */
export function readAnswer(asked: Asked): Met {
  const { answer } = asked
  if (answer.seen) return byStatus(answer.value)
  const { kind, detail } = answer.why
  if (kind === 'too-large') return met('HEADER_TOO_LARGE', detail)
  const ours = kind === 'aborted' || kind === 'refused' || kind === 'not-configured'
  return met(ours ? 'NOT_ASKED' : 'UNREACHABLE', `${kind}: ${detail}`)
}
