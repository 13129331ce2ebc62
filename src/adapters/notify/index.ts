import type { BuiltAlertKind } from '../../core/alert-target.ts'
import type { Notifier } from './notifier.ts'

/** How to reach each kind of receiver; a new kind is one file and one line here. */
export const notifiers = {
  webhook: async () => (await import('./webhook.ts')).sendWebhook,
} as const satisfies Readonly<Record<BuiltAlertKind, () => Promise<Notifier>>>
