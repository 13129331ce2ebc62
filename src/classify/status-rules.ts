import { type Rule, ruleOf } from './classes.ts'
import type { Matched } from './codes/lookup.ts'
import type { Signals } from './signals.ts'

const gateNames = { circuit: 'X-Circuit-State', shield: 'X-Shield-Status', preflight: 'X-Preflight-Status' }
const lost = ruleOf(
  'indeterminate',
  'The answer to settle was lost or was an error: the money may have moved.',
)
const limited = ruleOf('transient', 'Too many requests; wait as long as Retry-After says.', {
  playbook: 'rate-limit-spike',
})
const refusedInput = ruleOf(
  'customer-input',
  'The request was refused before the paywall: no outage, and nothing was charged.',
)

/** What an error status of the facilitator means. */
function ofFacilitator(status: number, phase: 'verify' | 'settle'): Rule | undefined {
  if (status === 401 || status === 403) {
    return ruleOf('infrastructure', 'The facilitator refuses our credentials; check them and the clock.', {
      ...{ owner: 'us', playbook: 'facilitator-auth' },
    })
  }
  if (status === 429) return { ...limited, owner: 'facilitator' }
  if (status >= 500 || status === 408) {
    if (phase === 'settle') return lost
    return ruleOf('infrastructure', 'The facilitator failed to verify; nothing was sent to the chain.')
  }
  if (status === 400 || status === 404 || status === 405 || status === 415) {
    return ruleOf('permanent-config', 'The facilitator does not take what our server sends it.', {
      ...{ owner: 'us', playbook: 'verify-ok-settle-fail' },
    })
  }
  return undefined
}

/** What an error status of the paid service means. */
function ofService(status: number, hasPayment: boolean): Rule | undefined {
  if (status === 429) return { ...limited, owner: 'us' }
  if (status === 408) return ruleOf('transient', 'The request did not arrive whole in time.')
  if (status === 409) {
    return ruleOf('duplicate', 'The payment identifier was used before, with another payment.', {
      owner: 'payer',
    })
  }
  if (status === 412)
    return ruleOf('permanent-client', 'The payer has not allowed Permit2 to move the amount.')
  if ([400, 404, 405, 406, 413, 414, 415, 422, 431].includes(status)) return refusedInput
  if ((status === 502 || status === 504) && hasPayment) return lost
  if (status >= 500) {
    return ruleOf(
      'infrastructure',
      'The service or what stands before it failed; it may have been charged first.',
      {
        ...{ owner: 'unknown', retry: 'WAIT' },
      },
    )
  }
  return undefined
}

/** The rule of status and known headers; undefined for a 402, a success, and what says nothing without a context. */
export function ruleOfStatus(signals: Signals): Matched | undefined {
  const { status, gate, phase, about, paid } = signals
  if (gate !== null && (status === null || status >= 400)) {
    const means = `Turned away by a gate (${gateNames[gate]}); the request never reached the payment.`
    return { rule: ruleOf('gate-closed', means), row: `header ${gateNames[gate]}` }
  }
  if (status === null || status < 400) {
    if (status !== 202 || (about.nonce === null && about.payer === null)) return undefined
    const means = 'The payment was queued (202): neither delivered nor failed.'
    return { rule: ruleOf('indeterminate', means, { owner: 'us' }), row: 'status 202' }
  }
  const rule = phase === null ? ofService(status, paid || about.nonce !== null) : ofFacilitator(status, phase)
  const row = phase === null ? `status ${status}` : `status ${status} of ${phase}`
  return rule === undefined ? undefined : { rule, row }
}
