import type { Finding } from '../../core/finding.ts'
import { together } from '../../core/same-block.ts'
import { finding } from '../catalog.ts'
import type { AccountSeen, Recipient, SolanaSeen } from '../shapes.ts'
import { isDerived, tokenPrograms } from '../solana/token-account.ts'
import { subjectOf } from '../view.ts'

/** An account in one word, so that two endpoints can be compared. */
const nameOf = (account: AccountSeen | null) =>
  account === null
    ? 'no account'
    : [account.owner, account.decimals, account.token?.mint, account.token?.owner, account.token?.state].join(
        ' ',
      )

// `together` reads "undefined" as unreadable; an account that is not there is a fact.
const asIs = (account: AccountSeen | null) => ({ account })

function unknown(one: Recipient, what: string, why: string): readonly Finding[] {
  return [finding('RECIPIENT_UNKNOWN', subjectOf(one), { what, why })]
}

function judgeMint(one: Recipient, { mint }: SolanaSeen): readonly Finding[] {
  const { asset, decimals } = one.unit
  const found = together(mint, asIs, ({ account }) => nameOf(account))
  if (found.kind === 'blind') return unknown(one, 'the token', found.why)
  if (found.kind === 'split') {
    return unknown(one, 'the token', `the endpoints contradict each other: ${found.said.join(', ')}`)
  }
  const { account } = found.value
  const why =
    account === null
      ? 'there is no account at its address.'
      : !tokenPrograms.includes(account.owner) || account.decimals === null
        ? 'the account at its address is no token.'
        : account.decimals !== decimals
          ? `it has ${account.decimals} decimals, the profile says ${decimals}.`
          : null
  return why === null ? [] : [finding('RECIPIENT_NO_TOKEN', subjectOf(one), { asset, why }, found.evidence)]
}

function foreignText(one: Recipient, { owner, token }: AccountSeen, program: string): string | null {
  if (owner !== program || token === null) return 'it is no account of the program that keeps the token.'
  if (token.mint !== one.unit.asset) return `it holds another token, ${token.mint}.`
  if (token.owner !== one.address) return `it belongs to ${token.owner}.`
  return token.state === 'uninitialized' ? 'it was never set up.' : null
}

/** What Solana says of a recipient, as findings; none = it can receive. */
export function judgeSolana(one: Recipient, seen: SolanaSeen): readonly Finding[] {
  const wrong = judgeMint(one, seen)
  const { program, account, votes } = seen
  if (wrong.length > 0) return wrong
  if (program === null || account === null) {
    return unknown(one, 'token account', 'it could not be derived from this address')
  }
  const found = together(votes, asIs, (each) => nameOf(each.account))
  if (found.kind === 'blind') return unknown(one, 'token account', found.why)
  if (found.kind === 'split') {
    return unknown(one, 'token account', `the endpoints contradict each other: ${found.said.join(', ')}`)
  }
  const args = { address: one.address, account }
  const about = subjectOf(one)
  const held = found.value.account
  if (held === null) {
    const derived = isDerived(one.address)
    return [finding('RECIPIENT_TOKEN_ACCOUNT_MISSING', about, { ...args, derived }, found.evidence)]
  }
  const why = foreignText(one, held, program)
  if (why !== null) {
    return [finding('RECIPIENT_TOKEN_ACCOUNT_FOREIGN', about, { ...args, why }, found.evidence)]
  }
  if (held.token?.state !== 'frozen') return []
  return [finding('RECIPIENT_TOKEN_ACCOUNT_FROZEN', about, args, found.evidence)]
}
