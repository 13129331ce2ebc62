import type { Kind, Made, Mode } from '../kinds/kind.ts'
import type { Random } from '../random.ts'

/** A text that holds a secret, and how it gets into a bundle. */
export type Carried = {
  readonly text: string
  /** As a log, line by line, or as a whole file whose form is recognised. */
  readonly via: 'text' | 'file'
  /** Must parse afterwards: as one document or line by line. */
  readonly json?: 'document' | 'lines'
}

/** A secret on its way into a text: `label` is null where nothing says what it is. */
export type Load = {
  readonly made: Made
  readonly kind: Kind
  readonly label: string | null
  readonly random: Random
}

/** An encoding or a place in which secrets are found in the wild. */
export type Carrier = {
  readonly name: string
  readonly fits: (kind: Kind, mode: Mode) => boolean
  readonly carry: (load: Load) => Carried
}

const neutral = ['detail', 'arg', 'context', 'body', 'extra']

/** The label, or a word that says nothing. */
export function nameOf({ label, random }: Load): string {
  return label ?? random.pick(neutral)
}

/** Fits everything. */
export function always(): boolean {
  return true
}

/** Fits what stands in one line. */
export function oneLine(kind: Kind): boolean {
  return kind.isLines !== true
}
