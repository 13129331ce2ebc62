// Signs between a name and its value: quotes (perhaps escaped), blanks, `:`, `=`, `#`, an opening bracket, an arrow,
// the slash of a path (`/tx/0x..`).
const between = /[\s"'`\\:=#([<>/-]/
const inName = /[A-Za-z0-9_.-]/
const mostBetween = 20
const longestName = 41

/** The name that stands in front of a place in a text, without signs and in lower case; null when none does. */
export function labelBefore(text: string, start: number): string | null {
  let end = start
  if (text.startsWith('0x', end - 2)) end -= 2
  const least = Math.max(0, end - mostBetween)
  while (end > least && between.test(text.charAt(end - 1))) end -= 1
  if (end > 3 && text.startsWith(' is', end - 3)) end -= 3
  let from = end
  while (from > 0 && end - from < longestName && inName.test(text.charAt(from - 1))) from -= 1
  const name = text.slice(from, end)
  return /[A-Za-z]/.test(name) && end < start ? plainLabel(name) : null
}

/** A name as it is compared: lower case, letters and digits only. */
export function plainLabel(label: string): string {
  return label.toLowerCase().replace(/[^a-z0-9]/g, '')
}

// What a public name ends with. Anchored at the end, one alternation: linear.
const publicEnd =
  /(?:tx|txn|txhash|txid|txs|transaction|transactionid|transactions|hash|hashes|block|blocknumber|nonce|nonces|commit|digest|sha|sha1|sha256|sha384|sha512|checksum|etag|topic|topics|topic\d|requestid|reqid|request|correlationid|correlation|traceid|traceparent|tracestate|spanid|parentid|caseid|case|runid|run|bundleid|cfray|ray|root|selector|integrity|revision|rev|logid|eventid|deliveryid|jobid|messageid|orderid|invoiceid|receiptid|fingerprint|buildid|build|userop|proof|md5|salthash|signatureid|ref)$/

// Names of what a chain made, which nobody can choose. Anchored, one alternation: linear.
const chainMade =
  /^(?:tx|txn|txhash|txid|transaction|transactionhash|transactionid|transactionsignature|settletx|settlementtx|settlementhash|refundtx|block|blockhash|parenthash|stateroot|receiptsroot|transactionsroot)$/

/** Does a name as `plainLabel` gives it say that its value was made by a chain? Such a value is no key. */
export function namesWhatAChainMade(label: string | null): boolean {
  return label !== null && chainMade.test(label)
}

// What a name holds that belongs to a secret, whatever else it says.
const secretPart =
  /token|secret|passw|pwd|priv|cred|cookie|mnemonic|seed|jwt|bearer|session|apikey|accesskey|webhook|dsn/

// Names of accounts: an address stands behind them, and addresses have a shape of their own on every chain.
const account =
  /(?:from|to|payer|payto|payee|address|account|asset|mint|owner|feepayer|recipient|sender|wallet|contract|spender|token|authority|program|pubkey|publickey)$/

/** What a name says about its value. */
export type LabelClass = 'public' | 'secret' | 'account' | 'none'

/** The class of a name as `plainLabel` gives it. */
export function classOfLabel(label: string | null): LabelClass {
  if (label === null) return 'none'
  if (/^(?:idempotencykey|publickey|pubkey)$/.test(label))
    return label === 'idempotencykey' ? 'public' : 'account'
  if (secretPart.test(label))
    return /^(?:token|tokenaddress|tokencontract|paymenttoken)$/.test(label) ? 'account' : 'secret'
  if (publicEnd.test(label)) return 'public'
  return account.test(label) ? 'account' : 'none'
}
