import { amountOf, formatAmountBoth } from '../../core/money.ts'
import { formatDuration, formatUtc } from '../../core/time.ts'
import type { Terms } from '../../x402/challenge.ts'
import { headerName } from '../../x402/headers.ts'
import type { HiddenPart, Intake } from '../../x402/intake.ts'
import type { SignedReceipt } from '../../x402/signed-receipt.ts'
import { networkName, tokenUnit } from '../../x402/token-unit.ts'
import { validityAt } from '../../x402/validity.ts'

type Pair = readonly [label: string, value: string]

/** Says "-" for a value that is not there. */
type Row = readonly [label: string, value: string | null]

const given = (rows: readonly Row[]): readonly Pair[] =>
  rows.flatMap(([label, value]) => (value === null || value === '' ? [] : [[label, value] as const]))

const wanted = (rows: readonly Row[]): readonly Pair[] =>
  rows.map(([label, value]) => [label, value ?? 'not named'])

function amountText(atomic: bigint | null, network: string | null, asset: string | null): string | null {
  if (atomic === null) return null
  const unit = tokenUnit(network, asset)
  return unit === null ? `${atomic} atomic units` : formatAmountBoth(amountOf(atomic, unit))
}

function networkText(network: string | null): string | null {
  const name = networkName(network)
  return name === null || network === null ? network : `${network} (${name})`
}

function moment(seconds: number): string {
  const at = new Date(seconds * 1000)
  return Number.isNaN(at.getTime()) ? `${seconds} s after 1970` : formatUtc(at)
}

function validText(value: Extract<Intake, { kind: 'payment' }>['value'], now: Date): string | null {
  const { validAfter, validBefore } = value
  if (validBefore === null) return null
  const nowSeconds = Math.floor(now.getTime() / 1000)
  const from = validAfter === null || validAfter === 0 ? '' : `from ${moment(validAfter)} `
  const until = `${from}until ${moment(validBefore)}`
  const state = validityAt(value, nowSeconds)
  const left = formatDuration((validBefore - nowSeconds) * 1000)
  if (state === 'expired') return `${until}: expired ${formatDuration((nowSeconds - validBefore) * 1000)} ago`
  if (state === 'not yet') return `${until}: not yet valid`
  return `${until}: live for ${left}, so keep this header secret`
}

function termsText({ scheme, amountAtomic, network, asset, payTo, maxTimeoutSeconds }: Terms): string {
  const parts = [
    scheme ?? 'no scheme',
    amountText(amountAtomic, network, asset) ?? 'no readable amount',
    `on ${networkText(network) ?? 'no network'}`,
    `to ${payTo ?? 'nobody'}`,
    ...(maxTimeoutSeconds === null ? [] : [`within ${maxTimeoutSeconds} s`]),
  ]
  return tokenUnit(network, asset) === null && asset !== null
    ? [...parts, `token ${asset}`].join(', ')
    : parts.join(', ')
}

function receiptPairs(receipt: SignedReceipt | undefined): readonly Pair[] {
  if (receipt === undefined) return []
  const { network, resource, issuedAt, tx } = receipt
  const issued = issuedAt === null ? null : `issued ${moment(issuedAt)}`
  const parts = [networkText(network), resource, issued].filter((text) => text !== null)
  const named = tx === null ? 'it keeps the transaction to itself' : `transaction ${tx}`
  return [
    ['receipt', parts.join(', ')],
    ['claims', `${named}; who signed it was not checked, and only the chain decides`],
  ]
}

function contentPairs(intake: Intake, now: Date): readonly Pair[] {
  switch (intake.kind) {
    case 'payment': {
      const { value } = intake
      const method = value.transfer === 'none' ? 'unknown method' : value.transfer
      return [
        ...wanted([
          ['payer', value.payer],
          ['nonce', value.nonce],
          ['pays', amountText(value.amountAtomic, value.network, value.asset)],
          ['to', value.payTo],
          ['network', networkText(value.network)],
        ]),
        ...given([
          ['token', value.asset],
          ['scheme', `${value.scheme ?? 'not named'}, ${method}`],
          ['valid', validText(value, now)],
          ['resource', value.resource],
        ]),
      ]
    }
    case 'required': {
      const { accepts, error, resource, otherPayTo } = intake.value
      const offers = accepts.map((terms, index) => [`option ${index + 1}`, termsText(terms)] as const)
      return [
        ...given([
          ['resource', resource],
          ['says', error],
        ]),
        ...offers.slice(0, 20),
        ...given([
          ['and', offers.length > 20 ? `${offers.length - 20} more (-o json has all)` : null],
          ['also pays', otherPayTo.join(', ')],
        ]),
      ]
    }
    case 'settle-answer': {
      const { success, tx, payer, network, amountAtomic, reason, receipt } = intake.value
      return [
        ['settled', success ? 'yes, it says' : 'no, it says; only the chain decides whether money moved'],
        ...wanted([
          ['tx', tx],
          ['payer', payer],
          ['network', networkText(network)],
        ]),
        ...given([
          ['amount', amountAtomic === null ? null : `${amountAtomic} atomic units`],
          ['reason', reason],
        ]),
        ...receiptPairs(receipt),
      ]
    }
    case 'verify-answer':
      return given([
        ['verified', intake.value.valid === null ? null : intake.value.valid ? 'yes' : 'no'],
        ['reason', intake.value.reason],
        ['payer', intake.value.payer],
      ])
    case 'onchain-proof':
    case 'settlement-record': {
      const { value } = intake
      const tx = 'tx' in value ? value.tx : value.transaction
      return given([
        ['tx', tx],
        ['payer', 'payer' in value ? value.payer : null],
        ['pays', amountText(value.amountAtomic, value.network, value.asset)],
        ['to', value.payTo],
        ['network', networkText(value.network)],
        ['nonce', 'nonce' in value ? value.nonce : null],
        ['verified', 'verifiedAt' in value ? value.verifiedAt : null],
        ['resource', 'resource' in value ? value.resource : null],
      ])
    }
    default:
      return given(Object.entries(intake.value as Readonly<Record<string, string | null>>))
  }
}

function hiddenPair({ what, bytes }: HiddenPart): Pair {
  const size = bytes > 0 ? ` (${bytes} bytes)` : ''
  // A long label would push a hash beyond 80 columns.
  return what.length > 11 ? ['hidden', `${what}${size}`] : [what, `hidden${size}`]
}

function placeText({ header, where }: Intake): string | null {
  const name = header === null ? '' : headerName(header)
  const parts = where.toLowerCase().endsWith(name.toLowerCase()) ? [where] : [name, where]
  return parts.filter((part) => part !== '').join(', ')
}

/** The public fields of a document for people, where it stood, what is hidden, and the hash of the header. */
export function decodePairs(intake: Intake, now: Date): readonly Pair[] {
  return [
    ...given([['found in', placeText(intake)]]),
    ...contentPairs(intake, now),
    ...intake.hidden.map(hiddenPair),
    ...given([['sha256', intake.sha256]]),
  ]
}
