/**
 * One kind of secret that can be recognised without knowing it. `apply` masks it and leaves everything else
 * as it is; it takes linear time and applying it twice changes nothing more. The examples are its contract:
 * each of `mustHide` holds the word CANARY or is changed, each of `mustKeep` comes back unchanged.
 */
export type RedactionRule = {
  readonly name: string
  readonly mustHide: readonly string[]
  readonly mustKeep: readonly string[]
  readonly apply: (text: string) => string
  /**
   * False only where `apply` changes nothing: what every match must hold is not there. Cheap, because most texts
   * are such, and a start compiles each expression that it runs.
   */
  readonly mayMatch: (text: string) => boolean
}
