import type { Observation } from '../core/observation.ts'
import type { HttpAnswer } from '../core/ports.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { PaymentRecord, RejectedRow } from '../payments/record.ts'
import type { SavedRoom } from '../runs/run.ts'

/** What the bundle reads of what a reconcile saw; the rest is carried along unread. */
export type ReconcileSaved = {
  readonly cases: readonly PaymentCase[]
  readonly sources?: readonly {
    readonly rejected?: readonly RejectedRow[]
    readonly mapping?: { readonly firstRows?: readonly PaymentRecord[] }
  }[]
  readonly chains?: readonly {
    readonly network: string
    readonly movement?: {
      readonly moves: readonly { readonly tx: string; readonly caseId: string | null }[]
    } | null
  }[]
  /** Sums of payments that were only counted. */
  readonly plain?: unknown
  readonly rechecks?: readonly { readonly settlement: { readonly caseId: string } }[]
}

/** What the bundle reads of what a reconcile expected. */
export type ReconcileExpectedSaved = {
  readonly memory?: { readonly settlements: readonly { readonly caseId: string }[] }
}

/** What the bundle reads of one route that the matrix asked. */
export type MatrixRouteSaved = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly unpaid: {
    readonly answer: Observation<Pick<HttpAnswer, 'status' | 'headers'> & { body: string | null }>
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isObjects = (value: unknown) => Array.isArray(value) && value.every(isObject)
const isMissingOr = (value: unknown, is: (there: unknown) => boolean) => value == null || is(value)

function isSource(value: unknown): boolean {
  if (!isObject(value)) return false
  const { rejected, mapping } = value
  const isMapping = (there: unknown) => isObject(there) && isMissingOr(there.firstRows, isObjects)
  return isMissingOr(rejected, isObjects) && isMissingOr(mapping, isMapping)
}

/** What a reconcile saw; null when this is another room, or something that no reconcile can have seen. */
export function reconcileOf({ room, seen }: SavedRoom): ReconcileSaved | null {
  if (room !== 'reconcile' || !isObject(seen) || !Array.isArray(seen.cases)) return null
  const isRead = (item: unknown) => isObject(item) && Array.isArray(item.requestIds)
  const isList = (there: unknown) => Array.isArray(there) && there.every(isSource)
  if (!seen.cases.every(isRead) || !isMissingOr(seen.sources, isList)) return null
  return seen as unknown as ReconcileSaved
}

function isRoute(value: unknown): value is MatrixRouteSaved {
  if (!isObject(value) || !isObject(value.unpaid) || !isObject(value.unpaid.answer)) return false
  return [value.id, value.method, value.path].every((part) => typeof part === 'string')
}

/** The routes that the matrix asked; empty when this is another room. */
export function matrixRoutesOf({ room, seen }: SavedRoom): readonly MatrixRouteSaved[] {
  if (room !== 'matrix' || !isObject(seen) || !Array.isArray(seen.routes)) return []
  return seen.routes.filter(isRoute)
}
