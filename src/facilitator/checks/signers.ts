import type { Finding, Subject } from '../../core/finding.ts'
import type { Look } from '../../core/observation.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { gasLevel } from '../gas.ts'
import { allSubject } from '../page.ts'
import type { FacilitatorExpected, FacilitatorSeen, SignerSeen, Target } from '../shapes.ts'

type Account = { readonly address: string; readonly network: string; readonly whose: string }

function targetsOf({ urls }: SignerSeen, { targets }: FacilitatorExpected): readonly Target[] {
  return targets.filter(({ url }) => urls.includes(url))
}

function lowOf(
  signer: SignerSeen,
  expected: FacilitatorExpected,
): { readonly low: bigint; readonly assumed: boolean } {
  const given = targetsOf(signer, expected).flatMap(({ signerLow }) => signerLow[signer.network] ?? [])
  const [first, ...rest] = given
  if (first === undefined) {
    const { low, known } = gasLevel(signer.network)
    return { low, assumed: !known }
  }
  return { low: rest.reduce((most, value) => (value > most ? value : most), first), assumed: false }
}

/** A hundredth of "low" pays for about two settlements: no more to count on. */
function isEmpty(signer: SignerSeen, expected: FacilitatorExpected): boolean {
  const { balance } = signer
  return balance.seen && balance.value * 100n < lowOf(signer, expected).low
}

function lookOf({ at, source, ref }: Look, network: string): readonly Look[] {
  return [{ at, source, ref: `${ref} on ${network}` }]
}

function accountOf(signer: SignerSeen, expected: FacilitatorExpected): Account {
  const hosts = targetsOf(signer, expected).map(({ label }) => label)
  return { address: signer.address, network: signer.network, whose: hosts.join(', ') || 'your own' }
}

function judgeBalance(
  signer: SignerSeen,
  seen: FacilitatorSeen,
  expected: FacilitatorExpected,
  subject: Subject,
) {
  const account = accountOf(signer, expected)
  const { balance, network } = signer
  const evidence = lookOf(balance, network)
  if (!balance.seen) {
    const args = { ...account, what: 'The gas', why: balance.why.detail }
    return finding('FACILITATOR_SIGNER_UNKNOWN', subject, args, evidence)
  }
  const { decimals, symbol } = gasLevel(network)
  const amount = (atomic: bigint) => ({ atomic, decimals, symbol, asset: 'native', network })
  const { low, assumed } = lowOf(signer, expected)
  const held = { ...account, held: amount(balance.value), low: amount(low), assumed }
  if (isEmpty(signer, expected)) {
    const others = seen.signers.filter(
      (other) =>
        other !== signer && other.network === network && other.balance.seen && !isEmpty(other, expected),
    ).length
    return finding('FACILITATOR_SIGNER_EMPTY', subject, { ...held, others }, evidence)
  }
  if (balance.value < low) return finding('FACILITATOR_SIGNER_LOW', subject, held, evidence)
  const nonce = signer.nonces.at(-1)
  const waiting = nonce?.seen === true ? nonce.value.pending - nonce.value.latest : null
  return finding(
    'FACILITATOR_SIGNER_OK',
    subject,
    { ...account, held: amount(balance.value), waiting },
    evidence,
  )
}

function judgeNonces(
  signer: SignerSeen,
  expected: FacilitatorExpected,
  subject: Subject,
): readonly Finding[] {
  const account = accountOf(signer, expected)
  const blind = signer.nonces.find((look) => !look.seen)
  if (blind !== undefined && !blind.seen) {
    // Without any endpoint the balance says the same.
    if (!signer.balance.seen) return []
    const args = { ...account, what: 'What waits', why: blind.why.detail }
    return [finding('FACILITATOR_SIGNER_UNKNOWN', subject, args, lookOf(blind, signer.network))]
  }
  const looks = signer.nonces.flatMap((look) => (look.seen ? [look] : []))
  const [first, last] = [looks[0], looks.at(-1)]
  if (first === undefined || last === undefined) return []
  const evidence = looks.flatMap((look) => lookOf(look, signer.network))
  const waiting = last.value.pending - last.value.latest
  if (waiting <= 0) return []
  if (first === last) {
    const args = {
      ...account,
      what: 'Whether what waits moves on',
      why: 'there was no time for a second look',
    }
    return [finding('FACILITATOR_SIGNER_UNKNOWN', subject, args, evidence)]
  }
  if (last.value.latest === first.value.latest) {
    const afterMs = Date.parse(last.value.at) - Date.parse(first.value.at)
    const args = { ...account, waiting, latest: last.value.latest, afterMs, source: last.source }
    return [finding('FACILITATOR_SIGNER_STUCK', subject, args, evidence)]
  }
  if (waiting <= expected.mostPending) return []
  const args = { ...account, waiting, most: expected.mostPending }
  return [finding('FACILITATOR_SIGNER_BUSY', subject, args, evidence)]
}

function judge(seen: FacilitatorSeen, expected: FacilitatorExpected): readonly Finding[] {
  const subjectOf = (signer: SignerSeen, part: string): Subject => {
    return { kind: 'endpoint', id: `signer ${signer.address} ${signer.network} ${part}` }
  }
  if (seen.signers.length === 0) {
    const of = expected.targets.map(({ label }) => label)
    return of.length === 0 ? [] : [finding('FACILITATOR_NO_SIGNERS', allSubject('signers'), { of })]
  }
  const able = seen.signers.filter((signer) => signer.balance.seen && !isEmpty(signer, expected)).length
  const args = { left: seen.signersLeft, able }
  const left = args.left === 0 ? [] : [finding('FACILITATOR_SIGNERS_LEFT', allSubject('signers left'), args)]
  return [
    ...seen.signers.flatMap((signer) => [
      judgeBalance(signer, seen, expected, subjectOf(signer, 'gas')),
      ...judgeNonces(signer, expected, subjectOf(signer, 'nonce')),
    ]),
    ...left,
  ]
}

/** The gas of every signer, and whether what it sent moves on between two looks. */
export const signers: Check<FacilitatorSeen, FacilitatorExpected> = {
  id: 'signers',
  question: 'Can its signers pay for settlements, and do they?',
  judge,
}
