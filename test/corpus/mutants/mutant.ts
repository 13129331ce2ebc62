/** A defect of the redactor: one change of the text of one of its files. */
export type Mutant = {
  readonly name: string
  /** Below `src/redact/`. */
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly put: string
  /** Ids of the texts (`kind mode carrier`) in which the defect is looked for. */
  readonly shows: RegExp
}
