import type { Severity } from '../core/finding.ts'
import type { FlagAdvice, FrontMatter } from './playbook.ts'

/** What was read, or what is wrong with it. */
export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly string[] }

const keys = ['id', 'title', 'severity_default', 'triggers', 'modules', 'flag'] as const
const severities: readonly string[] = ['critical', 'high', 'medium', 'low']
const flags: readonly string[] = ['keep', 'consider', 'off']

// A key with a value or without one. Anchored, two bounded classes with a fixed separator: linear.
const keyLine = /^([a-z_]{1,40}):(?: (\S.{0,300}))?$/
// One entry of a list. Anchored, one bounded class: linear.
const itemLine = /^ {2}- (\S{1,80})$/

type Raw = Record<string, string | string[]>

function readLines(lines: readonly string[], problems: string[]): Raw {
  const raw: Raw = Object.create(null) as Raw
  let open: string[] | null = null
  for (const line of lines) {
    const item = itemLine.exec(line)
    const key = keyLine.exec(line)
    if (item !== null && open !== null) open.push(item[1] ?? '')
    else if (key === null) problems.push(`a line of the front matter is neither a key nor an entry: ${line}`)
    else {
      const [, name = '', value] = key
      if (name in raw) problems.push(`${name} stands there twice`)
      open = value === undefined ? [] : null
      raw[name] = open ?? value ?? ''
    }
  }
  return raw
}

const textOf = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '')
const listOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value : [])

// A code of ours. Anchored, one bounded class: linear.
const codeShape = /^[A-Z0-9_]{3,60}$/

/** Reads the lines between the two `---`. Never throws; unknown keys, other orders and other words are problems. */
export function readFrontMatter(lines: readonly string[]): Read<FrontMatter> {
  const problems: string[] = []
  const raw = readLines(lines, problems)
  if (Object.keys(raw).join(' ') !== keys.join(' '))
    problems.push(`the keys have to be ${keys.join(', ')}, in this order`)
  const [id, title] = [textOf(raw.id), textOf(raw.title)]
  const [severity, flag] = [textOf(raw.severity_default), textOf(raw.flag)]
  const [triggers, modules] = [listOf(raw.triggers), listOf(raw.modules)]
  if (id === '' || title === '') problems.push('id and title have to say something')
  if (!severities.includes(severity)) problems.push(`severity_default has to be ${severities.join(', ')}`)
  if (!flags.includes(flag)) problems.push(`flag has to be ${flags.join(', ')}`)
  if (triggers.length === 0 || modules.length === 0) problems.push('triggers and modules have to name some')
  for (const code of triggers) if (!codeShape.test(code)) problems.push(`${code} is no code`)
  if (new Set(triggers).size !== triggers.length) problems.push('a trigger stands there twice')
  if (problems.length > 0) return { ok: false, problems }
  const value = { id, title, triggers, modules, severity: severity as Severity, flag: flag as FlagAdvice }
  return { ok: true, value }
}
