import { classOfLabel, plainLabel } from './labels.ts'
import type { DeepRule, Span } from './span.ts'

// The name of a secret in one cell and its value in the next, divided by tabs, bars or two blanks and more. Every part
// is bounded, and the value is only looked at, so that it can be the name of the next: linear.
const cells =
  /(?<![\w.-])([A-Za-z][\w.-]{2,60})["'`]?(?: {0,40}[\t|][\t |]{0,40}| {2,40})["'`]?(?=([^\s|"'`]{5,400}))/g
// A word of prose, a dividing line, the reference of a setting, an address of a chain. Anchored and bounded: linear.
const harmless =
  /^(?:[A-Za-z]?[a-z-]{0,30}[.:!?)]?|[A-Z][A-Z_-]{1,60}|\W{1,400}|(?:env|file|exec|credential):.{0,200}|0x[0-9a-fA-F]{40})$/

function find(text: string): readonly Span[] {
  if (!/[\t|]| {2}/.test(text)) return []
  return [...text.matchAll(cells)].flatMap(({ index, 0: whole, 1: name = '', 2: value = '' }) => {
    if (classOfLabel(plainLabel(name)) !== 'secret' || harmless.test(value)) return []
    const start = index + whole.length
    return [{ start, end: start + value.length, rule: 'table-cell', kind: 'secret', value }]
  })
}

/** Secrets in tables, beside the cell that names them. */
export const tables: DeepRule = {
  name: 'table-cell',
  mustHide: [
    'k\tADMIN_PASSWORD\tCANARYz0d',
    'key\tADMIN_PASSWORD\tCANARYz0d',
    '| ADMIN_PASSWORD | CANARYz0d |',
    '|ADMIN_PASSWORD|CANARYz0d|',
    'ADMIN_PASSWORD    CANARYz0d    7d',
  ],
  mustKeep: [
    '| NAME | value |',
    '| password | required |',
    '| --- | --- |',
    'ADMIN_PASSWORD\tenv:ADMIN_PASSWORD',
    'kubectl\tpod\t1/1\tRunning',
    '| session_token | SESSION_SECRET |',
  ],
  find,
}
