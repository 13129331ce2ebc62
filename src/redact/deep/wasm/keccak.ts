import { keccak_256 } from '@noble/hashes/sha3'
import {
  type Code,
  get,
  i64,
  loopWhile,
  moduleOf,
  number,
  plus,
  set,
  signed,
  started,
  unsigned,
  type WasmFunction,
} from './module.ts'

/** The Keccak-256 of 64 bytes, as Ethereum makes addresses of public keys. */
export type HashOfPoint = (point: Uint8Array) => Uint8Array

const rounds = 24
const lanes = 25
// The state and the constants of the rounds, in bytes.
const constantsAt = lanes * 8
const memoryLength = constantsAt + rounds * 8
// A block of SHA-3 with this length of hash; what Keccak puts behind a message, before it was changed for SHA-3.
const blockLength = 136
const messageLength = 64

const two = (operation: number, one: Code, other: Code): Code => [...one, ...other, operation]
const xor = (...parts: readonly Code[]): Code => parts.reduce((one, other) => two(0x85, one, other))
const rotated = (value: Code, by: number): Code =>
  by === 0 ? value : two(0x89, value, [0x42, ...signed(by)])
const laneAt = (pointer: Code, byte: number): Code => [...pointer, 0x29, 0x03, ...unsigned(byte)]

/** By how much each lane turns, and where it goes (FIPS 202, 3.2.2 and 3.2.3). */
function steps(): readonly { readonly from: number; readonly to: number; readonly turn: number }[] {
  const list = [{ from: 0, to: 0, turn: 0 }]
  let [x, y] = [1, 0]
  for (let step = 0; step < lanes - 1; step += 1) {
    const turn = (((step + 1) * (step + 2)) / 2) % 64
    const next = (2 * x + 3 * y) % 5
    list.push({ from: x + 5 * y, to: y + 5 * next, turn })
    ;[x, y] = [y, next]
  }
  return list
}

/** The constants of the rounds (FIPS 202, 3.2.5). */
function roundConstants(): BigUint64Array {
  let register = 1
  const bit = () => {
    const out = register & 1
    register = register & 0x80 ? ((register << 1) ^ 0x171) & 0xff : register << 1
    return out
  }
  return BigUint64Array.from({ length: rounds }, () => {
    let constant = 0n
    for (let place = 0; place < 7; place += 1) constant |= BigInt(bit()) << BigInt(2 ** place - 1)
    return constant
  })
}

// Locals: the pointer to the constant of a round, the state, what is made of it, the parities of its columns.
const [pointer, state, moved, parity] = [0, 1, 1 + lanes, 1 + 2 * lanes] as const

const each = (count: number, code: (index: number) => Code): Code =>
  Array.from({ length: count }, (_, index) => code(index)).flat()

const round: Code = [
  ...each(5, (x) => set(parity + x, xor(...[0, 5, 10, 15, 20].map((row) => get(state + x + row))))),
  ...steps().flatMap(({ from, to, turn }) => {
    const x = from % 5
    const column = xor(get(parity + ((x + 4) % 5)), rotated(get(parity + ((x + 1) % 5)), 1))
    return set(moved + to, rotated(xor(get(state + from), column), turn))
  }),
  ...each(lanes, (at) => {
    const row = at - (at % 5)
    const next = (by: number) => get(moved + row + ((at + by) % 5))
    // Not the next one, and the one behind it.
    const both = two(0x83, xor(next(1), [0x42, 0x7f]), next(2))
    return set(state + at, xor(get(moved + at), both))
  }),
  ...set(state, xor(get(state), laneAt(get(pointer), constantsAt))),
  ...set(pointer, plus(get(pointer), number(8))),
]

const permute: WasmFunction = {
  name: 'permute',
  parameters: 1,
  locals: [[2 * lanes + 5, i64]],
  code: [
    ...each(lanes, (at) => set(state + at, laneAt(number(0), at * 8))),
    ...loopWhile(round, [...get(pointer), ...number(rounds * 8), 0x49]),
    ...each(4, (at) => [...number(0), ...get(state + at), 0x37, 0x03, ...unsigned(at * 8)]),
  ],
}

/** The hash in WebAssembly, at a tenth of what it costs otherwise; where that does not run, the other one. */
export function createHashOfPoint(start = started): HashOfPoint {
  const running = start(moduleOf([permute], memoryLength))
  if (running === undefined) return keccak_256
  const { memory, call } = running
  const run = call('permute')
  const bytes = new Uint8Array(memory, 0, lanes * 8)
  new BigUint64Array(memory, constantsAt, rounds).set(roundConstants())
  return (point) => {
    bytes.fill(0)
    bytes.set(point)
    bytes[messageLength] = 1
    bytes[blockLength - 1] = 0x80
    run(0)
    return bytes.slice(0, 32)
  }
}
