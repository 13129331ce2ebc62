import * as z from 'zod'
import { alertRuleIds } from '../core/alert-rules.ts'
import { alertKinds } from '../core/alert-target.ts'
import { askedItemIds } from '../core/checklist-settings.ts'
import { caip2 } from '../networks/lookup.ts'
import {
  atomicField,
  commandWord,
  durationField,
  exactlyOne,
  networkText,
  openUrl,
  originText,
  pathOnService,
  priceField,
  recordsPath,
  secretField,
  selectText,
  serviceUrl,
  storeUrl,
  textThat,
  variableName,
  wordField,
} from './fields.ts'
import { paysField } from './pays-schema.ts'
import { togglePlaces, togglePlatforms } from './toggle.ts'

const commandLine = z.array(z.string().min(1)).min(1).max(50).describe('command and arguments; no shell')

const sample = exactlyOne(
  {
    json: z.unknown().optional(),
    text: z.string().optional(),
    type: wordField.optional().describe('content type of the text; text/plain when left out'),
  },
  ['json', 'text'],
  'a small valid request body, for routes that check it before they ask for money',
)

const expectation = z.union([z.string(), z.number(), z.boolean()])

const routeExpect = z
  .strictObject({
    headers: z.record(wordField, z.string()).optional().describe('expected value by header name'),
    body: z.record(wordField, expectation).optional().describe('expected value of the JSON body by dot path'),
  })
  .describe('what the unpaid answer must say beside its terms')

const settleOrders = ['after', 'before', 'async'] as const

const route = z
  .strictObject({
    id: wordField.optional(),
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: pathOnService,
    price: priceField.optional(),
    sample: sample.optional(),
    twin: pathOnService.optional().describe('the same work without payment'),
    settleOrder: z.enum(settleOrders).optional().describe('when this route settles'),
    expect: routeExpect.optional(),
  })
  .describe('one paid route')

const probes = z.strictObject({
  health: pathOnService.optional(),
  ready: z
    .union([
      pathOnService,
      z.strictObject({ path: pathOnService.optional(), dependencies: z.array(wordField).optional() }),
    ])
    .optional(),
  status: z
    .union([
      pathOnService,
      z.strictObject({
        path: pathOnService.optional(),
        expect: z.record(wordField, expectation).optional().describe('expected value by dot path'),
      }),
    ])
    .optional(),
})

const rpcEndpoint = exactlyOne(
  { url: openUrl.optional(), secret: secretField.shape.secret.optional() },
  ['url', 'secret'],
  'one endpoint of a network',
)

const store = exactlyOne(
  { url: storeUrl.optional(), secret: secretField.shape.secret.optional() },
  ['url', 'secret'],
  'the PostgreSQL database that pairs for engine: postgres',
)

const runsStore = exactlyOne(
  { url: storeUrl.optional(), secret: secretField.shape.secret.optional() },
  ['url', 'secret'],
  'the PostgreSQL database in which a team shares its runs; left out = files of this machine',
)

const databasePlace = exactlyOne(
  { url: storeUrl.optional(), secret: secretField.shape.secret.optional() },
  ['url', 'secret'],
  'the PostgreSQL database that holds the records',
)

const facilitator = z.strictObject({
  url: serviceUrl,
  auth: secretField.optional(),
  header: z
    .enum(['authorization', 'x-api-key'])
    .optional()
    .describe('how the credential is sent: as Bearer token, or as X-API-Key'),
  minimumAtomic: atomicField.optional().describe('payments below this are refused'),
  signerLow: z
    .record(networkText, atomicField)
    .optional()
    .describe('below this much gas (wei, lamports) a signer is low, by network'),
})

const metrics = z.strictObject({
  path: pathOnService.optional(),
  token: secretField.optional(),
  fields: z.record(wordField, wordField).optional().describe('dot path of each number, by our name for it'),
})

const records = exactlyOne(
  {
    file: recordsPath.optional(),
    postgres: databasePlace.optional(),
    exec: commandLine.optional(),
    table: z.string().min(1).max(400).optional().describe('of postgres: the table that holds the records'),
    query: selectText.optional(),
    mapping: z.string().min(1).max(4096).optional().describe('path of a mapping file'),
    piprail: secretField
      .optional()
      .describe('the file holds receipts that PipRail delivered; the secret that signs them'),
  },
  ['file', 'postgres', 'exec'],
  'where payment records come from',
)

const reconcile = z.strictObject({
  finality: z
    .union([z.enum(['latest', 'safe', 'finalized']), z.int().min(0).max(100_000)])
    .optional()
    .describe('from which block on a payment counts: a tag, or a number of blocks below the head'),
  settleMode: z.enum(['sync', 'async']).optional(),
  settleOrder: z
    .enum(['auto', ...settleOrders])
    .optional()
    .describe(
      'when routes settle: after their work, before it, or after the answer; auto = as the records show',
    ),
  unreadable: z.array(wordField).optional().describe('schemes that cannot be judged from the chain'),
})

const status = textThat(
  (text) =>
    // Three digits, or one and `xx`: anchored, of fixed length.
    /^(?:[1-5]xx|[1-5][0-9]{2})$/.test(text)
      ? undefined
      : { problem: 'not a status', suggestion: 'A status is 2xx, 4xx, or one such as "206", in quotes.' },
  { description: 'a status, or all that begin like it', pattern: '^(?:[1-5]xx|[1-5][0-9]{2})$' },
)

const billing = z.strictObject({
  billable: z
    .array(status)
    .min(1)
    .max(50)
    .optional()
    .describe('answers that are worth their money; what was paid for others is to be refunded'),
})

const toggle = z.strictObject({
  variable: variableName.optional(),
  on: commandWord.optional().describe('the word that the service takes for on'),
  off: commandWord.optional().describe('the word that the service takes for off'),
  platform: z.enum(togglePlatforms).optional(),
  ...Object.fromEntries(togglePlaces.map((place) => [place, commandWord.optional()])),
  flagOffMeans: z.enum(['closed-503', 'closed-404', 'open', 'crash', 'unknown']).optional(),
  statusOff: z
    .record(wordField, expectation)
    .optional()
    .describe('what status.json says while paid traffic is off, by dot path'),
  exec: commandLine
    .optional()
    .describe('for toggle apply: command and arguments, no shell; {value} stands for the word of the flag'),
  execTimeout: durationField.optional().describe('how long the command may take (2m)'),
})

const said = z
  .strictObject({
    by: wordField.describe('who said it'),
    on: textThat(
      (text) =>
        // Anchored, of fixed length.
        /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
          ? undefined
          : { problem: 'not a date', suggestion: 'A date such as "2026-11-01", in quotes.' },
      { description: 'the day on which it was said', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
    ),
    note: z.string().max(500).optional(),
  })
  .describe('somebody said that this holds')

const checklist = z.strictObject({
  asked: z.partialRecord(z.enum(askedItemIds), said).optional(),
  serverWait: durationField.optional().describe('how long the server waits for the facilitator'),
  facilitatorWait: durationField.optional().describe('how long the facilitator waits for the chain'),
  replayStore: z.enum(['shared', 'memory']).optional().describe('where payments that were used are kept'),
  replayKeep: durationField.optional().describe('for how long they are kept'),
})

const ruleChange = z
  .strictObject({
    on: z.boolean().optional(),
    warn: z.number().min(0).max(1e9).nullable().optional(),
    fail: z.number().min(0).max(1e9).nullable().optional(),
    minimum: z.int().min(0).max(1_000_000).optional().describe('attempts below which the rule says nothing'),
  })
  .describe('a rule warns and fails over these numbers; null = never')

const ruleChanges = z.partialRecord(z.enum(alertRuleIds), ruleChange)

const thresholds = z.strictObject({
  latencyWarn: durationField.optional(),
  skewWarn: durationField.optional(),
  skewFail: durationField.optional(),
  tlsWarnDays: z.int().min(0).max(1000).optional(),
  minTimeoutSeconds: z.int().min(0).max(86_400).optional(),
  minimumAtomic: atomicField.optional(),
  alerts: ruleChanges.optional().describe('limits of the alert rules, by their names in metrics --rules'),
})

const limits = z.strictObject({
  timeout: durationField.optional(),
  deadline: durationField.optional(),
  concurrency: z.int().min(1).max(64).optional(),
  rate: z.number().min(0.01).max(10_000).optional().describe('requests per second and host'),
  burst: z.int().min(1).max(1000).optional(),
  rpcConcurrency: z.int().min(1).max(64).optional(),
  rpcRate: z.number().min(0.1).max(100_000).optional().describe('requests per second and chain endpoint'),
  maxBodyBytes: z.int().min(1024).max(268_435_456).optional(),
})

const cache = z
  .strictObject({
    off: z.boolean().optional().describe('true = ask for all logs in every run'),
    maxBytes: z.int().min(0).max(1_099_511_627_776).optional().describe('most bytes on disk (512 MiB)'),
  })
  .describe('logs of final blocks that were read once')

const alert = z.strictObject({
  kind: z.enum(alertKinds),
  url: secretField.optional(),
  key: secretField.optional().describe('signing or routing key'),
  minSeverity: z.enum(['warn', 'fail']).optional(),
})

/** The name of a profile; it is also the name of a folder. */
export const profileName = textThat(
  (text) =>
    /^[a-z0-9][a-z0-9_-]{0,39}$/.test(text)
      ? undefined
      : {
          problem: 'not a name for a profile',
          suggestion: 'Names are lower-case letters, digits, - and _, at most 40.',
        },
  { description: 'name of a profile', pattern: '^[a-z0-9][a-z0-9_-]{0,39}$' },
)

const rpc = z.record(networkText, z.array(rpcEndpoint).max(20)).superRefine((value, context) => {
  const ids = Object.keys(value).map(caip2)
  ids.forEach((id, index) => {
    if (ids.indexOf(id) === index) return
    context.addIssue({
      code: 'custom',
      message: 'this network is listed twice under two names',
      path: [Object.keys(value)[index] ?? ''],
      params: { suggestion: `Put all endpoints of it under ${id}.` },
    })
  })
})

/** One profile as it may stand in a file. Everything is optional: presets and defaults fill the rest. */
export const profileSchema = z.strictObject({
  extends: profileName.nullable().optional().describe('preset or profile to build on; null = nothing'),
  baseUrl: serviceUrl.optional(),
  instances: z.array(serviceUrl).max(100).optional(),
  pays: z.array(paysField).max(100).optional().describe('every (network, asset) the service takes'),
  routes: z.array(route).max(10_000).optional(),
  probes: probes.optional(),
  browserOrigins: z.array(originText).max(20).optional(),
  rpc: rpc.optional(),
  facilitators: z.array(facilitator).max(20).optional(),
  metrics: metrics.optional(),
  records: z.array(records).max(100).optional(),
  reconcile: reconcile.optional(),
  engine: z
    .enum(['embedded', 'postgres'])
    .optional()
    .describe('what pairs records with the chain when they are many'),
  store: store.optional(),
  runsStore: runsStore.optional(),
  cache: cache.optional(),
  billing: billing.optional(),
  toggle: toggle.optional(),
  checklist: checklist.optional(),
  allowPrivate: z.boolean().optional(),
  allowHttp: z.boolean().optional(),
  thresholds: thresholds.optional(),
  alerts: z.record(profileName, alert).optional(),
  limits: limits.optional(),
})

/** The whole file. Strict: a key that is not known is an error, because it would be silently ignored. */
export const configSchema = z.strictObject({
  version: z.literal(1),
  defaultProfile: profileName.optional(),
  profiles: z.record(profileName, profileSchema).optional(),
})

/** A profile as written; secrets are references. */
export type ProfileConfig = z.infer<typeof profileSchema>

/** A file as written. */
export type Config = z.infer<typeof configSchema>
