import type { CommandContext, Outcome } from './command.ts'
import { defineGuide } from './toggle/flags.ts'

/** `x402ops guidance [profile]`: the other name of `toggle guide`. */
export const define = defineGuide

/** Does what `toggle guide` does. */
export async function run(context: CommandContext): Promise<Outcome> {
  return (await import('./toggle/guide.ts')).runGuide(context)
}
