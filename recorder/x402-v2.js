// SPDX-License-Identifier: Apache-2.0
// Writes one JSON line per payment attempt of an Express server on @x402/* version 2: what a reconciler
// needs to find the payment on chain, never the signature. Three lines of use, the middleware directly
// before the paywall:
//   const recorder = recordPayments({ write: (line) => stream.write(`${line}\n`) })
//   app.use(recorder.middleware)
//   app.use(paymentMiddleware(routes, recorder.attach(resourceServer)))
import { AsyncLocalStorage } from 'node:async_hooks'

const text = (value) => (typeof value === 'string' && value !== '' ? value.slice(0, 300) : null)
// Only these two have a number to give: `Number` throws for an object that hides its own conversion.
const seconds = (value) => {
  const count = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  return Number.isSafeInteger(count) ? count : null
}

function decode(header) {
  try {
    const value = JSON.parse(Buffer.from(header, 'base64').toString('utf8'))
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

function keyOf({ payload, extensions }) {
  const proof = payload?.authorization ?? payload?.permit2Authorization ?? {}
  return {
    paymentIdentifier: text(extensions?.['payment-identifier']?.info?.id),
    transfer: payload?.authorization ? 'eip3009' : payload?.permit2Authorization ? 'permit2' : null,
    payer: text(proof.from),
    nonce: text(proof.nonce),
    validBefore: seconds(proof.validBefore ?? proof.deadline),
  }
}

function termsOf(terms) {
  const { scheme, network, asset, payTo, amount } = terms ?? {}
  const where = { scheme: text(scheme), network: text(network), asset: text(asset), payTo: text(payTo) }
  return { ...where, amountAtomic: text(amount) }
}

/** Nothing of the recorder may reach the request: what fails costs a record and is said once, without details. */
function guardFor(write) {
  let warned = false
  const lost = () => {
    if (!warned)
      process.emitWarning('a payment record was lost or is not whole (said once)', 'X402RecorderWarning')
    warned = true
  }
  const guard = (work) => {
    try {
      return work()
    } catch {
      return lost()
    }
  }
  const put = (record) => guard(() => void Promise.resolve(write(JSON.stringify(record))).catch(lost))
  return { guard, put }
}

/**
 * The hooks that log payments. `write` gets one line without a line feed. A payment that is settled after its
 * response has ended gets a second line with the same requestId and nonce. Requests and settlements go on
 * whatever happens here: when `write` throws or rejects, that record is lost and the process gets one warning.
 *
 * @param {{ write: (line: string) => void, facilitator?: string }} options
 */
export function recordPayments({ write, facilitator }) {
  const { guard, put } = guardFor(write)
  const attempts = new AsyncLocalStorage()

  function follow(req, res, payment) {
    const receivedAt = new Date().toISOString()
    const request = { method: req.method, route: (req.originalUrl ?? req.url).split('?')[0], receivedAt }
    const outcome = { verify: 'unknown', state: null, settleReason: null, tx: null }
    const key = { x402Version: 2, facilitator: facilitator ?? null, ...keyOf(payment) }
    const record = { requestId: null, ...request, ...key, ...termsOf(payment.accepted), ...outcome }
    function end() {
      const answer = decode(res.getHeader('payment-response'))
      record.requestId =
        text(req.id) ?? text(res.getHeader('x-request-id')) ?? text(req.headers['x-request-id'])
      record.respondedAt = new Date().toISOString()
      record.responseStatus = res.writableFinished ? res.statusCode : null
      record.paymentResponsePresent = res.hasHeader('payment-response')
      if (answer?.success === true) record.state ??= 'settled'
      if (record.responseStatus >= 400) record.state ??= 'failed'
      // A buyer who left before the settlement leaves the outcome open.
      if (record.responseStatus === null) record.state ??= 'pending'
      record.tx ??= text(answer?.transaction)
      put(record)
    }
    res.on('close', () => guard(end))
    return record
  }

  function middleware(req, res, next) {
    const payment = decode(req.headers['payment-signature'])
    const record = payment === null ? undefined : guard(() => follow(req, res, payment))
    if (record === undefined) next()
    else attempts.run(record, next)
  }

  function note(facts) {
    const record = attempts.getStore()
    if (record === undefined) return
    Object.assign(record, facts)
    if (record.respondedAt !== undefined) put(record)
  }

  const hook = (factsOf) => async (context) => guard(() => note(factsOf(context)))
  const attach = (server) =>
    server
      .onAfterVerify(
        hook(({ result, requirements }) => {
          const verify = result.isValid ? 'valid' : 'invalid'
          return { ...termsOf(requirements), verify, settleReason: text(result.invalidReason) }
        }),
      )
      .onAfterSettle(hook(({ result }) => ({ state: 'settled', tx: text(result.transaction) })))
      .onSettleFailure(
        hook(({ error }) => {
          const settleReason = text(error.errorReason) ?? text(error.message)
          const state = settleReason === 'settlement_pending' ? 'pending' : 'failed'
          return { state, settleReason, tx: text(error.transaction) }
        }),
      )

  return { middleware, attach }
}
