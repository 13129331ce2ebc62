import type { Advice } from './advice.ts'

const words = {
  'off-now': 'switch paid traffic off now',
  consider: 'consider switching paid traffic off',
  'keep-on': 'keep paid traffic on',
  'not-the-flag': 'do not use the flag: close the routes at the proxy (playbook served-free)',
} as const

/** `OFF NOW`: how the advice stands on a screen. */
export const actionTitles = {
  ...{ 'off-now': 'OFF NOW', consider: 'CONSIDER', 'keep-on': 'KEEP ON', 'not-the-flag': 'NOT THE FLAG' },
} as const

const plural = (numbers: readonly number[]) =>
  `${numbers.length === 1 ? 'row' : 'rows'} ${numbers.join(', ')}`

function smallerText({ partial, action }: Advice): string {
  if (partial.length === 0 || action === 'off-now' || action === 'keep-on') return ''
  const close = partial.filter(({ kind }) => kind === 'route').map(({ name }) => name)
  const drop = partial.filter(({ kind }) => kind === 'rail').map(({ name }) => name)
  const parts = [
    ...(close.length === 0 ? [] : [`close ${close.join(', ')}`]),
    ...(drop.length === 0 ? [] : [`stop taking ${drop.join(', ')}`]),
  ]
  return ` First: ${parts.join(' and ')}.`
}

/** The advice in sentences: what, why, what is smaller, and what is not known. */
export function adviceText(advice: Advice): string {
  const { action, row, unknown, refused } = advice
  if (action === null) return `No verdict: nothing is met, and ${plural(unknown)} cannot be answered.`
  const least = unknown.length > 0 ? 'At least: ' : ''
  const what = `${least}${words[action]}`
  const why = row === 0 ? 'no row is met' : `row ${row} is met`
  const instead = refused ? ', and off means open here' : ''
  const open = unknown.length > 0 ? ` Not known: ${plural(unknown)}.` : ''
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}, because ${why}${instead}.${smallerText(advice)}${open}`
}
