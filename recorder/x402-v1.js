// SPDX-License-Identifier: Apache-2.0
// Writes one JSON line per payment attempt of an Express server on x402-express (version 1), which has no
// hooks: what a reconciler needs to find the payment on chain, never the signature. Three lines of use,
// the middleware directly before the paywall, `asset` being the token your routes are priced in:
//   const recorder = recordPayments({ asset: '0x..', write: (line) => stream.write(`${line}\n`) })
//   app.use(recorder.middleware)
//   app.use(paymentMiddleware(payTo, routes, facilitator))

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

function paymentOf({ scheme, network, payload }) {
  const proof = payload?.authorization ?? {}
  return {
    scheme: text(scheme),
    transfer: payload?.authorization ? 'eip3009' : null,
    network: text(network),
    payTo: text(proof.to),
    // What the buyer signed: a version 1 payment does not repeat the price of the route.
    amountAtomic: text(proof.value),
    payer: text(proof.from),
    nonce: text(proof.nonce),
    validBefore: seconds(proof.validBefore),
  }
}

function stateOf(answer, responseStatus) {
  if (answer?.success === true) return 'settled'
  // A buyer who left before the answer leaves the outcome open.
  if (responseStatus === null) return 'pending'
  return responseStatus >= 400 ? 'failed' : null
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
 * The middleware that logs payments. `write` gets one line without a line feed. The request goes on whatever
 * happens here: when `write` throws or rejects, that record is lost and the process gets one warning.
 *
 * @param {{ write: (line: string) => void, asset: string, facilitator?: string }} options
 */
export function recordPayments({ write, asset, facilitator }) {
  const { guard, put } = guardFor(write)

  function follow(req, res, payment) {
    const receivedAt = new Date().toISOString()
    const request = { method: req.method, route: (req.originalUrl ?? req.url).split('?')[0], receivedAt }
    const key = { x402Version: 1, facilitator: facilitator ?? null, asset, ...paymentOf(payment) }
    let settleReason = null
    const json = res.json
    // The only place where version 1 says why it refused is the body of its 402.
    res.json = function (body) {
      guard(() => {
        if (res.statusCode === 402 && body?.x402Version === 1) settleReason = text(body.error)
      })
      return json.call(this, body)
    }
    function end() {
      const requestId =
        text(req.id) ?? text(res.getHeader('x-request-id')) ?? text(req.headers['x-request-id'])
      const answer = decode(res.getHeader('x-payment-response'))
      const responseStatus = res.writableFinished ? res.statusCode : null
      const verify = answer === null ? 'unknown' : 'valid'
      const outcome = {
        verify,
        state: stateOf(answer, responseStatus),
        settleReason,
        tx: text(answer?.transaction),
      }
      const paymentResponsePresent = res.hasHeader('x-payment-response')
      const response = { respondedAt: new Date().toISOString(), responseStatus, paymentResponsePresent }
      put({ requestId, ...request, ...key, ...outcome, ...response })
    }
    res.on('close', () => guard(end))
  }

  function middleware(req, res, next) {
    const payment = decode(req.headers['x-payment'])
    if (payment !== null) guard(() => follow(req, res, payment))
    next()
  }
  return { middleware }
}
