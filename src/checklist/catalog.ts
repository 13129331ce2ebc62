import { type Catalog, entry, findings } from '../core/finding.ts'

type ItemArgs = {
  readonly item: string
  readonly group: string
  readonly question: string
  readonly seen: string
  readonly next: string
  readonly rows: readonly string[]
}

const said = ({ question, seen }: ItemArgs) => `${question} ${seen}.`
const withNext = (args: ItemArgs) => `${said(args)} ${args.next}`

/** The findings of the checklist and their words: one for each kind of answer. */
export const catalog = {
  CHECKLIST_MET: entry<ItemArgs>({
    ...{ verdict: 'PASS', severity: 'none', title: 'An item holds', text: said, next: null, playbook: null },
  }),
  CHECKLIST_FAILED: entry<ItemArgs>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'An item does not hold',
    text: withNext,
    next: null,
    playbook: null,
  }),
  CHECKLIST_WARN: entry<ItemArgs>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'An item holds badly, or its answer is old',
    text: withNext,
    next: null,
    playbook: null,
  }),
  CHECKLIST_UNKNOWN: entry<ItemArgs>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'An item could not be observed',
    text: said,
    next: null,
    playbook: null,
  }),
  CHECKLIST_ASK: entry<ItemArgs>({
    verdict: 'UNKNOWN',
    severity: 'low',
    title: 'Nobody was asked',
    text: withNext,
    next: 'Ask, and write the answer under checklist.asked with a name and a date.',
    playbook: null,
  }),
  CHECKLIST_NOTED: entry<ItemArgs>({
    ...{ verdict: 'INFO', severity: 'none', title: 'Worth knowing', text: said, next: null, playbook: null },
  }),
  CHECKLIST_NOT_APPLICABLE: entry<ItemArgs>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'An item is not about this service',
    text: said,
    next: null,
    playbook: null,
  }),
} as const satisfies Catalog

/** Makes the findings of this room. */
export const finding = findings(catalog)
