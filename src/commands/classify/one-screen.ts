import { classes } from '../../classify/classes.ts'
import type { Classification } from '../../classify/decide.ts'
import type { Signals } from '../../classify/signals.ts'
import type { LineSort } from '../../classify/tally.ts'
import type { Block } from '../../core/report.ts'
import { safe } from '../../core/safe.ts'
import type { CommandContext, Outcome } from '../command.ts'

/** One classified text. */
export type One = { readonly said: Classification; readonly signals: Signals; readonly sort: LineSort }

const breakerWords = { yes: 'yes', no: 'no', repeated: 'only when several payers see it' } as const

const retryWords = {
  DO_NOT_RETRY: 'do not retry',
  WAIT: 'wait, and look the payment up first',
  SAME_PAYMENT: 'the same signed payment may be presented again, never a new one',
  AFTER_FIX: 'not as it is: something must be corrected first',
  SAFE_TO_RETRY: 'a new payment is safe: the chain proves that this one did not move money',
  UNKNOWN: 'not known; nobody pays again before the payment was looked up',
} as const

const stageWords = {
  chain: 'what the chain showed in a saved run',
  code: 'a machine code',
  status: 'the HTTP status and headers',
  transport: 'the code of a broken connection',
  text: 'the words of the text',
  none: 'nothing in it',
} as const

function lookUp({ signals, said }: One): readonly string[] {
  const { payer, nonce, tx } = signals.about
  if (!['WAIT', 'DO_NOT_RETRY', 'UNKNOWN'].includes(said.retry)) return []
  if (payer !== null && nonce !== null && /^0x[0-9a-f]{40}$/.test(payer) && /^0x[0-9a-f]{64}$/.test(nonce)) {
    return [`x402ops settlement show ${payer}:${nonce}`]
  }
  return tx !== null && /^0x[0-9a-f]{64}$/.test(tx) ? [`x402ops settlement show ${tx}`] : []
}

/** Does it show an answer in which no failure is named? A text that nobody understands is not that. */
function namesNoFailure({ said, signals, sort }: One): boolean {
  const { status, settled, verified } = signals
  return sort !== 'failed' && said.stage === 'none' && (status ?? settled ?? verified) !== null
}

function pairsOf(one: One): Block {
  const { said, signals } = one
  const words = classes[said.class]
  const claims = signals.claimsRetryable
  const pairs: (readonly [string, string])[] = [
    ['Class', `${said.class}: ${namesNoFailure(one) ? 'it names no failure' : words.title}`],
    ['Means', said.means],
    ['Retry', `${said.retry}: ${retryWords[said.retry]}`],
    ['Do', words.do],
    ['Breaker', `counts: ${breakerWords[said.breaker]}`],
    ['Owner', said.owner],
    ['Decided by', `${stageWords[said.stage]} (${said.row})`],
  ]
  if (said.others.length > 0) pairs.push(['Outweighed', said.others.join(', ')])
  if (signals.retryAfter !== null) pairs.push(['Retry-After', safe(signals.retryAfter, 40)])
  if (claims !== null) pairs.push(['It claims', `${claims ? '' : 'not '}retryable, which proves nothing`])
  if (said.playbook !== null) pairs.push(['Playbook', said.playbook])
  return { kind: 'pairs', pairs }
}

/** The screen and data of one classified text. The text itself is never repeated. */
export function oneOutcome(_context: CommandContext, one: One): Outcome {
  const { said, signals, sort } = one
  const { class: name, owner, breaker, retry, playbook, means, stage, row, others } = said
  return {
    kind: 'screen',
    screen: [pairsOf(one)],
    next: [...lookUp(one), `x402ops explain ${name}`],
    exitCode: name === 'unknown' ? 3 : 0,
    data: {
      ...{ schema: 'x402ops.classify/v1', kind: 'one', failed: sort === 'failed' },
      ...{ class: name, retry, breaker, owner, playbook, means, decidedBy: stage, row, outweighed: others },
      retryAfter: signals.retryAfter === null ? null : safe(signals.retryAfter, 40),
      claimsRetryable: signals.claimsRetryable,
    },
  }
}
