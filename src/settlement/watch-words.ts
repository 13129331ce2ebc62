import { type Advice, nothingKnown } from '../payments/settlement/advice.ts'
import { settlementStates } from '../payments/settlement/states.ts'
import { stateReasons } from './words.ts'

/** Every state, in the order of a payment's life. */
export const stateNames: readonly string[] = settlementStates

/** The reasons of a move, which a track keeps as codes, as one sentence without its end. */
export function becauseText(codes: string): string {
  const words: Readonly<Record<string, string>> = stateReasons
  return codes
    .split(' ')
    .map((code) => words[code] ?? code)
    .join('; ')
}

/** What to do where a look contradicts what is known: nothing, since neither is believed. */
export const contradicted: Advice = { ...nothingKnown, reasons: ['END_NOT_KNOWN'] }
