import type { CaseDocument } from '../core/report.ts'
import { type Rule, ruleOf } from './classes.ts'
import type { Classification } from './decide.ts'
import type { About } from './signals.ts'

const elsewhere = ['ASSET_OR_NETWORK_MISMATCH', 'RECIPIENT_MISMATCH', 'AMOUNT_SHORT']
const undecided = ['INDETERMINATE', 'AMBIGUOUS', 'PENDING_FINALITY', 'OPEN', 'REVERSED_BY_REORG']

/** Finds the payments of a saved run that a text can be about. */
export type CaseLookup = (
  about: Pick<About, 'nonce' | 'payer' | 'tx' | 'requestId'>,
) => readonly CaseDocument[]

/** The payments of a run by nonce (and payer, where it is said), else by transaction, else by request id. */
export function lookupIn(cases: readonly CaseDocument[]): CaseLookup {
  const index = new Map<string, CaseDocument[]>()
  const put = (key: string, item: CaseDocument) => {
    const list = index.get(key)
    if (list === undefined) index.set(key, [item])
    else if (!list.includes(item)) list.push(item)
  }
  for (const item of cases) {
    if (item.nonce !== null) put(`nonce ${item.nonce}`, item)
    if (item.tx !== null) put(`tx ${item.tx}`, item)
    for (const id of item.requestIds) put(`request ${id}`, item)
  }
  const get = (kind: string, value: string | null) =>
    value === null ? [] : (index.get(`${kind} ${value}`) ?? [])
  return ({ nonce, payer, tx, requestId }) => {
    const byNonce = get('nonce', nonce).filter((item) => payer === null || item.payer === payer)
    if (byNonce.length > 0) return byNonce
    const byTx = get('tx', tx)
    return byTx.length > 0 ? byTx : get('request', requestId)
  }
}

/** Is it proven that the authorization can never move money any more? */
function isProvenUnpaid({ facts, moneyMoved }: CaseDocument): boolean {
  const gone = facts.nonce === 'cancelled' || (facts.nonce === 'unused' && facts.expired === true)
  return moneyMoved === false && facts.covered === true && facts.effect === 'none' && gone
}

function ruleOfCase(item: CaseDocument, said: Classification): Rule {
  const { code, moneyMoved } = item
  if (undecided.includes(code))
    return ruleOf('indeterminate', 'The saved run has not decided this payment either.')
  if (moneyMoved === true && elsewhere.includes(code)) {
    return ruleOf('transfer-mismatch', 'The chain shows a transfer, and it is not the one that was due.')
  }
  if (moneyMoved === true) {
    const means =
      'The chain shows that this payment moved the money, whatever the answer said: deliver or refund it.'
    return ruleOf('duplicate', means, { owner: 'us', playbook: 'orphaned-payment' })
  }
  if (!isProvenUnpaid(item))
    return ruleOf('indeterminate', 'The saved run does not prove that no money moved.')
  const means = `${said.means} The chain proves that no money moved, and none can any more.`
  const kind = said.class === 'indeterminate' || said.class === 'duplicate' ? 'transient' : said.class
  return { ...said, class: kind, retry: 'SAFE_TO_RETRY', means }
}

/**
 * What the chain says goes before every text. `cases` are the payments of a saved run that the text is about; several
 * different ones decide nothing.
 */
export function withChainTruth(said: Classification, cases: readonly CaseDocument[]): Classification {
  const [first] = cases
  if (first === undefined) return said
  const others = said.row === 'none' ? said.others : [said.row, ...said.others]
  if (cases.length > 1) {
    const means = `${cases.length} payments of the saved run fit this text; which one it is about is not said.`
    const rule = ruleOf('indeterminate', means)
    return { ...rule, stage: 'chain', row: 'chain: several payments', others }
  }
  const rule = ruleOfCase(first, said)
  const { class: name, owner, breaker, retry, playbook, means } = rule
  return {
    ...{ class: name, owner, breaker, retry, playbook, means },
    stage: 'chain',
    row: `chain ${first.code}`,
    others,
  }
}
