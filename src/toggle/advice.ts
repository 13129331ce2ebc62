import { table } from './rows/index.ts'
import type { Action, Cause, GuideExpected, GuideSeen, Row, RowAnswer, Smaller } from './shapes.ts'

/** A row with its answer. */
export type Answered = { readonly row: Row; readonly answer: RowAnswer }

/**
 * The advice: `action` null = no verdict. `unknown` are the rows above the one that decided and those below that may
 * ask for more, so that with any of them the advice is a lower bound; with no verdict, all that are not known.
 */
export type Advice = {
  readonly action: Action | null
  /** The number of the row that decided; 18 when nothing is met and something is not known. */
  readonly row: number
  readonly unknown: readonly number[]
  /** Every row that is met, and what makes paid traffic unsafe by them. */
  readonly met: readonly number[]
  readonly causes: readonly Cause[]
  readonly partial: readonly Smaller[]
  /** The table says off and off means open here: the advice is another one then. */
  readonly refused: boolean
  readonly answers: readonly Answered[]
}

const first = 17
const lastRow = 18

/** The rows in the order in which they decide: 17 first. */
function deciding(answers: readonly Answered[]): readonly Answered[] {
  const isFirst = ({ row }: Answered) => row.number === first
  return [...answers.filter(isFirst), ...answers.filter((each) => !isFirst(each))]
}

const strength: Readonly<Record<Action, number>> = {
  'not-the-flag': 3,
  'off-now': 2,
  consider: 1,
  'keep-on': 0,
}

/**
 * The row that decides: the first that is met, unless a later one asks for more. Then the later one: some rows become
 * stronger by how long or how much, and what comes before them in the table must not hide that.
 */
function strongest(met: readonly Answered[]): Answered | undefined {
  const most = Math.max(...met.map(({ answer }) => strength[answer.action]))
  return met.find(({ answer }) => strength[answer.action] === most)
}

// Rows that are a matter of considering until they lead to more.
const laterOff: readonly number[] = [8, 10, 13]
const canBeOff = ({ row }: Answered) => laterOff.includes(row.number)

const numbers = (answers: readonly Answered[]) => answers.map(({ row }) => row.number).sort((a, b) => a - b)

/** The advice of a table of answers: the first row in the order of the table, of those that ask for most. Pure; the same answers give the same advice. */
export function adviceOf(answers: readonly Answered[], flagOffMeans: GuideExpected['flagOffMeans']): Advice {
  const order = deciding(answers)
  const of = (state: RowAnswer['state']) => order.filter(({ answer }) => answer.state === state)
  const met = of('met')
  const hit = strongest(met)
  const unsafe = met.filter(({ answer }) => answer.action !== 'keep-on').map(({ row }) => row.cause)
  const shared = {
    met: numbers(met),
    causes: [...new Set(unsafe)].sort(),
    ...{ partial: hit?.answer.partial ?? [], refused: false, answers },
  }
  if (hit === undefined) {
    const open = of('unknown')
    if (open.length === 0) return { ...shared, action: 'keep-on', row: 0, unknown: [] }
    return { ...shared, action: null, row: lastRow, unknown: numbers(open) }
  }
  const { action } = hit.answer
  const above = of('unknown').filter(
    (each) => order.indexOf(each) < order.indexOf(hit) || (action === 'consider' && canBeOff(each)),
  )
  const refused = flagOffMeans === 'open' && (action === 'off-now' || action === 'consider')
  const advised = refused ? 'not-the-flag' : action
  return { ...shared, action: advised, refused, row: hit.row.number, unknown: numbers(above) }
}

/** The advice for what was seen. Pure: no clock, no order of anything but the runs'. */
export function advise(seen: GuideSeen, expected: GuideExpected): Advice {
  const answers = table.map((row) => ({ row, answer: row.answer(seen, expected) }))
  return adviceOf(answers, expected.flagOffMeans)
}
