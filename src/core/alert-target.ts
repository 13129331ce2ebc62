import type { Secret } from './secret.ts'

/** Every kind of receiver that a config file may name. */
export const alertKinds = ['webhook', 'slack', 'discord', 'pagerduty', 'alertmanager'] as const

/** A kind of receiver. */
export type AlertKind = (typeof alertKinds)[number]

/** The kinds that this version can send to. */
export const builtAlertKinds = ['webhook'] as const satisfies readonly AlertKind[]

/** A kind that this version can send to. */
export type BuiltAlertKind = (typeof builtAlertKinds)[number]

/** Can this version send to receivers of this kind? */
export function isBuiltKind(kind: AlertKind): kind is BuiltAlertKind {
  return builtAlertKinds.some((built) => built === kind)
}

/** From which verdict on a receiver is told: `warn` includes what is unknown. */
export type AlertLevel = 'warn' | 'fail'

/** Who is told when something changes. The address is secret, because whoever knows it may write there. */
export type AlertTarget = {
  readonly name: string
  readonly kind: AlertKind
  /** Null when it is not configured, or cannot be read now. */
  readonly url: Secret | null
  /** What the message is signed with; null = it is not signed. */
  readonly key: Secret | null
  readonly minSeverity: AlertLevel
}
