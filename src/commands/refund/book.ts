import { OpsError } from '../../core/errors.ts'
import { formatAmount } from '../../core/money.ts'
import type { Profile } from '../../core/profile.ts'
import { shortHex } from '../../core/short.ts'
import { marked } from '../../refund/book.ts'
import { type RefundCase, type RefundState, refundStates } from '../../runs/refund-cases.ts'
import { type CommandContext, type Outcome, optionText } from '../command.ts'
import { profileRequest } from '../reconcile-flags.ts'
import { titleBlock } from '../settlement/title.ts'

const schema = 'x402ops.refund-book/v1'

/** The states that a text names. Throws `OpsError` USAGE for a word that is none. */
function statesIn(text: string, command: string): readonly RefundState[] {
  return text.split(',').map((word) => {
    const found = refundStates.find((state) => state === word.trim())
    if (found !== undefined) return found
    throw new OpsError('USAGE', {
      message: `no state of a refund is called "${word.trim().slice(0, 40)}"`,
      suggestion: `States: ${refundStates.join(', ')}.`,
      command,
    })
  })
}

function money(item: RefundCase, atomic: bigint, { pays }: Profile): string {
  const unit = pays.find(
    ({ network, unit: { asset } }) => network === item.network && asset === item.asset,
  )?.unit
  return unit === undefined ? `${atomic} atomic` : formatAmount({ ...unit, atomic })
}

function table(cases: readonly RefundCase[], profile: Profile) {
  const columns = [
    { title: 'ID', wrap: false },
    { title: 'AMOUNT', align: 'right', wrap: false },
    { title: 'TO THE PAYER', wrap: false },
    { title: 'PAID BY', wrap: false },
    { title: 'STATE', wrap: false },
  ] as const
  const rows = cases.map((item) => [
    item.id.slice(0, 6),
    money(item, item.amountAtomic, profile),
    item.payee,
    item.refundTx === null ? '-' : shortHex(item.refundTx),
    item.state,
  ])
  return rows.length === 0
    ? ({ kind: 'lines', lines: ['no refund stands in the book'] } as const)
    : ({ kind: 'table', columns, rows } as const)
}

/** `x402ops refund list`: the refund book. */
export async function runList(context: CommandContext): Promise<Outcome> {
  const { services, options } = context
  const text = optionText(options, 'state')
  const states = text === undefined ? refundStates : statesIn(text, 'refund list ')
  const { profile } = await services.profile(profileRequest(context, 'refund list'))
  const { cases, damaged } = await (await services.store()).refunds(profile.name)
  if (damaged !== null) context.note(`note: the refund book is not believed: ${damaged}`)
  const order = ({ openedAt, payee, id }: RefundCase) => `${openedAt} ${payee} ${id}`
  const shown = cases
    .filter(({ state }) => states.includes(state))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
  return {
    kind: 'screen',
    screen: [titleBlock(context, 'refund list', profile), table(shown, profile)],
    ...{
      next: [],
      exitCode: damaged === null ? 0 : 3,
      data: { schema, refunds: shown, damaged },
      rows: shown,
    },
  }
}

/** `x402ops refund mark ID STATE`: writes down what people did. Throws `OpsError` USAGE or REFUND_NOT_MARKED. */
export async function runMark(context: CommandContext): Promise<Outcome> {
  const { services, options, args, clock, global } = context
  const [id, word] = args
  const [state = 'open'] = statesIn(String(word), 'refund mark ')
  const tx = optionText(options, 'tx')?.toLowerCase() ?? null
  const paid = optionText(options, 'paidAtomic')
  const isHash = tx === null || /^0x[0-9a-f]{64}$/.test(tx)
  if (!isHash || (paid !== undefined && !/^\d{1,78}$/.test(paid))) {
    throw new OpsError('USAGE', {
      message: isHash ? '--paid-atomic is a number of atomic units' : '--tx is 0x and 64 hex digits',
      command: 'refund mark ',
    })
  }
  const { profile } = await services.profile({ name: global.profile ?? null, command: 'refund mark' })
  const at = clock.now().toISOString()
  let after: RefundCase | undefined
  const mark = { id: String(id), state, tx, paidAtomic: paid === undefined ? null : BigInt(paid), at }
  const lost = await (await services.store()).updateRefunds(profile.name, (cases) => {
    const item = marked(cases, mark)
    after = item
    return cases.map((one) => (one.id === item.id ? item : one))
  })
  if (lost !== null || after === undefined) throw new OpsError('REFUND_NOT_MARKED', { why: lost ?? '' })
  const refunds = [after]
  return {
    kind: 'screen',
    screen: [titleBlock(context, 'refund mark', profile), table(refunds, profile)],
    ...{ next: [], exitCode: 0, data: { schema, refunds, damaged: null }, rows: refunds },
  }
}
