import type { AlertLevel } from '../core/alert-target.ts'
import { shortHash } from '../core/id.ts'
import type { RunDocument } from '../core/report.ts'
import type { Verdict } from '../core/verdict.ts'
import { held } from './hysteresis.ts'

/** Something that a receiver was told and that is not over. Times in RFC 3339. */
export type OpenNotice = {
  /** The id of the finding: the same fault has the same one in every run. */
  readonly id: string
  readonly check: string
  readonly code: string
  readonly title: string
  readonly severity: AlertLevel
  readonly since: string
  /** The runs in which its check answered and no longer found it, without a break. */
  readonly clean: readonly string[]
}

/** What one receiver knows. */
export type TargetNotices = { readonly target: string; readonly open: readonly OpenNotice[] }

/** What a run changes for a receiver, and what it knows afterwards. */
export type NoticeChange = {
  readonly raised: readonly OpenNotice[]
  readonly resolved: readonly OpenNotice[]
  /** When it was told. */
  readonly told: readonly OpenNotice[]
  /** When it could not be told: the same is tried again in the next run. */
  readonly untold: readonly OpenNotice[]
}

const mostOpen = 1000
const mostClean = 4
const ranks: readonly AlertLevel[] = ['warn', 'fail']

function levelOf(verdict: Verdict): AlertLevel | null {
  if (verdict === 'FAIL') return 'fail'
  return verdict === 'WARN' || verdict === 'UNKNOWN' ? 'warn' : null
}

/** What a run has to say at this level, each finding once. */
function itemsOf({ findings, finishedAt }: RunDocument, least: AlertLevel): readonly OpenNotice[] {
  const items = findings.flatMap(({ id, check, code, title, verdict }): OpenNotice[] => {
    const severity = levelOf(verdict)
    if (severity === null || ranks.indexOf(severity) < ranks.indexOf(least)) return []
    return [{ id, check, code, title, severity, since: finishedAt, clean: [] }]
  })
  return [...new Map(items.map((item) => [item.id, item])).values()]
}

function isAnswered({ checks }: RunDocument, id: string): boolean {
  const row = checks.find((check) => check.id === id)
  return row !== undefined && row.verdict !== 'UNKNOWN' && row.verdict !== 'SKIP'
}

/** Two clean runs, a minute apart: one good answer between two bad ones is not the end of it. */
function isOver({ clean }: OpenNotice): boolean {
  return held(clean.map((at) => ({ at, complete: true, value: 'met' }))).state === 'firing'
}

function withLook(known: OpenNotice, document: RunDocument): OpenNotice {
  if (!isAnswered(document, known.check)) return known
  return { ...known, clean: [...known.clean, document.finishedAt].slice(-mostClean) }
}

/**
 * What a receiver that knows `known` has to be told after this run: findings that are new to it or worse than it knows,
 * and those that two clean runs have ended. A run that could not look says nothing. Pure.
 */
export function noticeChange(
  known: readonly OpenNotice[],
  document: RunDocument,
  least: AlertLevel,
): NoticeChange {
  const items = itemsOf(document, least)
  const now = new Map(items.map((item) => [item.id, item]))
  const old = new Map(known.map((item) => [item.id, item]))
  const raised = items.filter(({ id, severity }) => {
    const before = old.get(id)
    return before === undefined || ranks.indexOf(severity) > ranks.indexOf(before.severity)
  })
  const kept = known.map((item): OpenNotice => {
    const seen = now.get(item.id)
    return seen === undefined ? withLook(item, document) : { ...item, clean: [] }
  })
  const resolved = kept.filter(isOver)
  const isResolved = new Set(resolved.map(({ id }) => id))
  const isRaised = new Set(raised.map(({ id }) => id))
  const told = [...kept.filter(({ id }) => !isResolved.has(id) && !isRaised.has(id)), ...raised]
  return { raised, resolved, told: told.slice(-mostOpen), untold: kept }
}

/** What is sent: fixed words of ours, ids, and the address of the service. Nothing that a server said. */
export type Notice = {
  readonly type: 'x402ops.alert'
  readonly service: string
  /** Without user name, query and fragment. */
  readonly baseUrl: string | null
  readonly severity: AlertLevel | 'ok'
  readonly timestamp: string
  readonly summary: string
  readonly failing: readonly string[]
  readonly raised: readonly NoticeItem[]
  readonly resolved: readonly NoticeItem[]
  /** Items that are left out of the two lists. */
  readonly more: number
  readonly runId: string
}

/** One finding as a receiver sees it. */
export type NoticeItem = Pick<OpenNotice, 'id' | 'check' | 'code' | 'title' | 'severity' | 'since'>

const mostItems = 20
const longestText = 200

function itemOf({ id, check, code, title, severity, since }: OpenNotice): NoticeItem {
  return { id, check, code, title: title.slice(0, longestText), severity, since }
}

function plainUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null
  const { origin, pathname } = new URL(text)
  return `${origin}${pathname === '/' ? '' : pathname}`.slice(0, longestText)
}

const many = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** The message about a change. Every field is named here; nothing else of a run is ever sent. */
export function noticeOf({ raised, resolved, told }: NoticeChange, document: RunDocument): Notice {
  const open = [...told].sort((a, b) => ranks.indexOf(b.severity) - ranks.indexOf(a.severity))
  const failing = [...new Set(open.map(({ check }) => check))].slice(0, mostItems)
  const words = [
    ...(raised.length === 0 ? [] : [`${many(raised.length, 'new finding')}`]),
    ...(resolved.length === 0 ? [] : [`${resolved.length} resolved`]),
    `${open.length} open`,
  ]
  return {
    ...{ type: 'x402ops.alert', service: document.profile, baseUrl: plainUrl(document.target) },
    ...{ severity: open[0]?.severity ?? 'ok', timestamp: document.finishedAt },
    summary: `${document.profile}: ${words.join(', ')}${failing.length === 0 ? '' : ` (${failing.join(', ')})`}`,
    failing,
    raised: raised.slice(0, mostItems).map(itemOf),
    resolved: resolved.slice(0, mostItems).map(itemOf),
    more: Math.max(0, raised.length - mostItems) + Math.max(0, resolved.length - mostItems),
    runId: document.runId,
  }
}

/** The id of a message: the same for the same change, also when it is tried again. */
export function noticeId(target: string, { raised, resolved }: NoticeChange): string {
  const came = raised.map(({ id, severity }) => `raised ${id} ${severity}`)
  const went = resolved.map(({ id, since }) => `resolved ${id} ${since}`)
  return `msg_${shortHash(target, ...came, ...went)}`
}

const schema = 'x402ops.alerts/v1'
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/

function isNotice(value: unknown): value is OpenNotice {
  if (typeof value !== 'object' || value === null) return false
  const { id, check, code, title, severity, since, clean } = value as Partial<
    Record<keyof OpenNotice, unknown>
  >
  const isText = (text: unknown) => typeof text === 'string' && text.length <= 4096
  const isTime = (text: unknown) => typeof text === 'string' && moment.test(text)
  if (![id, check, code, title].every(isText) || !isTime(since)) return false
  return ranks.some((rank) => rank === severity) && Array.isArray(clean) && clean.every(isTime)
}

/** Reads `alerts.json`. Throws when it is not ours. */
export function parseNotices(text: string): readonly TargetNotices[] {
  const file = JSON.parse(text) as { schema?: unknown; targets?: unknown } | null
  if (file?.schema !== schema || !Array.isArray(file.targets)) throw new SyntaxError(`this is not ${schema}`)
  return file.targets.map((value: { target?: unknown; open?: unknown } | null) => {
    if (typeof value?.target !== 'string' || !Array.isArray(value.open) || !value.open.every(isNotice))
      throw new SyntaxError('a receiver cannot be understood')
    return { target: value.target, open: value.open }
  })
}

/** The text of `alerts.json`. */
export function noticesText(targets: readonly TargetNotices[]): string {
  return `${JSON.stringify({ schema, targets }, null, 1)}\n`
}
