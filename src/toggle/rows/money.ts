import { answer, anyAnswer, type Question } from '../answer.ts'
import { atLeast, countBy, countOf, ofClass, shareOver } from '../counts.ts'
import type { MoneyLook } from '../money.ts'
import type { GuideSeen, Row, RowAnswer, RunLook } from '../shapes.ts'
import { alertAt, anyOf, glanceAt, type Signal } from '../signals.ts'
import { type Glance, windowsOf } from '../windows.ts'

const noBooks = 'no reconcile is saved'

/** What the books of a run say; null when it compared none, `skip` when none are configured. */
export function inBooks(run: RunLook, ask: (money: MoneyLook) => Glance): Glance | null {
  if (run.money !== null) return ask(run.money)
  const room = run.rooms.find((each) => each.room === 'reconcile')
  return room === undefined
    ? null
    : { value: 'skip', ids: [], says: `reconcile: ${room.why || 'not configured'}` }
}

const breaker: Signal = {
  room: 'matrix',
  codes: ['CIRCUIT_OPEN'],
  unless: ['CORS_NOT_SEEN', 'TERMS_NOT_SEEN', 'VARIANT_NOT_SEEN', 'GATE_UNKNOWN'],
}

const phantom = (money: MoneyLook): Glance => {
  const counted = countOf(money, 'PHANTOM_SETTLEMENT')
  const some = atLeast(counted, 3)
  if (some.value === 'met') return some
  return anyOf([some, shareOver(counted, money.attempts, { percent: 1, inclusive: true })]) ?? some
}

const orphanShare = (run: RunLook) =>
  inBooks(run, (money) => shareOver(countOf(money, 'ORPHANED_PAYMENT'), money.attempts, { percent: 1 }))

const isAsLong = (run: RunLook, other: RunLook | undefined) =>
  Math.abs((run.rate?.hours ?? 0) - (other?.rate?.hours ?? 0)) <= 0.05 * (other?.rate?.hours ?? 0)

/** More of them than in the window before, which knew of some: one that is new is isolated. */
function growing(seen: GuideSeen): Glance | null {
  const windows = windowsOf(seen, orphanShare)
  const [newest] = windows
  // A week holds more than a day: only windows of one length can grow.
  const before = windows.slice(1).find(({ run }) => isAsLong(run, newest?.run))
  const [now, then] = [newest?.run.money, before?.run.money]
  if (now == null) return null
  const sure = ofClass(now, 'ORPHANED_PAYMENT')
  if (sure.count === 0 && now.blind.length === 0) return { value: 'clear', ids: [], says: '' }
  if (then == null) return { value: sure.count > 0 ? 'clear' : 'unknown', ids: [], says: '' }
  const old = ofClass(then, 'ORPHANED_PAYMENT')
  const grew = old.count > 0 && sure.count > old.count
  const says = `ORPHANED_PAYMENT grew from ${old.count} to ${sure.count} in 2 windows`
  return grew ? { value: 'met', ids: sure.ids, says } : { value: 'clear', ids: [], says: '' }
}

const orphansAnswer = (seen: GuideSeen): RowAnswer => {
  const base = answer(seen, { glance: orphanShare, action: 'off-now', missing: noBooks })
  const more = growing(seen)
  if (base.state === 'met' || more?.value !== 'met') return base
  const windows = windowsOf(seen, orphanShare).slice(0, 2)
  return {
    ...base,
    state: 'met',
    says: more.says,
    ids: more.ids,
    windows: windows.map(({ run }) => ({ runId: run.runId, at: run.at })),
  }
}

// What explains that settlements fail: then somebody can be asked, and the flag is not the first tool.
const explains: readonly string[] = [
  ...['FACILITATOR_DOWN', 'FACILITATOR_AUTH_REFUSED', 'FACILITATOR_NEEDS_AUTH', 'FACILITATOR_KIND_MISSING'],
  ...['FACILITATOR_LIMITED', 'FACILITATOR_MINIMUM', 'FACILITATOR_SIGNER_EMPTY', 'FACILITATOR_SIGNER_STUCK'],
  ...['WRONG_EIP712_NAME', 'BELOW_FACILITATOR_MINIMUM', 'RECIPIENT_BLACKLISTED', 'RECIPIENT_TOKEN_PAUSED'],
  ...['RECIPIENT_FORBIDDEN', 'READY_DEPENDENCY_FAILED', 'NOT_INITIALISED', 'ALERT_GAS_FAILURES'],
]

const lookedAt = (room: string) => (run: RunLook) =>
  run.rooms.some((each) => each.room === room && each.state === 'answered')

const failing = (run: RunLook): Glance | null =>
  inBooks(run, (money) =>
    shareOver(countBy(money, 'failed settlements', money.settleFailed), money.attempts, { percent: 10 }),
  )

// An alert fires after two looks that agree: its word stands for the windows before it.
const metrics = (
  codes: readonly string[],
  action: Question['action'],
  verdicts = ['FAIL', 'WARN'],
): Question => ({
  glance: (run) => alertAt(run, codes, verdicts),
  ...{ action, missing: 'no run of metrics is saved' },
})

const failingAnswer = (seen: GuideSeen): RowAnswer => {
  const base = anyAnswer(seen, [
    { glance: failing, times: 2, action: 'off-now', missing: noBooks },
    metrics(['ALERT_FAILURE_RATE', 'ALERT_SETTLE_FAILURES', 'ALERT_FACILITATOR_ERRORS'], 'off-now', ['FAIL']),
  ])
  if (base.state !== 'met') return base
  const since = base.windows[0]?.at ?? seen.at
  const near = seen.runs.filter(({ at }) => Math.abs(Date.parse(at) - Date.parse(since)) <= 3_600_000)
  // Of each room only its newest look: what was wrong before and is right now explains nothing.
  const known = near
    .flatMap((run, at) => run.findings.filter(({ room }) => !near.slice(0, at).some(lookedAt(room))))
    .filter(({ code, verdict }) => explains.includes(code) && ['FAIL', 'WARN'].includes(verdict))
  const causes = [...new Set(known.map(({ code }) => code))].sort()
  if (causes.length === 0) return { ...base, says: `${base.says}; the cause is not known` }
  return { ...base, action: 'consider', says: `${base.says}; the cause is known: ${causes.join(', ')}` }
}

const notDelivered = (run: RunLook): Glance | null =>
  inBooks(run, (money) => atLeast(countOf(money, 'CHARGED_NOT_DELIVERED'), 1))

const responseAnswer = (seen: GuideSeen): RowAnswer => {
  let unpaid = 0
  const what = 'paid answers without PAYMENT-RESPONSE'
  const found = anyAnswer(seen, [
    {
      glance: (run) => inBooks(run, (money) => atLeast(countBy(money, what, money.responseMissing), 1)),
      ...{ action: 'consider', missing: noBooks },
      partial: ([window]) => {
        unpaid = window?.run.money?.responseMissingUnpaid ?? 0
        return []
      },
    },
    metrics(['ALERT_RESPONSE_MISSING'], 'consider'),
  ])
  if (found.state !== 'met' || unpaid === 0) return found
  return { ...found, action: 'off-now', says: `${found.says}; ${unpaid} of them not settled either` }
}

/** Rows about payments. */
export const moneyRows = {
  phantom: {
    number: 3,
    title: 'delivered without settlement: 3 or more, or 1 % and more',
    cause: 'reconciliation',
    answer: (seen) =>
      answer(seen, { glance: (run) => inBooks(run, phantom), action: 'off-now', missing: noBooks }),
  },
  orphans: {
    number: 5,
    title: 'orphaned payments above 1 %, or growing in 2 windows',
    cause: 'settlement',
    answer: orphansAnswer,
  },
  failing: {
    number: 7,
    title: 'settlements fail above 10 %, or the facilitator errs above 5 %, in 2 windows',
    cause: 'settlement',
    answer: failingAnswer,
  },
  notDelivered: {
    number: 9,
    title: 'charged and not delivered in 2 windows, or more paid errors since a deploy',
    cause: 'route-execution',
    answer: (seen) =>
      anyAnswer(seen, [
        { glance: notDelivered, times: 2, action: 'consider', missing: noBooks },
        metrics(['ALERT_ERRORS_SINCE_DEPLOY', 'ALERT_PAID_ERRORS'], 'consider'),
      ]),
  },
  noResponse: {
    number: 10,
    title: 'paid answers come without PAYMENT-RESPONSE',
    cause: 'settlement',
    answer: responseAnswer,
  },
  replayed: {
    number: 11,
    title: 'one payment was served twice',
    cause: 'reconciliation',
    answer: (seen) =>
      answer(seen, {
        glance: (run) =>
          inBooks(run, (money) => atLeast(countBy(money, 'second deliveries', money.secondDelivery), 1)),
        ...{ action: 'consider', missing: noBooks },
      }),
  },
  isolated: {
    number: 15,
    title: 'single orphans, time-outs above 5 %, gas failures above 10 %, an open breaker',
    cause: 'settlement',
    answer: (seen) =>
      anyAnswer(seen, [
        {
          glance: (run) => inBooks(run, (money) => atLeast(countOf(money, 'ORPHANED_PAYMENT'), 1)),
          ...{ action: 'keep-on', missing: noBooks, needed: true },
        },
        {
          glance: (run) => glanceAt(run, breaker),
          ...{ action: 'keep-on', missing: 'no run of matrix is saved' },
        },
        metrics(
          ['ALERT_TIMEOUT_RATE', 'ALERT_GAS_FAILURES', 'ALERT_BREAKER_OPEN', 'ALERT_ORPHANED'],
          'keep-on',
        ),
      ]),
  },
} as const satisfies Record<string, Row>
