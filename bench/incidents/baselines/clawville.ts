// The rules of ClawVille's matcher, written anew from their description: payments whose settlement is in doubt
// are matched with what reached the destination, by payer, amount and time. Ids of transactions that a served
// payment already names are taken. Its scan is always complete here.
import type { Answer, Contender, Exchange, Scenario } from '../shapes.ts'
import { endOf, isPaid, minedIn, type SeenTransfer, subjectOf, transfersOf } from './sim-logs.ts'

const beforeSeconds = 20 * 60
const afterSeconds = 20 * 60
const maximumRows = 10_000

type Word = 'matched' | 'manual' | 'waiting' | 'no_money'

/** What one payer sent to one destination in one transaction, added up. */
type Credit = {
  readonly tx: string
  readonly from: string
  readonly to: string
  readonly value: bigint
  readonly at: number
}

type Component = { readonly rows: readonly Exchange[]; readonly credits: readonly Credit[] }

function addUp(transfers: readonly SeenTransfer[]): readonly Credit[] {
  const sums = new Map<string, Credit>()
  for (const { tx, from, to, value, at } of transfers) {
    const key = `${tx.hash}/${from}/${to}`
    sums.set(key, { tx: tx.hash, from, to, at, value: value + (sums.get(key)?.value ?? 0n) })
  }
  return [...sums.values()]
}

function creditsIn(scenario: Scenario): readonly Credit[] {
  const bound = new Set(scenario.exchanges.filter(isPaid).flatMap(({ tx }) => tx ?? []))
  return minedIn(scenario)
    .filter(({ hash }) => !bound.has(hash))
    .flatMap((tx) => addUp(transfersOf(scenario, tx)))
}

function isEdge(row: Exchange, credit: Credit): boolean {
  return (
    row.payTo.toLowerCase() === credit.to &&
    row.payer.toLowerCase() === credit.from &&
    row.amountAtomic === credit.value &&
    credit.at >= row.paidAt - beforeSeconds &&
    credit.at <= row.closedAt + afterSeconds
  )
}

/** The component of one row: alternately the credits of its rows and the rows of its credits, until none is new. */
function componentOf(first: Exchange, rows: readonly Exchange[], credits: readonly Credit[]): Component {
  const ownRows = new Set([first])
  const ownCredits = new Set<Credit>()
  for (let grown = true; grown; ) {
    const before = ownRows.size + ownCredits.size
    for (const credit of credits) if ([...ownRows].some((row) => isEdge(row, credit))) ownCredits.add(credit)
    for (const row of rows) if ([...ownCredits].some((credit) => isEdge(row, credit))) ownRows.add(row)
    grown = ownRows.size + ownCredits.size > before
  }
  return { rows: [...ownRows], credits: [...ownCredits] }
}

/** Rows and credits of one payer, destination and amount: an edge never leaves such a group. */
function groups(rows: readonly Exchange[], credits: readonly Credit[]): readonly Component[] {
  const parts = new Map<string, { rows: Exchange[]; credits: Credit[] }>()
  const part = (key: string) => {
    const found = parts.get(key) ?? { rows: [], credits: [] }
    parts.set(key, found)
    return found
  }
  for (const row of rows) {
    part(`${row.payer}/${row.payTo}/${row.amountAtomic}`.toLowerCase()).rows.push(row)
  }
  for (const credit of credits) part(`${credit.from}/${credit.to}/${credit.value}`).credits.push(credit)
  return [...parts.values()]
}

function isCertain({ rows, credits }: Component): boolean {
  const inTime = [...rows].sort((a, b) => a.paidAt - b.paidAt)
  const arrived = [...credits].sort((a, b) => a.at - b.at)
  return (
    rows.length === credits.length &&
    inTime.every((row, index) => {
      const credit = arrived[index]
      return credit !== undefined && isEdge(row, credit)
    })
  )
}

function judge(component: Component, end: number): Word | null {
  if (component.credits.length > 0) return isCertain(component) ? 'matched' : 'manual'
  const [row] = component.rows
  if (row === undefined) return null
  return end <= row.closedAt + afterSeconds ? 'waiting' : 'no_money'
}

function match(scenario: Scenario): readonly Answer[] {
  const open = scenario.exchanges.filter((exchange) => !isPaid(exchange))
  const rows = [...open].sort((a, b) => a.paidAt - b.paidAt).slice(0, maximumRows)
  const end = endOf(scenario)
  const answers: Answer[] = []
  for (const group of groups(rows, creditsIn(scenario))) {
    const left = new Set(group.rows)
    for (const row of group.rows) {
      if (!left.has(row)) continue
      const component = componentOf(row, group.rows, group.credits)
      const word = judge(component, end)
      for (const member of component.rows) {
        left.delete(member)
        if (word !== null) answers.push({ subject: subjectOf(member), outcome: word })
      }
    }
  }
  return answers
}

/** ClawVille's matcher: silent about served payments and about money that no row asked for. */
export const clawville: Contender = {
  name: 'ClawVille',
  reconcile: (scenario) => Promise.resolve(match(scenario)),
}
