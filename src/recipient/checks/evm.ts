import { readNumber } from '../../core/abi-answer.ts'
import type { Finding } from '../../core/finding.ts'
import { saw } from '../../core/observation.ts'
import { type Together, together, type Vote } from '../../core/same-block.ts'
import { finding } from '../catalog.ts'
import type { EvmSeen, Probed, Recipient } from '../shapes.ts'
import { subjectOf } from '../view.ts'

const bytesIn = (code: string) => (code.length - 2) / 2
// A key whose account lets a contract act for it. Source: EIP-7702, 0xef0100 and an address.
const delegated = /^0xef0100[0-9a-f]{40}$/

/** What a token answers to a question of yes or no: `none` = it does not know the question. */
type Said = 'yes' | 'no' | 'none'

/** A contract that refuses a question does not know it; that is an answer, and not a failure of the endpoint. */
function withRefusals({ label, answer }: Vote<string>): Vote<string> {
  return !answer.seen && answer.why.code === 'REVERTED'
    ? { label, answer: saw(answer, '0x') }
    : { label, answer }
}

function said(returned: string): Said | undefined {
  if (returned === '0x') return 'none'
  // Whatever else it returns is neither a yes nor a no.
  const value = readNumber(returned)
  return value === 0n ? 'no' : value === 1n ? 'yes' : undefined
}

const ask = ({ votes }: Probed): Together<Said> => together(votes.map(withRefusals), said, (word) => word)

/** The finding for what is not known; none when everybody says the same. */
function doubtOf(one: Recipient, what: string, found: Together<unknown>): readonly Finding[] {
  if (found.kind === 'agreed') return []
  const why =
    found.kind === 'blind' ? found.why : `the endpoints contradict each other: ${found.said.join(', ')}`
  return [finding('RECIPIENT_UNKNOWN', subjectOf(one, what), { what, why }, found.evidence)]
}

type Answers = NonNullable<EvmSeen['answers']>

function judgeToken(one: Recipient, { tokenCode, balance }: Answers): readonly Finding[] {
  const { asset } = one.unit
  const code = together(
    tokenCode,
    (text) => text,
    (text) => text,
  )
  const held = together(
    balance.map(withRefusals),
    (text) => readNumber(text) ?? null,
    (value) => (value === null ? 'no number' : `${value}`),
  )
  if (code.kind === 'agreed' && code.value === '0x') {
    const why = 'there is no contract at its address.'
    return [finding('RECIPIENT_NO_TOKEN', subjectOf(one), { asset, why }, code.evidence)]
  }
  if (held.kind === 'agreed' && held.value === null) {
    const why = 'the contract at its address tells no balances.'
    return [finding('RECIPIENT_NO_TOKEN', subjectOf(one), { asset, why }, held.evidence)]
  }
  return [...doubtOf(one, 'code of the token', code), ...doubtOf(one, 'balance', held)]
}

function judgePause(one: Recipient, { paused }: Answers): readonly Finding[] {
  const found = ask(paused)
  if (found.kind !== 'agreed') return doubtOf(one, 'paused()', found)
  if (found.value !== 'yes') return []
  return [finding('RECIPIENT_TOKEN_PAUSED', subjectOf(one), { asset: one.unit.asset }, found.evidence)]
}

function judgeLists(one: Recipient, { lists }: Answers): readonly Finding[] {
  const { address, unit } = one
  const answers = lists.map((list) => ({ name: list.name, found: ask(list) }))
  const blocked = answers.find(({ found }) => found.kind === 'agreed' && found.value === 'yes')
  if (blocked !== undefined) {
    const args = { address, list: blocked.name }
    return [finding('RECIPIENT_BLACKLISTED', subjectOf(one), args, blocked.found.evidence)]
  }
  const doubts = answers.flatMap(({ name, found }) => doubtOf(one, `${name}()`, found))
  const known = answers.some(({ found }) => found.kind === 'agreed' && found.value === 'no')
  if (known || doubts.length > 0) return doubts
  return [finding('RECIPIENT_NO_LIST', subjectOf(one), { asset: unit.asset })]
}

function judgeCode(one: Recipient, { code }: Answers): readonly Finding[] {
  const found = together(
    code,
    (text) => text,
    (text) => `${bytesIn(text)} bytes`,
  )
  if (found.kind !== 'agreed') return doubtOf(one, 'code', found)
  if (found.value === '0x' || one.address === one.unit.asset) return []
  const args = { address: one.address, bytes: bytesIn(found.value), delegated: delegated.test(found.value) }
  return [finding('RECIPIENT_IS_CONTRACT', subjectOf(one), args, found.evidence)]
}

/** A refusal is an error or, as old tokens do it, a "false"; many return nothing at all when all is well. */
const refusals = (votes: readonly Vote<string>[]) =>
  votes.flatMap(({ answer }) => {
    if (answer.seen) return readNumber(answer.value) === 0n ? ['it returns false'] : []
    return answer.why.code === 'REVERTED' ? [answer.why.detail] : []
  })

/** Only when nothing else explains it: a paused token and a blocked address refuse transfers, too. */
function judgeTransfer(one: Recipient, { transfer }: Answers): readonly Finding[] {
  if (transfer === null) return []
  const [why] = refusals(transfer.votes)
  const silent = transfer.votes.find(({ answer }) => !answer.seen && answer.why.code !== 'REVERTED')
  if (silent !== undefined && !silent.answer.seen) {
    const args = { what: 'transfer of nothing', why: `${silent.label}: ${silent.answer.why.detail}` }
    return [finding('RECIPIENT_UNKNOWN', subjectOf(one, 'transfer'), args)]
  }
  if (why === undefined) return []
  if (refusals(transfer.votes).length < transfer.votes.length) {
    const args = { what: 'transfer of nothing', why: 'one endpoint refuses it and another does not' }
    return [finding('RECIPIENT_UNKNOWN', subjectOf(one, 'transfer'), args)]
  }
  return [finding('RECIPIENT_TRANSFER_REFUSED', subjectOf(one), { address: one.address, why })]
}

/** What an EVM chain says of a recipient, as findings; none of weight = it can receive. */
export function judgeEvm(one: Recipient, { at, answers }: EvmSeen): readonly Finding[] {
  if (answers === null || at.block === null) {
    const why = at.block === null ? at.why : 'nothing was asked'
    return [finding('RECIPIENT_UNKNOWN', subjectOf(one), { what: one.name, why })]
  }
  const noToken = judgeToken(one, answers)
  // Without the token its other answers mean nothing.
  if (noToken.some(({ code }) => code === 'RECIPIENT_NO_TOKEN')) return noToken
  const hard = [...judgePause(one, answers), ...judgeLists(one, answers)]
  const explained = hard.some(({ code }) => code !== 'RECIPIENT_NO_LIST')
  const soft = explained ? [] : judgeTransfer(one, answers)
  return [...noToken, ...hard, ...judgeCode(one, answers), ...soft]
}

/** What was seen of a recipient that can receive, in words that claim no more than that. */
export function seenOfEvm({ at, answers }: EvmSeen): string {
  if (answers === null || at.block === null) return 'nothing was asked'
  const saysNo = (probed: Probed) => {
    const found = ask(probed)
    return found.kind === 'agreed' && found.value === 'no'
  }
  const listed = answers.lists.some(saysNo) ? 'not blocked' : 'no blacklist is told of'
  const paused = saysNo(answers.paused) ? 'token not paused' : 'no pause is told of'
  const tried = answers.transfer === null ? ', no transfer was tried' : ''
  return `${listed}, ${paused}${tried} at block ${at.block.number}`
}
