import { nestedCommands } from './nested.ts'
import { defineApply, defineGuide, defineVerify } from './toggle/flags.ts'

/** `x402ops toggle guide|verify|apply`. */
export const { define, run } = nestedCommands(
  'toggle',
  [
    ['should paid traffic be switched off?', 'x402ops toggle guide shop --scan ./logs'],
    ['is it really off, everywhere?', 'x402ops toggle verify shop --expect off'],
  ],
  [
    {
      name: 'guide',
      summary: 'advice with evidence, and the exact command of your platform; executes nothing',
      define: defineGuide,
      load: async () => (await import('./toggle/guide.ts')).runGuide,
    },
    {
      name: 'verify',
      summary: 'prove that paid traffic is off, or on: every route, every instance, twice',
      define: defineVerify,
      load: async () => (await import('./toggle/verify.ts')).runVerify,
    },
    {
      name: 'apply',
      summary: 'run the command that you configured, after you confirmed it',
      define: defineApply,
      load: async () => (await import('./toggle/apply.ts')).runApply,
    },
  ],
)
