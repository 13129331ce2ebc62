import type { AlertRuleChanges } from './alert-rules.ts'
import type { AlertTarget } from './alert-target.ts'
import type { ChecklistSettings } from './checklist-settings.ts'
import type { Amount, Unit } from './money.ts'
import type { Secret } from './secret.ts'
import type { SecretReference } from './secret-reference.ts'

/** A receiving address and the time it was in force (RFC 3339; null = open end). Rotation is history. */
export type PayTo = { readonly address: string; readonly from: string | null; readonly until: string | null }

/** One (network, asset) that the service takes. `network` is CAIP-2; addresses are lower case on EVM chains. */
export type Pays = {
  readonly network: string
  readonly unit: Unit
  /** The token's EIP-712 domain, where the token has one. */
  readonly eip712: { readonly name: string; readonly version: string } | null
  readonly payTo: readonly PayTo[]
  readonly forbiddenPayTo: readonly string[]
  readonly refundFrom: readonly string[]
}

/** When a route settles: after its work, before it, or after the answer is out. */
export type SettleOrder = 'after' | 'before' | 'async'

/** What the unpaid answer of a route must say: headers by name, values of its JSON body by dot path. */
export type RouteExpectation = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, string | number | boolean>>
}

/** A paid route as the operator configured it. `price` null = not compared. */
export type PaidRoute = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly price: Amount | null
  readonly sample: { readonly json: unknown } | { readonly text: string; readonly type: string } | null
  readonly twin: string | null
  /** Absent = as the profile says. */
  readonly settleOrder?: SettleOrder
  /** Absent = nothing beside the terms is expected. */
  readonly expect?: RouteExpectation
}

/** Where the health pages are and what they must say. */
export type Probes = {
  readonly health: string
  readonly ready: { readonly path: string; readonly dependencies: readonly string[] }
  /** Expected values of status.json by dot path; exact comparison after CAIP-2 normalisation. */
  readonly status: {
    readonly path: string
    readonly expect: Readonly<Record<string, string | number | boolean>>
  }
}

/** A chain endpoint. The URL is secret because keys live in it; its label is `scheme://host/***`. */
export type RpcEndpoint = { readonly url: Secret; readonly origin: 'given' | 'preset' }

/** A database that holds records: its address, and what of it when the mapping file does not say. */
export type RecordsDatabase = {
  readonly address: SecretReference | { readonly url: string }
  readonly table: string | null
  readonly select: string | null
}

/**
 * Where payment records come from. A path may be a glob; `-` is standard input. Of a program or a database, `file` is
 * what its rows are named by.
 */
export type RecordsSource = {
  readonly file: string
  readonly mapping: string | null
  /** Set for receipts that PipRail delivered: where the secret that signs them is kept. */
  readonly piprail?: SecretReference
  /** Set for a program that prints records: itself and its arguments. */
  readonly exec?: readonly string[]
  readonly postgres?: RecordsDatabase
}

/** From which block on an effect counts: a tag, or that many blocks below the head. */
export type FinalityPolicy = 'latest' | 'safe' | 'finalized' | number

/** What pairs records with the chain when they are many: this process, or a PostgreSQL server. */
export type Engine = { readonly kind: 'embedded' } | { readonly kind: 'postgres'; readonly store: Secret }

/** The private page with the counters of a service, and the token that opens it. */
export type MetricsPage = {
  readonly url: string
  readonly token: Secret
  /** Dot path (JSON) or series (text of Prometheus) of each number, by our name for it. */
  readonly fields: Readonly<Record<string, string>>
}

/**
 * A facilitator that settles for this service. `auth` is shown to this address only, in the header that `header`
 * names; null = none is configured, or it could not be read.
 */
export type Facilitator = {
  readonly url: string
  readonly auth: Secret | null
  readonly header: 'authorization' | 'x-api-key'
  /** Below this many atomic units it refuses a payment; null = as what is published about its host. */
  readonly minimumAtomic: bigint | null
  /** Below this much gas (wei, lamports) one of its signers is low, by CAIP-2 network; others as usual there. */
  readonly signerLow: Readonly<Record<string, bigint>>
}

/** What the service does while its flag is off, as the operator says. */
export type FlagOffMeans = 'closed-503' | 'closed-404' | 'open' | 'crash' | 'unknown'

/**
 * How paid traffic is switched off and on. Words that nobody configured are null: they are never made up. `places`
 * holds what the platform's command names (app, service, unit ..), by the key of the file.
 */
export type ToggleSettings = {
  readonly variable: string
  readonly on: string | null
  readonly off: string | null
  readonly platform: string | null
  readonly places: Readonly<Record<string, string>>
  readonly flagOffMeans: FlagOffMeans
  /** What status.json must say while paid traffic is off, by dot path; empty = not compared. */
  readonly statusOff: Readonly<Record<string, string | number | boolean>>
  /** The operator's own command, `{value}` in it stands for the word of the flag; null = none. */
  readonly exec: readonly string[] | null
  readonly execTimeoutMs: number
}

/** Limits on our own traffic. Times in milliseconds. */
export type Limits = {
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly concurrency: number
  readonly ratePerSecond: number
  readonly burst: number
  readonly rpcConcurrency: number
  /** Requests of one chain endpoint in a second; a burst may be twice as many. */
  readonly rpcPerSecond: number
  readonly maxBodyBytes: number
}

/** Numbers at which a check changes its verdict. */
export type Thresholds = {
  readonly latencyWarnMs: number
  readonly skewWarnMs: number
  readonly skewFailMs: number
  readonly tlsWarnDays: number
  readonly minTimeoutSeconds: number
  /** Below this many atomic units the named facilitators refuse a payment; null = not checked. */
  readonly minimumAtomic: bigint | null
  /** What the operator changed of the alert rules; absent = nothing. */
  readonly alerts?: AlertRuleChanges
}

/**
 * A profile after all layers are resolved: what the operator expects, as plain values. Rooms derive their
 * `Expected` from it; what is secret in it (RPC URLs, the token of the metrics) is a `Secret`.
 */
export type Profile = {
  readonly name: string
  readonly preset: string | null
  readonly baseUrl: string | null
  readonly instances: readonly string[]
  readonly pays: readonly Pays[]
  readonly routes: readonly PaidRoute[]
  readonly probes: Probes
  readonly browserOrigins: readonly string[]
  readonly rpc: Readonly<Record<string, readonly RpcEndpoint[]>>
  readonly records: readonly RecordsSource[]
  readonly reconcile: {
    readonly finality: FinalityPolicy
    readonly settleMode: 'sync' | 'async'
    /** Null or absent = not said: the records may show it. */
    readonly settleOrder?: SettleOrder | null
    readonly unreadable: readonly string[]
  }
  /** Which answers are worth their money, as `2xx` or `206`; absent = success alone. */
  readonly billing?: { readonly billable: readonly string[] }
  readonly thresholds: Thresholds
  readonly limits: Limits
  /** Only for commands that pair; absent = embedded. */
  readonly engine?: Engine
  /** Logs that were read once. Absent = as usual. */
  readonly cache?: { readonly off: boolean; readonly maxBytes: number }
  /** Only for commands that read it. Absent when it is not configured, null when it is and cannot be read now. */
  readonly metrics?: MetricsPage | null
  /** In the order in which the service asks them; absent = none is configured. */
  readonly facilitators?: readonly Facilitator[]
  /** Whom monitor tells; only for monitor, absent = nobody. */
  readonly alerts?: readonly AlertTarget[]
  /** Absent = nothing about the flag is configured. */
  readonly toggle?: ToggleSettings
  /** What the operator says for the checklist, and who is told. */
  readonly checklist?: ChecklistSettings
  readonly allowPrivate: boolean
  readonly allowHttp: boolean
}
