import { nestedCommands } from './nested.ts'
import { defineShow } from './settlement/show-flags.ts'
import { defineFind, defineList, defineWatch } from './settlement/watch-flags.ts'

/** `x402ops settlement show|watch|list|find`. */
export const { define, run } = nestedCommands(
  'settlement',
  [
    ['did this transaction pay us?', 'x402ops settlement show 0x5f.. shop'],
    ['a request id from a support ticket', 'x402ops settlement show req_8f3a shop'],
  ],
  [
    {
      name: 'show',
      summary: 'where one payment stands, and may the payer retry',
      define: defineShow,
      load: async () => (await import('./settlement/show.ts')).runShow,
    },
    {
      name: 'watch',
      summary: 'look again until a proof ends it; goes on where it was stopped',
      define: defineWatch,
      load: async () => (await import('./settlement/watch.ts')).runWatch,
    },
    {
      name: 'list',
      summary: 'what is followed, and what the newest run left undecided',
      define: defineList,
      load: async () => (await import('./settlement/list.ts')).runList,
    },
    {
      name: 'find',
      summary: 'what could be the payment that somebody asks about',
      define: defineFind,
      load: async () => (await import('./settlement/find.ts')).runFind,
    },
  ],
)
