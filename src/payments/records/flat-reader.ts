import type { PaymentRecord, RowSource } from '../record.ts'
import type { FlatValues } from './flat-fields.ts'
import { type FlatPlan, makeFlatPlans } from './flat-plans.ts'
import { makeFlatTokens } from './flat-tokens.ts'
import { type Draft, written } from './normalise-row.ts'
import type { ShownTally } from './normalise-shown.ts'
import type { Defaults } from './normalise-token.ts'
import { stateOf } from './states.ts'

/** Reads rows that are plain lists of names and values, each field under one name. */
export type FlatReader = {
  /** The draft of a payment; undefined when the row must be read the long way, and then nothing was counted. */
  readonly read: (source: RowSource, data: unknown) => Draft | 'ignored' | undefined
  /** As `read`, for the row that these bytes are the JSON of. */
  readonly scan: (source: RowSource, bytes: Buffer, from: number, to: number) => Draft | 'ignored' | undefined
  /** Hands over the last counts; the tally is not whole before. */
  readonly finish: () => void
  /** Did a row have an empty field for its key? */
  readonly hasEmptyKey: () => boolean
}

function recordOf(
  source: RowSource,
  values: FlatValues,
  network: string | null,
  asset: string | null,
  transfer: PaymentRecord['transfer'],
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
    transfer,
    network,
    asset,
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

function isPayment({ payer, nonce, tx, state }: FlatValues): boolean {
  return payer !== null || nonce !== null || tx !== null || (state !== null && written(state.word) !== null)
}

/**
 * Makes a reader that learns the shapes of rows as they come. The first row of a shape goes the long way, and so
 * does every row of which one value is not in its usual form: what comes back is always what the long way gives.
 */
export function makeFlatReader(defaults: Defaults, tally: ShownTally): FlatReader {
  const plans = makeFlatPlans(tally)
  const tokensOn = makeFlatTokens(defaults)
  let emptyKey = false

  const countUsual = (field: 'network' | 'asset', from: string | null, by: 'mapping' | 'profile') => {
    if (from !== null) tally.originCount({ field, from, by, differs: [] }).rows += 1
  }

  const draftOf = (source: RowSource, plan: FlatPlan | null): Draft | 'ignored' | undefined => {
    if (plan === null) return undefined
    const { values } = plan
    const network = values.network ?? defaults.network
    const tokens = tokensOn(network)
    const asset = tokens?.assetOf(values.asset)
    if (tokens === undefined || asset === undefined) return undefined
    emptyKey ||= (plan.hasTx && values.tx === null) || (plan.hasKey && values.nonce === null)
    if (!isPayment(values)) return 'ignored'
    plans.count(plan)
    if (values.network === null) countUsual('network', defaults.network, defaults.networkBy)
    if (asset === null) countUsual('asset', tokens.usual, defaults.assetBy)
    const token = asset ?? tokens.usual
    const isMoved = values.transfer === null && values.nonce !== null && tokens.movesByEip3009(token)
    const transfer = isMoved ? 'eip3009' : values.transfer
    return { record: recordOf(source, values, network, token, transfer), amount: null }
  }

  return {
    read: (source, data) => draftOf(source, plans.fill(data)),
    scan: (source, bytes, from, to) => draftOf(source, plans.scan(bytes, from, to)),
    finish: plans.finish,
    hasEmptyKey: () => emptyKey,
  }
}
