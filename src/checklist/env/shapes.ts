/** What the value of a variable looks like; never the value. */
export type Shape =
  | 'empty'
  | 'a switch'
  | 'a number'
  | 'an https address'
  | 'an http address'
  | 'an address of this machine'
  | 'an account address'
  | 'a network'
  | 'a signing key'
  | 'a seed phrase'
  | 'a placeholder'
  | 'text'

/** What is wrong with a value, whatever it is for. */
export type Fault = 'blanks at the ends' | 'quotes inside' | 'a written \\n' | 'a password in the address'

/** One variable: its name, what its value looks like, and whether it says what the profile says (null = not compared). */
export type EnvLook = {
  readonly file: string
  readonly name: string
  readonly shape: Shape
  readonly faults: readonly Fault[]
  readonly agrees: boolean | null
  /** Host facts that items need: is it the host of CDP? */
  readonly cdp: boolean
}
