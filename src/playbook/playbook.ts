import type { Severity } from '../core/finding.ts'

/** What a playbook says about X402_ENABLED at first sight; `toggle guide` decides on what was seen. */
export type FlagAdvice = 'keep' | 'consider' | 'off'

/** What somebody who follows the playbook should see: the exit code, codes that are found, words on the screen. */
export type Expectation = {
  readonly exitCodes: readonly number[]
  /** Findings, by code. */
  readonly codes: readonly string[]
  /** Have all the codes to be there, or is one enough? */
  readonly need: 'all' | 'any'
  /** Words that stand on the screen. */
  readonly says: readonly string[]
}

/** A command line of a playbook, and what it shows when this is the right one. */
export type PlaybookCommand = { readonly line: string; readonly expect: Expectation | null }

/** One block of the text, in reading order. */
export type TextBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'item'; readonly marker: string; readonly text: string }
  | { readonly kind: 'commands'; readonly commands: readonly PlaybookCommand[] }
  | {
      readonly kind: 'table'
      readonly columns: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }
  /** Stands for a section of common.md. */
  | { readonly kind: 'common'; readonly section: string }

/** A heading and what stands under it. */
export type Section = { readonly heading: string; readonly blocks: readonly TextBlock[] }

/** What stands at the head of the file. */
export type FrontMatter = {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly triggers: readonly string[]
  readonly modules: readonly string[]
  readonly flag: FlagAdvice
}

/** A row of "Not this if": what tells a look-alike apart, and its slug (`nothing` = no incident at all). */
export type LookAlike = { readonly see: string; readonly slug: string; readonly text: string }

/** One playbook, read and checked. */
export type Playbook = FrontMatter & {
  readonly slug: string
  /** The paragraphs before the first heading. */
  readonly summary: readonly TextBlock[]
  readonly sections: readonly Section[]
  readonly notThisIf: readonly LookAlike[]
}

/** The headings of every playbook, in their order. */
export const headings = [
  ...(['When', 'First five minutes', 'Decide', 'Not this if', 'Contain', 'Fix', 'Turn off if'] as const),
  ...(['Turn on again when', 'Keep as evidence', 'Tell the users', 'Never ask for', 'Afterwards'] as const),
] as const
