import type { SourceField } from './aliases.ts'
import { makeAliasLookup } from './aliases-lookup.ts'
import { type FlatField, type FlatValues, flatNothing, makeFlatFields, noFlatValues } from './flat-fields.ts'
import { flatShapeOf, makeShapeMemory } from './flat-shape.ts'
import { type FlatValue, flatWord } from './flat-values.ts'
import { scanOf } from './line-fields.ts'
import { headsOf, type LineHeads, lineHeads } from './line-heads.ts'
import { type Scanned, type ScanValue, type Stretch, standsAt } from './line-values.ts'
import type { OriginCount, ShownTally } from './normalise-shown.ts'
import { readMethod, readTransfer } from './normalise-values.ts'

type Step = {
  readonly path: string
  readonly field: FlatField | null
  readonly read: FlatValue<unknown>
  /** As `read`, of the bytes of a line. */
  readonly scan: ScanValue
  /** What the row held that was read last. */
  value: unknown
  count: OriginCount | null
  /** Rows counted in which this name held nothing. */
  empty: number
}

/** How the rows of one shape are read, and the values of the row that was read last. */
export type FlatPlan = {
  readonly steps: readonly Step[]
  readonly heads: LineHeads
  readonly values: FlatValues
  readonly hasTx: boolean
  /** Are payer and nonce both there? */
  readonly hasKey: boolean
  /** Are there names that held nothing yet? */
  open: boolean
  /** Rows counted since the last hand-over. */
  rows: number
}

/** Reads rows into plans, and counts from which names their values came. */
export type FlatPlans = {
  /** The plan whose `values` are now those of the row; null when the row must be read the long way. */
  readonly fill: (data: unknown) => FlatPlan | null
  /** As `fill`, for the object that these bytes are the JSON of; null also for bytes that are not, or not as usual. */
  readonly scan: (bytes: Buffer, from: number, to: number) => FlatPlan | null
  /** Counts the row that was filled last. */
  readonly count: (plan: FlatPlan) => void
  /** Hands over the last counts. */
  readonly finish: () => void
}

/** A word that means a way of transfer, too, is read for both fields: that goes the long way. */
const methodOnly = () =>
  flatWord((value) => (readTransfer(value) === undefined ? readMethod(value) : undefined))

function makePlanner(): (names: readonly string[]) => FlatPlan | null {
  const fields: Readonly<Record<FlatField, FlatValue<unknown>>> = makeFlatFields()
  const sharedMethod = methodOnly()
  const known = new Set(Object.keys(fields) as SourceField[])
  const lookup = makeAliasLookup()
  return (names) => {
    const shape = flatShapeOf<FlatField>(names, known, lookup)
    if (shape === null) return null
    const steps = shape.fields.map((field, index): Step => {
      const usual = field === null ? flatNothing : fields[field]
      const read = field === 'method' && shape.sharedMethod ? sharedMethod : usual
      return {
        path: names[index] ?? '',
        field,
        read,
        scan: scanOf(field, read),
        value: null,
        count: null,
        empty: 0,
      }
    })
    const hasKey = shape.fields.includes('payer') && shape.fields.includes('nonce')
    const hasTx = shape.fields.includes('tx')
    const heads = lineHeads(names)
    return { steps, heads, values: noFlatValues(), hasTx, hasKey, open: true, rows: 0 }
  }
}

type Filled = 'filled' | 'other' | 'odd'

/** Most values are those of the row before, and looking is faster than writing under a name that varies. */
function keep(step: Step, filled: Partial<Record<FlatField, unknown>>, value: unknown): void {
  if (step.field === null || step.value === value) return
  filled[step.field] = value
  step.value = value
}

/**
 * Reads a row by a plan; 'other' when it has other names, 'odd' when a value is not in its usual form. Steps that held
 * nothing are put into `empty`.
 */
function fillFrom({ steps, values }: FlatPlan, data: object, empty: Step[]): Filled {
  const row = data as Readonly<Record<string, unknown>>
  const filled: Partial<Record<FlatField, unknown>> = values
  let at = 0
  empty.length = 0
  // What is parsed from JSON or made of columns has its own names only, and in this loop they are found by their place.
  for (const name in row) {
    const step = steps[at]
    if (step === undefined || step.path !== name) return 'other'
    const value = step.read(row[name])
    if (value === undefined) return 'odd'
    if (value === null) empty.push(step)
    keep(step, filled, value)
    at += 1
  }
  return at === steps.length ? 'filled' : 'other'
}

const closingBrace = 0x7d

/** As `fillFrom`, from the bytes of a line. Every byte is looked at. */
function fillFromLine(
  plan: FlatPlan,
  bytes: Buffer,
  from: number,
  to: number,
  scanned: Scanned,
  empty: Step[],
): Filled {
  const { steps, values } = plan
  const filled: Partial<Record<FlatField, unknown>> = values
  const heads = headsOf(plan.heads, bytes, from)
  let at = from
  empty.length = 0
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index] as Step
    const head = heads[index] as Stretch
    if (!standsAt(bytes, at, head, scanned.view)) return 'other'
    at = step.scan(bytes, at + head.bytes.length, scanned)
    if (at === -1) return 'odd'
    const { value } = scanned
    if (value === null) empty.push(step)
    keep(step, filled, value)
  }
  return at === to - 1 && bytes[at] === closingBrace ? 'filled' : 'other'
}

const differs: readonly string[] = []
const mostTried = 4

/** A delivery is known by its body, and whoever parsed the row must look at that before it is taken for a record. */
const mayBeScanned = ({ steps }: FlatPlan) => steps.every(({ path }) => path !== 'body')

const isPlain = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value)

/** No plan is known at first: the first row of each shape goes the long way. */
export function makeFlatPlans(tally: ShownTally): FlatPlans {
  const plans = makeShapeMemory(makePlanner())
  const empty: Step[] = []
  const scanned: Scanned = { value: null, view: new DataView(new ArrayBuffer(0)) }
  let viewed: Buffer | null = null
  let last: FlatPlan | null = null
  // Lines of a few shapes take turns: those that were used last are tried.
  let recent: readonly FlatPlan[] = []

  const tryFirst = (plan: FlatPlan) => {
    if (mayBeScanned(plan)) recent = [plan, ...recent.filter((one) => one !== plan)].slice(0, mostTried)
  }
  const use = (plan: FlatPlan): FlatPlan => {
    if (plan === last) return plan
    if (last !== null) handOver(last)
    last = plan
    tryFirst(plan)
    return plan
  }
  /** A name counts from the first row on in which it holds something. */
  const begin = (plan: FlatPlan) => {
    for (const step of plan.steps) {
      if (step.field === null || step.count !== null || empty.includes(step)) continue
      step.count = tally.originCount({ field: step.field, from: step.path, by: 'name', differs })
    }
  }
  const handOver = (plan: FlatPlan) => {
    for (const step of plan.steps) {
      if (step.count !== null) step.count.rows += plan.rows - step.empty
      step.empty = 0
    }
    plan.rows = 0
  }

  return {
    fill: (data) => {
      if (typeof data !== 'object' || data === null || Array.isArray(data)) return null
      const filled = last === null ? 'other' : fillFrom(last, data, empty)
      if (filled === 'filled') return last
      if (filled === 'odd') return null
      const names = Object.keys(data)
      const plan = plans.known(names)
      // The long way notes the names of the first row, and it sees a name only with a plain value behind it.
      if (plan === undefined && Object.values(data).every(isPlain)) {
        const learnt = plans.learn(names)
        if (learnt !== null) tryFirst(learnt)
      }
      if (plan === undefined || plan === null || fillFrom(plan, data, empty) !== 'filled') return null
      return use(plan)
    },
    scan: (bytes, from, to) => {
      if (viewed !== bytes) scanned.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
      viewed = bytes
      for (const plan of recent) {
        const filled = fillFromLine(plan, bytes, from, to, scanned, empty)
        if (filled === 'filled') return use(plan)
        if (filled === 'odd') return null
      }
      return null
    },
    count: (plan) => {
      plan.rows += 1
      for (const step of empty) step.empty += 1
      if (plan.open) begin(plan)
      plan.open = plan.open && plan.steps.some(({ field, count }) => field !== null && count === null)
      const { state } = plan.values
      if (state === null) return
      state.count ??= tally.wordCount(state.word)
      state.count.count += 1
    },
    finish: () => {
      if (last !== null) handOver(last)
    },
  }
}
