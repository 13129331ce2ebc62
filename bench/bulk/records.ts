import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { type Plan, place } from './plan.ts'
import { mix } from './words.ts'

const routes = ['/v1/quote', '/v1/answer', '/v1/image', '/v1/search'] as const
const batch = 2000

/** Unix milliseconds. What repeats the payment before it comes after it. */
function receivedAt(plan: Plan, payment: number): number {
  const own = plan.timeOf(plan.blockOf(payment)) * 1000 - 1900 + (mix(payment) % 800)
  if (plan.storyOf(payment).before === undefined) return own
  return Math.max(own, receivedAt(plan, payment - 1) + 50)
}

/** The record of one payment as a line of JSON without its end; undefined when none was written. */
export function recordLine(plan: Plan, payment: number): string | undefined {
  const story = plan.storyOf(payment)
  const { record, before } = story
  if (record === null) return undefined
  const receivedMs = receivedAt(plan, payment)
  const ok = record.status === 200
  const tx = {
    own: () => plan.txs.text(payment),
    before: () => plan.txs.text(payment - 1),
    lost: () => plan.lost.text(payment),
    none: () => null,
  }[record.tx]()
  const request = before === 'request' ? payment - 1 : payment
  return JSON.stringify({
    requestId: `req-${request}`,
    route: routes[mix(request) % routes.length],
    method: 'POST',
    receivedAt: new Date(receivedMs).toISOString(),
    respondedAt: new Date(receivedMs + 2500).toISOString(),
    x402Version: 2,
    scheme: 'exact',
    transfer: 'eip3009',
    network: place.network,
    asset: place.usdc,
    payTo: place.payTo,
    amountAtomic: String(plan.priceOf(before === 'nonce' ? payment - 1 : payment)),
    payer: plan.payerAddress(plan.payerOf(payment)),
    nonce: plan.nonces.text(before === 'nonce' ? payment - 1 : payment),
    validBefore: Math.floor(receivedMs / 1000) + 60,
    verify: 'valid',
    state: record.state,
    responseStatus: record.status,
    ...(tx === null ? {} : { tx }),
    ...(ok ? { paymentResponsePresent: true } : {}),
    ...(record.tx === 'none' || ok ? {} : { settleReason: 'unexpected_error' }),
    ...refundOf(plan, payment),
  })
}

function refundOf(plan: Plan, payment: number): { readonly refundTx?: string } {
  const { record } = plan.storyOf(payment)
  return record?.state === 'refunded' ? { refundTx: plan.txs.text(payment + 1) } : {}
}

/** The lines as a log writes them: nearly in time, as requests end in another order than they came. */
export function* recordLines(plan: Plan): Generator<string> {
  const whole = plan.payments - (plan.payments % 64)
  for (let at = 0; at < plan.payments; at += 1) {
    const line = recordLine(plan, at < whole ? at ^ 0x2a : at)
    if (line !== undefined) yield line
  }
}

/** Writes all records as JSON lines; in memory stand a few at a time. */
export async function writeRecords(plan: Plan, file: string): Promise<void> {
  const out = createWriteStream(file)
  const done = once(out, 'close')
  let lines: string[] = []
  const flush = async () => {
    if (lines.length > 0 && !out.write(`${lines.join('\n')}\n`)) await once(out, 'drain')
    lines = []
  }
  for (const line of recordLines(plan)) {
    lines.push(line)
    if (lines.length === batch) await flush()
  }
  await flush()
  out.end()
  await done
}
