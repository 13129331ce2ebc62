/** What a command is made of: the variable, the word of the flag, and the names that config gives. */
export type Setting = {
  /** As a shell takes it. */
  readonly variable: string
  /** As a shell takes it; a placeholder where config does not say the word. */
  readonly value: string
  /** As config says it, for what is no shell; null where it does not. */
  readonly plain: { readonly variable: string; readonly value: string | null }
  /** A name that the command needs, as a shell takes it; a marked placeholder where config does not say it. */
  readonly place: (key: string, placeholder: string) => string
  /** The name as config says it; null where it does not. */
  readonly nameOf: (key: string) => string | null
  /** Any text as one word of a shell. */
  readonly word: (text: string) => string
}

/** How a platform sets a variable. The lines are printed and never run. */
export type Platform = {
  readonly name: string
  readonly lines: (setting: Setting) => readonly string[]
  /** What goes wrong there, in sentences. */
  readonly traps: readonly string[]
}
