import type { Profile } from '../../core/profile.ts'
import type { Block, RunDocument } from '../../core/report.ts'
import { formatUtc } from '../../core/time.ts'
import type { Advice, Answered } from '../../toggle/advice.ts'
import { actionTitles, adviceText } from '../../toggle/advice-text.ts'
import { rateText } from '../../toggle/blast.ts'
import { brokenCommand } from '../../toggle/command-text.ts'
import { switchCommand } from '../../toggle/commands-of.ts'
import { drainText, inFlight } from '../../toggle/flight.ts'
import { offWords } from '../../toggle/off.ts'
import type { GuideSeen } from '../../toggle/shapes.ts'

/** How the advice weighs on the last line; the run's own verdict counts every finding of every room. */
const weight = { 'off-now': 'FAIL', 'not-the-flag': 'FAIL', consider: 'WARN', 'keep-on': 'PASS' } as const

/** What the screen of the guide shows. */
export type GuideShown = {
  readonly advice: Advice
  readonly seen: GuideSeen
  readonly profile: Profile
  readonly document: RunDocument
  readonly verbose: number
}

const states = { met: 'MET', no: 'no', unknown: '?' } as const

function windowsText({ answer }: Answered): string {
  const times = answer.windows.map(({ at }) => formatUtc(new Date(at)).slice(11))
  return times.length === 0 ? '' : ` [${times.join(', ')}]`
}

/** Why books have gaps, as rows repeat it; each is told once below the table. */
function reasonsOf({ runs }: GuideSeen, { answers }: Advice): readonly string[] {
  const reasons = new Set(runs.flatMap(({ money }) => money?.blind.slice(0, 1) ?? []))
  const times = (reason: string) => answers.filter(({ answer }) => answer.says.includes(`(${reason})`)).length
  return [...reasons].filter((reason) => times(reason) > 1)
}

function rowsTable({ answers }: Advice, reasons: readonly string[], verbose: number): Block {
  const short = (says: string) =>
    reasons.reduce((text, reason, at) => text.replaceAll(`(${reason})`, () => `[${at + 1}]`), says)
  return {
    kind: 'table',
    columns: [{ title: 'ROW', align: 'right' }, { title: 'IS', wrap: false }, { title: 'WHAT WAS SEEN' }],
    rows: answers.map((each) => {
      const { row, answer } = each
      const says = answer.says === '' ? '' : `: ${short(answer.says)}`
      const told = answer.state === 'no' && verbose === 0 ? '' : `${says}${windowsText(each)}`
      return [String(row.number), states[answer.state], `${row.title}${told}`]
    }),
  }
}

/** What switching off would stop, and what it would not. */
function blastPairs(seen: GuideSeen): readonly (readonly [string, string])[] {
  const rate = seen.runs.find((run) => run.rate !== null)?.rate ?? null
  const open = inFlight(seen)
  return [
    ['It stops', rate === null ? 'not known: no reconcile with figures is saved' : rateText(rate)],
    [
      'Under way',
      open.length === 0
        ? 'no payment is known that has not ended'
        : `${open.length} payments that have not ended`,
    ],
    ['Offers', drainText(seen)],
  ]
}

function commandLines({ profile, advice }: GuideShown): readonly Block[] {
  const off = switchCommand(profile.toggle, 'off')
  const on = switchCommand(profile.toggle, 'on')
  const marked = [...new Set([...off.marked, ...on.marked])]
  const refused = profile.toggle?.flagOffMeans === 'open' || advice.action === 'not-the-flag'
  return [
    {
      kind: 'lines',
      lines: [
        `To switch it off${off.platform === null ? '' : ` on ${off.platform}`} (nothing was run):`,
        ...(refused
          ? ['  not here: close the paid routes at the proxy with 503 instead']
          : off.lines.flatMap(brokenCommand)),
        'To switch it on again:',
        ...on.lines.flatMap(brokenCommand),
        ...(marked.length === 0 ? [] : [`x402ops.yaml does not say: ${marked.join(', ')}`]),
        ...off.traps.map((trap) => `- ${trap}`),
      ],
    },
  ]
}

function onAgainLines({ action }: Advice): readonly Block[] {
  if (action !== 'off-now' && action !== 'consider') return []
  const lines = [
    'On again only when the cause is fixed, facilitator and rpc pass, the recipient is ready, every payment since',
    'the beginning is matched or has an owner, and toggle verify --expect on passes; then watch it for 30 min.',
  ]
  return [{ kind: 'lines', lines: [lines.join(' ')] }]
}

/** The advice, the table, what off means, what it stops, and the command. */
export function guideScreen(shown: GuideShown): readonly Block[] {
  const { advice, seen, profile, document, verbose } = shown
  const { action, causes } = advice
  const reasons = reasonsOf(seen, advice)
  const title = action === null ? 'NO VERDICT' : actionTitles[action]
  const means = profile.toggle?.flagOffMeans ?? 'unknown'
  const find = 'toggle verify --expect off on a staging instance tells'
  return [
    { kind: 'lines', lines: [`${title}   ${adviceText(advice)}`] },
    rowsTable(advice, reasons, verbose),
    ...(reasons.length === 0
      ? []
      : [{ kind: 'lines', lines: reasons.map((reason, at) => `[${at + 1}] ${reason}`) } as const]),
    {
      kind: 'pairs',
      pairs: [
        ['Off means', `${means}: ${offWords[means]}${means === 'unknown' ? `; ${find}` : ''}`],
        ...(causes.length === 0 ? [] : [['Unsafe by', causes.join(', ')] as const]),
        ...blastPairs(seen),
      ],
    },
    ...commandLines(shown),
    ...onAgainLines(advice),
    {
      kind: 'summary',
      text: `${title.toLowerCase()}: ${advice.met.length} rows met, ${advice.answers.filter(({ answer }) => answer.state === 'unknown').length} not known`,
      verdict:
        action === null || (action === 'keep-on' && advice.unknown.length > 0) ? 'UNKNOWN' : weight[action],
      exitCode: document.exitCode,
    },
  ]
}
