import type { Profile } from '../core/profile.ts'
import type { Block } from '../core/report.ts'
import { formatUtc } from '../core/time.ts'
import type { Running } from './run-parts.ts'

function expectation({ pays }: Profile): string {
  if (pays.length === 0) return 'no network or token is configured'
  return pays.map(({ network, unit }) => `${unit.symbol} on ${network}`).join(', ')
}

function origin({ name, preset }: Profile): string {
  return preset === name ? `${name} (built-in)` : name
}

/** The first lines of a screen: which tool, which profile, when, and what is looked at. */
export function headerBlock({ context, command, profile, startedAt }: Running, target: string | null): Block {
  const first = `x402ops ${context.version}   ${command}   profile ${origin(profile)}   ${formatUtc(startedAt)}`
  const second = target === null ? [] : [`target ${target}   expects ${expectation(profile)}`]
  return { kind: 'lines', lines: [first, ...second] }
}
