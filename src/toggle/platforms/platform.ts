/** What a command is made of: the variable, the word of the flag, and the names that config gives. */
export type Setting = {
  readonly variable: string
  readonly value: string
  /** A name that the command needs; a marked placeholder where config does not say it. */
  readonly place: (key: string, placeholder: string) => string
  /** Does config say it? */
  readonly has: (key: string) => boolean
}

/** How a platform sets a variable. The lines are printed and never run. */
export type Platform = {
  readonly name: string
  readonly lines: (setting: Setting) => readonly string[]
  /** What goes wrong there, in sentences. */
  readonly traps: readonly string[]
}
