import { OpsError } from '../../core/errors.ts'

/** Everything that monitor looks at, in the order of its screen. */
export const monitorParts = [
  ...(['probe', 'matrix', 'discover', 'facilitator', 'rpc', 'recipient'] as const),
  ...(['metrics', 'alerts', 'reconcile'] as const),
] as const

/** One of the things that monitor looks at. */
export type MonitorPart = (typeof monitorParts)[number]

/** The parts that `--only` names, all without it. Throws `OpsError` USAGE. */
export function chosenParts(text: string | undefined): readonly MonitorPart[] {
  if (text === undefined) return monitorParts
  const names = text.split(',').map((name) => name.trim())
  const wrong = names.find((name) => !monitorParts.some((part) => part === name))
  if (wrong === undefined) return monitorParts.filter((part) => names.includes(part))
  throw new OpsError('USAGE', {
    message: `--only knows no part "${wrong}"`,
    suggestion: `Parts: ${monitorParts.join(', ')}.`,
    command: 'monitor ',
  })
}
