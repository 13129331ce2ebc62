// SPDX-License-Identifier: Apache-2.0
// Writes one JSON line per payment attempt of an Express server on x402-express (version 1), which has no
// hooks: what a reconciler needs to find the payment on chain, never the signature. Three lines of use,
// the middleware directly before the paywall, `asset` being the token your routes are priced in:
//   const recorder = recordPayments({ asset: '0x..', write: (line) => stream.write(`${line}\n`) })
//   app.use(recorder.middleware)
//   app.use(paymentMiddleware(payTo, routes, facilitator))

const text = (value) => (typeof value === 'string' && value !== '' ? value.slice(0, 300) : null)

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
  const until = Number(proof.validBefore)
  return {
    scheme: text(scheme),
    transfer: payload?.authorization ? 'eip3009' : null,
    network: text(network),
    payTo: text(proof.to),
    // What the buyer signed: a version 1 payment does not repeat the price of the route.
    amountAtomic: text(proof.value),
    payer: text(proof.from),
    nonce: text(proof.nonce),
    validBefore: Number.isSafeInteger(until) ? until : null,
  }
}

function stateOf(answer, responseStatus) {
  if (answer?.success === true) return 'settled'
  // A buyer who left before the answer leaves the outcome open.
  if (responseStatus === null) return 'pending'
  return responseStatus >= 400 ? 'failed' : null
}

/**
 * The middleware that logs payments. `write` gets one line without a line feed; it must not throw.
 *
 * @param {{ write: (line: string) => void, asset: string, facilitator?: string }} options
 */
export function recordPayments({ write, asset, facilitator }) {
  function middleware(req, res, next) {
    const payment = decode(req.headers['x-payment'])
    if (payment === null) return next()
    const receivedAt = new Date().toISOString()
    const request = { method: req.method, route: (req.originalUrl ?? req.url).split('?')[0], receivedAt }
    const key = { x402Version: 1, facilitator: facilitator ?? null, asset, ...paymentOf(payment) }
    let settleReason = null
    const json = res.json
    // The only place where version 1 says why it refused is the body of its 402.
    res.json = function (body) {
      if (res.statusCode === 402 && body?.x402Version === 1) settleReason = text(body.error)
      return json.call(this, body)
    }
    res.on('close', () => {
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
      write(JSON.stringify({ requestId, ...request, ...key, ...outcome, ...response }))
    })
    next()
  }
  return { middleware }
}
