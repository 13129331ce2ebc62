import type { Fate } from './facilitator-wallet.ts'

/** Everything that can go wrong between the server and the facilitator once a payment has been verified. */
export const faultNames = [
  'timeout-then-confirm',
  'hang-then-confirm',
  'settlement-pending',
  'settlement-pending-500',
  'settlement-pending-once',
  'revert',
  'revert-claimed-success',
  'never-mine',
  'front-run',
  'batched',
  'gas',
  'gas-500',
  'verify-ok-settle-reject',
  'phantom',
  'phantom-empty',
  'html',
  'html-502',
  'hang',
  'reset',
  'down',
] as const

/** The name of a fault. */
export type FaultName = (typeof faultNames)[number]

/** What a fault means for the chain. `released` is the moment at which what was held back goes on. */
export function fateUnder(fault: FaultName | undefined, released: Promise<void>): Fate {
  switch (fault) {
    case 'settlement-pending':
    case 'settlement-pending-500':
    case 'settlement-pending-once':
      return { kind: 'mined-late', after: released }
    case 'front-run':
      return { kind: 'front-run' }
    case 'batched':
      return { kind: 'batched' }
    case 'never-mine':
      return { kind: 'never-mined' }
    case 'revert':
    case 'revert-claimed-success':
      return { kind: 'reverted' }
    default:
      return { kind: 'mined' }
  }
}

const badGateway = '<html><body>502 Bad Gateway</body></html>'

type Payer = { readonly network: string; readonly payer: string }
type Answer = { readonly status: number; readonly type: string; readonly body: string }

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(body) }
}

/** The words a facilitator answers under a fault; undefined when the fault is not one of words. */
export function answerUnder(fault: FaultName, who: Payer, hash: string): Answer | undefined {
  const refused = (errorReason: string) => ({ success: false, errorReason, transaction: '', ...who })
  switch (fault) {
    case 'timeout-then-confirm':
      return json(200, refused('transaction did not confirm in time: context deadline exceeded'))
    case 'gas':
      return json(200, refused('unable to estimate gas'))
    case 'gas-500':
      return json(500, { errorType: 'settle_exact_evm_error', errorMessage: 'unable to estimate gas' })
    case 'verify-ok-settle-reject':
      return json(400, { ...refused('invalid_payload'), errorMessage: 'invalid_payload' })
    case 'phantom':
      return json(200, { success: true, transaction: hash, ...who })
    case 'phantom-empty':
      return json(200, { success: true, transaction: '', ...who })
    case 'html':
    case 'html-502':
      return { status: fault === 'html' ? 200 : 502, type: 'text/html', body: badGateway }
    default:
      return undefined
  }
}
