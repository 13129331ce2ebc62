import { readNumber } from '../core/abi-answer.ts'
import { amountOf } from '../core/money.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { Block, Cell } from '../core/report.ts'
import { together } from '../core/same-block.ts'
import type { EvmSeen, Recipient, RecipientExpected, RecipientSeen, SolanaSeen } from './shapes.ts'
import { readinessOf, rowsOf } from './view.ts'

function balanceCell({ unit }: Recipient, seen: EvmSeen | SolanaSeen | null): Cell {
  if (seen === null) return '-'
  if (seen.kind === 'solana') {
    const held = together(seen.votes, (account) => account?.token?.amount, String)
    return held.kind === 'agreed' ? amountOf(held.value, unit) : '-'
  }
  const held = together(seen.answers?.balance ?? [], readNumber, String)
  return held.kind === 'agreed' ? amountOf(held.value, unit) : '-'
}

/** One row for each receiver: ready, not-ready, n/a or unknown, and what it holds. */
export function recipientScreen(
  seen: RecipientSeen,
  expected: RecipientExpected,
  findings: readonly PhrasedFinding[],
): readonly Block[] {
  const columns = [
    { title: 'STATE', wrap: false as const },
    { title: 'NETWORK' },
    { title: 'ADDRESS', wrap: false as const },
    { title: 'HOLDS', align: 'right' as const, wrap: false as const },
  ]
  const rows = rowsOf(seen, expected).map(([one, row]) => [
    readinessOf(one, findings),
    one.name,
    one.address,
    balanceCell(one, row),
  ])
  const closes = findings.filter(({ code }) => code === 'RECIPIENT_BALANCE_CLOSES').map(({ text }) => text)
  return [
    ...(rows.length === 0 ? [] : [{ kind: 'table', columns, rows } as const]),
    ...(closes.length === 0 ? [] : [{ kind: 'lines', lines: closes } as const]),
  ]
}
