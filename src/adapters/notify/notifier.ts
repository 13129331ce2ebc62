import type { Clock, Http } from '../../core/ports.ts'
import type { Secret } from '../../core/secret.ts'
import type { Notice } from '../../runs/notices.ts'

/** A message on its way to one receiver. */
export type Outgoing = {
  /** The same for the same change, so that a receiver can tell a second try. */
  readonly id: string
  readonly notice: Notice
  readonly url: Secret
  readonly key: Secret | null
  readonly timeoutMs: number
}

/** Was it taken? `why` is one clause in our words, without the address. */
export type Sent = { readonly delivered: true } | { readonly delivered: false; readonly why: string }

/** Sends one message in one request; never rejects. */
export type Notifier = (
  outgoing: Outgoing,
  ports: { readonly http: Http; readonly clock: Clock },
  signal: AbortSignal,
) => Promise<Sent>
