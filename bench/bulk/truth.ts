import { writeFileSync } from 'node:fs'
import type { Outcome } from '../../src/reconcile/outcome.ts'
import type { Plan } from './plan.ts'
import { matched } from './stories.ts'

/** What a reconciler must find, counted from the plan. */
export type Truth = {
  readonly records: number
  /** Logs of transfers and authorizations that concern us, the ones our payers caused elsewhere included. */
  readonly logs: number
  readonly classes: Readonly<Partial<Record<Outcome, number>>>
}

/** A payment that is not simply matched. */
export type OddOne = {
  readonly payment: number
  readonly story: string
  readonly outcome: Outcome | null
  readonly nonce: string
  readonly tx: string
}

const logsOf = {
  paid: 2,
  stranger: 2,
  elsewhere: 2,
  cancelled: 1,
  plain: 1,
  refund: 1,
  nothing: 0,
  reverted: 0,
}

/** Counts the truth of a plan; some 50 ns a payment. */
export function truthOf(plan: Plan): Truth {
  const classes: Partial<Record<Outcome, number>> = {}
  let records = 0
  let logs = 0
  for (let payment = 0; payment < plan.payments; payment += 1) {
    const { outcome, record, chain } = plan.storyOf(payment)
    if (outcome !== null) classes[outcome] = (classes[outcome] ?? 0) + 1
    if (record !== null) records += 1
    logs += logsOf[chain]
  }
  return { records, logs, classes }
}

/** Every payment that is not simply matched, in order. */
export function* oddOnes(plan: Plan): Generator<OddOne> {
  for (let payment = 0; payment < plan.payments; payment += 1) {
    const story = plan.storyOf(payment)
    if (story === matched) continue
    const key = story.before === 'nonce' ? payment - 1 : payment
    yield {
      payment,
      story: story.name,
      outcome: story.outcome,
      nonce: plan.nonces.text(key),
      tx: plan.txs.text(payment),
    }
  }
}

/** Writes the truth as JSON: the counts, then every odd payment. */
export function writeTruth(plan: Plan, file: string): void {
  writeFileSync(file, JSON.stringify({ ...truthOf(plan), odd: [...oddOnes(plan)] }, null, 1))
}
