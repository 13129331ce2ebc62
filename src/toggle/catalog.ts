import { type Catalog, entry, findings } from '../core/finding.ts'
import { proofWords } from './proof/catalog.ts'

type RowArgs = {
  readonly row: number
  readonly title: string
  readonly says: string
  readonly action: string
  readonly ids: readonly string[]
  readonly windows: readonly string[]
  readonly partial: readonly string[]
}

type AdviceArgs = {
  readonly action: string
  readonly row: number
  readonly says: string
  readonly unknown: readonly string[]
  readonly met: readonly string[]
  readonly causes: readonly string[]
  readonly partial: readonly string[]
}

type OffArgs = { readonly means: string; readonly words: string }

const weight = { 'off-now': 'FAIL', 'not-the-flag': 'FAIL', consider: 'WARN', 'keep-on': 'INFO' } as const
const verdictOf = ({ action }: { readonly action: string }) =>
  weight[action as keyof typeof weight] ?? 'UNKNOWN'
const said = ({ row, title, says }: RowArgs) => `Row ${row}, ${title}${says === '' ? '.' : `: ${says}.`}`

/** The findings of the guide and of the proof, and their words. */
export const catalog = {
  TOGGLE_ROW_MET: entry<RowArgs>({
    verdict: verdictOf,
    severity: 'high',
    title: 'A row of the table is met',
    text: said,
    next: null,
    playbook: null,
  }),
  TOGGLE_ROW_CLEAR: entry<RowArgs>({
    verdict: 'PASS',
    severity: 'none',
    title: 'A row of the table is not met',
    text: said,
    next: null,
    playbook: null,
  }),
  TOGGLE_ROW_UNKNOWN: entry<RowArgs>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'A row of the table cannot be answered',
    text: said,
    next: null,
    playbook: null,
  }),
  TOGGLE_ADVICE: entry<AdviceArgs>({
    verdict: verdictOf,
    severity: 'high',
    title: 'The advice',
    text: ({ says }) => says,
    next: null,
    playbook: null,
  }),
  TOGGLE_OFF_CLOSES: entry<OffArgs>({
    verdict: 'PASS',
    severity: 'none',
    title: 'Off closes the paid routes',
    text: ({ words }) => `Off means: ${words}.`,
    next: null,
    playbook: null,
  }),
  TOGGLE_OFF_MEANS_OPEN: entry<OffArgs>({
    verdict: 'WARN',
    severity: 'critical',
    title: 'Off gives everything away',
    text: ({ words }) => `Off means: ${words}. Close the routes at the proxy instead.`,
    next: 'Close paid routes at the proxy with 503; never switch this flag off.',
    playbook: 'served-free',
  }),
  TOGGLE_OFF_MEANS_CRASH: entry<OffArgs>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'Off stops the whole service',
    text: ({ words }) => `Off means: ${words}. Health pages and free routes go with it.`,
    next: null,
    playbook: null,
  }),
  TOGGLE_OFF_MEANS_UNKNOWN: entry<OffArgs>({
    verdict: 'WARN',
    severity: 'high',
    title: 'What off means is not known',
    text: ({ words }) => `Off means: ${words}; it could open every route.`,
    next: 'Switch a staging instance off, run x402ops toggle verify --expect off on it, and set toggle.flagOffMeans.',
    playbook: null,
  }),
  TOGGLE_IN_FLIGHT: entry<{
    readonly count: number
    readonly ids: readonly string[]
    readonly drain: string
  }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'Payments that have not ended',
    text: ({ count, drain }) => `${count} payments have not ended; ${drain}.`,
    next: 'Keep verify and settle up for them: x402ops settlement list shows each.',
    playbook: null,
  }),
  ...proofWords,
} as const satisfies Catalog

/** Makes the findings of this room. */
export const finding = findings(catalog)
