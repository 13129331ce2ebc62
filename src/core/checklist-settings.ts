/** What no command can observe: somebody has to say it, with a name and a date. The questions stand in the checklist. */
export const askedItemIds = [
  'launch-decided',
  'wallet-separate',
  'handler-idempotent',
  'delivery-durable',
  'replay-atomic',
  'no-402-on-time-out',
  'settle-delay',
  'retry-classes',
  'breaker',
  'gate-order',
  'gate-fails-closed',
  'refund-credit-key',
  'outside-probe',
  'deploy-alarms',
  'keys-managed',
  'refund-process',
  'connections-kept',
  'terms-cached',
  'own-rate-limit',
  'batches-only-offered',
  'async-queue',
] as const

/** The name of an item that is asked. */
export type AskedItemId = (typeof askedItemIds)[number]

/** Who said that an item holds, and when (a date such as 2026-11-01). */
export type Said = { readonly by: string; readonly on: string; readonly note: string | null }

/** Somebody who is told when something is wrong; `signed` = a key for the signature is configured. */
export type Receiver = { readonly name: string; readonly kind: string; readonly signed: boolean }

/** What the operator says for the checklist. Null = not said. */
export type ChecklistSettings = {
  readonly asked: Readonly<Partial<Record<AskedItemId, Said>>>
  /** How long the server waits for the facilitator. */
  readonly serverWaitMs: number | null
  /** How long the facilitator waits for the chain. */
  readonly facilitatorWaitMs: number | null
  readonly replayStore: 'shared' | 'memory' | null
  /** How long the replay store remembers a payment. */
  readonly replayKeepMs: number | null
  readonly receivers: readonly Receiver[]
}
