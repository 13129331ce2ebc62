const inspect = Symbol.for('nodejs.util.inspect.custom')

/**
 * A value that must never be printed. It shows as its label in strings, JSON and a debugger.
 * Only adapters call `reveal`, at the moment of use.
 */
export class Secret {
  readonly label: string
  readonly #value: string

  /** `label` is what people see: a variable name, or `https://host/***` for an RPC URL. */
  constructor(label: string, value: string) {
    this.label = label
    this.#value = value
  }

  /** The value itself. Never store it, log it or put it into an error. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return this.label
  }

  toJSON(): string {
    return this.label
  }

  [inspect](): string {
    return `Secret(${this.label})`
  }
}
