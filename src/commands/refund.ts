import { nestedCommands } from './nested.ts'
import { defineList, defineMark, definePlan } from './refund/flags.ts'

/** `x402ops refund plan|list|mark`. */
export const { define, run } = nestedCommands(
  'refund',
  [
    ['what do we owe, by the newest reconcile?', 'x402ops refund plan shop'],
    ['a batch for a Safe, to be signed there', 'x402ops refund plan shop --safe-batch refunds.json'],
  ],
  [
    {
      name: 'plan',
      summary: 'what has to go back, by a saved run; unsigned',
      define: definePlan,
      load: async () => (await import('./refund/plan.ts')).runPlan,
    },
    {
      name: 'list',
      summary: 'the refund book: what was planned, and what became of it',
      define: defineList,
      load: async () => (await import('./refund/book.ts')).runList,
    },
    {
      name: 'mark',
      summary: 'write down that a refund was approved, sent, confirmed or denied',
      define: defineMark,
      load: async () => (await import('./refund/book.ts')).runMark,
    },
  ],
)
