/** A defect of the redactor: one change of the text of one of its files. */
export type Mutant = {
  readonly name: string
  /** Below `src/redact/`. */
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly put: string
  /** Ids of units that show the defect, beside the sample that every mutant runs. */
  readonly shows: RegExp
}
