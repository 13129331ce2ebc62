import type { Verdict } from '../core/verdict.ts'

/** Colours the word of a verdict, or hands the text back as it is. */
export type Paint = (verdict: Verdict, text: string) => string

/** A paint that leaves the text as it is. */
export const withoutColour: Paint = (_verdict, text) => text
