import type { PaymentRecord, RowSource } from '../record.ts'
import type { SourceField } from './aliases.ts'
import { makeAliasLookup } from './aliases-lookup.ts'
import { type FlatField, type FlatValues, type FlatWord, makeFlatFields } from './flat-fields.ts'
import { type FlatPlace, flatShapeOf, makeShapeMemory } from './flat-shape.ts'
import { makeFlatTokens } from './flat-tokens.ts'
import { type FlatValue, flatWord } from './flat-values.ts'
import { type Draft, written } from './normalise-row.ts'
import type { OriginCount, ShownTally } from './normalise-shown.ts'
import type { Defaults } from './normalise-token.ts'
import { readMethod, readTransfer } from './normalise-values.ts'
import { stateOf } from './states.ts'

/** Reads rows that are plain lists of names and values, each field under one name. */
export type FlatReader = {
  /** The draft of a payment; undefined when the row must be read the long way, and then nothing was counted. */
  readonly read: (source: RowSource, data: unknown) => Draft | 'ignored' | undefined
  /** Did a row have an empty field for its key? */
  readonly hasEmptyKey: () => boolean
}

type Step = FlatPlace<FlatField> & { readonly read: FlatValue<unknown>; count: OriginCount | null }
type Plan = {
  readonly steps: readonly Step[]
  readonly others: readonly number[]
  readonly names: ReadonlySet<FlatField>
}

const differs: readonly string[] = []

/** A word that means a way of transfer, too, is read for both fields: that goes the long way. */
const methodOnly = () =>
  flatWord((value) => (readTransfer(value) === undefined ? readMethod(value) : undefined))

function makePlans(): (names: readonly string[]) => Plan | null | undefined {
  const fields: Readonly<Record<FlatField, FlatValue<unknown>>> = makeFlatFields()
  const sharedMethod = methodOnly()
  const known = new Set(Object.keys(fields) as SourceField[])
  const lookup = makeAliasLookup()
  return makeShapeMemory((names) => {
    const shape = flatShapeOf<FlatField>(names, known, lookup)
    if (shape === null) return null
    const steps = shape.fields.map((place): Step => {
      const isShared = place.field === 'method' && shape.sharedMethod
      return { ...place, read: isShared ? sharedMethod : fields[place.field], count: null }
    })
    return { steps, others: shape.others, names: new Set(shape.fields.map(({ field }) => field)) }
  })
}

function noValues(): FlatValues {
  const none = Object.keys(makeFlatFields()).map((field) => [field, null])
  return Object.fromEntries(none) as FlatValues
}

function recordOf(
  source: RowSource,
  values: FlatValues,
  place: Pick<PaymentRecord, 'network' | 'asset' | 'transfer'>,
): PaymentRecord {
  const { scheme, settledAmount, amountAtomic, state, responseStatus, settleReason } = values
  const { state: told, derived } = stateOf({
    written: state === null ? null : written(state.word),
    settleSuccess: null,
    settleReason,
    responseStatus,
    scheme,
    settledAtomic: settledAmount ?? amountAtomic,
  })
  return {
    source,
    lines: [source],
    recordId: values.recordId,
    requestId: values.requestId,
    paymentIdentifier: values.paymentIdentifier,
    instance: values.instance,
    route: values.route,
    method: values.method,
    receivedAt: values.receivedAt,
    respondedAt: values.respondedAt,
    verifiedAt: values.verifiedAt,
    workStartedAt: values.workStartedAt,
    workEndedAt: values.workEndedAt,
    settledAt: values.settledAt,
    x402Version: values.x402Version,
    scheme,
    transfer: place.transfer,
    network: place.network,
    asset: place.asset,
    payTo: values.payTo,
    amountAtomic: scheme === 'upto' && settledAmount !== null ? settledAmount : amountAtomic,
    settledAtomic: settledAmount,
    payer: values.payer,
    nonce: values.nonce,
    validBefore: values.validBefore,
    verify: values.verify,
    state: told,
    stateDerived: derived,
    responseStatus,
    settleReason,
    facilitator: values.facilitator,
    tx: values.tx,
    paymentResponsePresent: values.paymentResponsePresent,
    refundTx: values.refundTx,
  }
}

/**
 * Makes a reader that learns the shapes of rows as they come. The first row of a shape goes the long way, and so
 * does every row of which one value is not in its usual form: what comes back is always what the long way gives.
 */
export function makeFlatReader(defaults: Defaults, tally: ShownTally): FlatReader {
  const planOf = makePlans()
  const tokensOn = makeFlatTokens(defaults)
  let values = noValues()
  let valuesFor: Plan | null = null
  let emptyKey = false

  /** Fills `values` from a row; false when one of them is not in its usual form. */
  const fill = (plan: Plan, row: readonly unknown[]): boolean => {
    if (valuesFor !== plan) values = noValues()
    valuesFor = plan
    for (const index of plan.others) {
      const value = row[index]
      if ((typeof value === 'object' && value !== null) || value === undefined) return false
    }
    const filled: Partial<Record<FlatField, unknown>> = values
    for (const { field, index, read } of plan.steps) {
      const value = read(row[index])
      if (value === undefined) return false
      filled[field] = value
    }
    return true
  }

  const count = ({ steps }: Plan) => {
    for (const step of steps) {
      if (values[step.field] === null) continue
      step.count ??= tally.originCount({ field: step.field, from: step.path, by: 'name', differs })
      step.count.rows += 1
    }
  }

  const countWord = (state: FlatWord | null) => {
    if (state === null) return
    state.count ??= tally.wordCount(state.word)
    state.count.count += 1
  }

  const countUsual = (field: 'network' | 'asset', from: string | null, by: 'mapping' | 'profile') => {
    if (from !== null) tally.originCount({ field, from, by, differs }).rows += 1
  }

  const isPayment = ({ payer, nonce, tx, state }: FlatValues) =>
    payer !== null || nonce !== null || tx !== null || (state !== null && written(state.word) !== null)

  return {
    read: (source, data) => {
      if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined
      const plan = planOf(Object.keys(data))
      if (plan === undefined || plan === null || !fill(plan, Object.values(data))) return undefined
      const network = values.network ?? defaults.network
      const tokens = tokensOn(network)
      const asset = tokens?.assetOf(values.asset)
      if (tokens === undefined || asset === undefined) return undefined
      values.asset = asset
      const { names } = plan
      emptyKey ||=
        (names.has('tx') && values.tx === null) ||
        (names.has('nonce') && values.nonce === null && names.has('payer'))
      if (!isPayment(values)) return 'ignored'
      count(plan)
      countWord(values.state)
      if (values.network === null) countUsual('network', defaults.network, defaults.networkBy)
      if (asset === null) countUsual('asset', tokens.usual, defaults.assetBy)
      const isMoved = values.nonce !== null && tokens.movesByEip3009(asset ?? tokens.usual)
      return {
        record: recordOf(source, values, {
          network,
          asset: asset ?? tokens.usual,
          transfer: values.transfer ?? (isMoved ? 'eip3009' : null),
        }),
        amount: null,
      }
    },
    hasEmptyKey: () => emptyKey,
  }
}
