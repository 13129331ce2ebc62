/** When and where something was looked at. `at` is RFC 3339 in UTC; `ref` leads a reader to the raw fact. */
export type Look = { readonly at: string; readonly source: string; readonly ref: string }

/** The step at which a look failed. */
export type BlindKind =
  | 'dns'
  | 'connect'
  | 'tls'
  | 'headers'
  | 'body'
  | 'deadline'
  | 'aborted'
  | 'refused'
  | 'too-large'
  | 'parse'
  | 'auth'
  | 'rate'
  | 'rpc'
  | 'not-supported'
  | 'not-configured'
  | 'behind'

/**
 * Why something could not be seen. `detail` is one clause in our words, safe to print. `code` is a stable
 * word for the cause where there is one (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, `HEADERS_TOO_LARGE`), so that
 * no judge has to read the detail.
 */
export type Blind = { readonly kind: BlindKind; readonly detail: string; readonly code?: string }

/** A fact, or the reason why it could not be had. Both are data and both can be saved. */
export type Observation<T> =
  | (Look & { readonly seen: true; readonly value: T })
  | (Look & { readonly seen: false; readonly why: Blind })

/** An observation that holds a value. */
export function saw<T>({ at, source, ref }: Look, value: T): Observation<T> {
  // Not spread: that costs many times as much, and this is done for every answer.
  return { at, source, ref, seen: true, value }
}

/** An observation that says why nothing was seen. */
export function couldNotSee(look: Look, kind: BlindKind, detail: string, code?: string): Observation<never> {
  return { ...look, seen: false, why: code === undefined ? { kind, detail } : { kind, detail, code } }
}

/** The value of an observation; null when it was not seen or does not exist. */
export function valueIfSeen<T>(observation: Observation<T | null>): T | null {
  return observation.seen ? observation.value : null
}
