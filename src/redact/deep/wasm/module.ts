/** Bytes of instructions of WebAssembly (core specification, 5.4). */
export type Code = readonly number[]

/** A function of a module: it takes numbers of 32 bits, gives nothing, and has locals of its own behind them. */
export type WasmFunction = {
  readonly name: string
  readonly parameters: number
  readonly locals: readonly (readonly [count: number, type: number])[]
  readonly code: Code
}

/** A module that runs: its functions by name, and the memory they work on. */
export type Running = {
  readonly call: (name: string) => (...parameters: number[]) => void
  readonly memory: ArrayBuffer
}

/** The type of numbers of 32 bits. */
export const i32 = 0x7f
/** The type of numbers of 64 bits. */
export const i64 = 0x7e
/** The type of 16 bytes in lanes. */
export const v128 = 0x7b

/** A whole number as LEB128, signed as constants are. */
export function signed(value: number): Code {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 7) {
    const byte = rest & 0x7f
    const isLast = rest >> 6 === 0 || rest >> 6 === -1
    bytes.push(isLast ? byte : byte | 0x80)
    if (isLast) return bytes
  }
}

/** A number that is not negative as LEB128, as counts and places are. */
export function unsigned(value: number): Code {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest]
    bytes.push((rest & 0x7f) | 0x80)
  }
}

/** The value of a local. */
export const get = (local: number): Code => [0x20, ...unsigned(local)]
/** Gives a local a value. */
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)]
/** A constant of 32 bits. */
export const number = (value: number): Code => [0x41, ...signed(value)]
/** A sum of 32 bits. */
export const plus = (one: Code, two: Code): Code => [...one, ...two, 0x6a]
/** Calls the function at a place in the list of a module. */
export const callOf = (index: number, ...parameters: readonly Code[]): Code => [
  ...parameters.flat(),
  0x10,
  ...unsigned(index),
]
/** Runs a body as long as a condition holds behind it: at least once. */
export const loopWhile = (body: Code, condition: Code): Code => [
  ...[0x03, 0x40],
  ...body,
  ...condition,
  ...[0x0d, 0x00, 0x0b],
]

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes]
const listed = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()]
const section = (id: number, content: Code): Code => [id, ...sized(content)]
const textOf = (text: string): Code => sized([...Buffer.from(text, 'latin1')])

function bodyOf({ locals, code }: WasmFunction): Code {
  const types = listed(locals.map(([count, type]) => [...unsigned(count), type]))
  return sized([...types, ...code, 0x0b])
}

/** The bytes of a module with these functions, each exported under its name, and one memory of so many bytes. */
export function moduleOf(functions: readonly WasmFunction[], memory: number): Uint8Array<ArrayBuffer> {
  const pages = Math.ceil(memory / 65_536)
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(
      1,
      listed(functions.map(({ parameters }) => [0x60, ...sized(Array(parameters).fill(i32)), 0])),
    ),
    ...section(3, listed(functions.map((_, index) => unsigned(index)))),
    ...section(5, listed([[0x01, ...unsigned(pages), ...unsigned(pages)]])),
    ...section(
      7,
      listed([
        [...textOf('memory'), 0x02, 0x00],
        ...functions.map(({ name }, index) => [...textOf(name), 0x00, ...unsigned(index)]),
      ]),
    ),
    ...section(10, listed(functions.map(bodyOf))),
  ])
}

// What is used of the global of that name, which the types of Node do not know.
type Machine = {
  readonly validate: (bytes: Uint8Array) => boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: Record<string, ((...parameters: number[]) => void) & { readonly buffer: ArrayBuffer }>
  }
}

/**
 * Starts a module. Undefined where there is no WebAssembly (`node --jitless`) or a processor lacks what the module
 * needs: whoever asks has another way.
 */
export function started(bytes: Uint8Array): Running | undefined {
  const machine = (globalThis as { readonly WebAssembly?: Machine }).WebAssembly
  if (machine === undefined || !machine.validate(bytes)) return undefined
  const { exports } = new machine.Instance(new machine.Module(bytes))
  const memory = exports.memory?.buffer
  if (memory === undefined) return undefined
  return {
    memory,
    call: (name) => exports[name] ?? (() => undefined),
  }
}
