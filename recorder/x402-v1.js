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
    return JSON.parse(Buffer.from(header, 'base64').toString('utf8'))
  } catch {
    return null
  }
}

function fromPayment({ scheme, network, payload }) {
  const proof = payload?.authorization ?? {}
  const until = Number(proof.validBefore)
  return {
    ...{ scheme: text(scheme), transfer: payload?.authorization ? 'eip3009' : null, network: text(network) },
    // Version 1 signs the price itself; the route's own price stands only in a refusal.
    ...{ payTo: text(proof.to), amountAtomic: text(proof.value), payer: text(proof.from) },
    ...{ nonce: text(proof.nonce), validBefore: Number.isSafeInteger(until) ? until : null },
  }
}

/**
 * The middleware that logs payments. `write` gets one line without a line feed; it must not throw.
 *
 * @param {{ write: (line: string) => void, asset: string, facilitator?: string }} options
 */
export function recordPayments({ write, asset, facilitator }) {
  function middleware(req, res, next) {
    const payment = decode(req.headers['x-payment'])
    if (typeof payment !== 'object' || payment === null) return next()
    const receivedAt = new Date().toISOString()
    const terms = { asset, ...fromPayment(payment) }
    let settleReason = null
    const json = res.json
    res.json = function (body) {
      if (res.statusCode === 402 && body?.x402Version === 1) settleReason = text(body.error)
      return json.call(this, body)
    }
    res.on('close', () => {
      const responseStatus = res.writableFinished ? res.statusCode : null
      const answer = decode(res.getHeader('x-payment-response'))
      const refused = responseStatus === null ? 'pending' : responseStatus >= 400 ? 'failed' : null
      const record = {
        requestId: text(req.id) ?? text(res.getHeader('x-request-id')) ?? text(req.headers['x-request-id']),
        ...{ method: req.method, route: (req.originalUrl ?? req.url).split('?')[0] },
        ...{ receivedAt, respondedAt: new Date().toISOString(), x402Version: 1, ...terms },
        // Version 1 says "refused" in one way: whether verify or settle said so is not to be seen.
        ...{ verify: answer === null ? 'unknown' : 'valid', state: answer?.success ? 'settled' : refused },
        ...{ responseStatus, settleReason, facilitator: facilitator ?? null },
        ...{ tx: text(answer?.transaction), paymentResponsePresent: res.hasHeader('x-payment-response') },
      }
      write(JSON.stringify(record))
    })
    next()
  }
  return { middleware }
}
