const mask = (1n << 64n) - 1n

const roundConstants: readonly bigint[] = [
  0x0000000000000001n,
  0x0000000000008082n,
  0x800000000000808an,
  0x8000000080008000n,
  0x000000000000808bn,
  0x0000000080000001n,
  0x8000000080008081n,
  0x8000000000008009n,
  0x000000000000008an,
  0x0000000000000088n,
  0x0000000080008009n,
  0x000000008000000an,
  0x000000008000808bn,
  0x800000000000008bn,
  0x8000000000008089n,
  0x8000000000008003n,
  0x8000000000008002n,
  0x8000000000000080n,
  0x000000000000800an,
  0x800000008000000an,
  0x8000000080008081n,
  0x8000000000008080n,
  0x0000000080000001n,
  0x8000000080008008n,
]

// Rotation and target lane of the rho and pi steps, in the order of the walk that FIPS 202 describes.
const rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44]
const lanes = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1]

const rotate = (value: bigint, by: number) => ((value << BigInt(by)) | (value >> BigInt(64 - by))) & mask

function permute(state: bigint[]): void {
  const lane = (index: number) => state[index] ?? 0n
  for (const constant of roundConstants) {
    const columns = [0, 1, 2, 3, 4].map(
      (x) => lane(x) ^ lane(x + 5) ^ lane(x + 10) ^ lane(x + 15) ^ lane(x + 20),
    )
    for (let i = 0; i < 25; i += 1) {
      const x = i % 5
      state[i] = lane(i) ^ (columns[(x + 4) % 5] ?? 0n) ^ rotate(columns[(x + 1) % 5] ?? 0n, 1)
    }
    let moving = lane(1)
    lanes.forEach((target, step) => {
      const next = lane(target)
      state[target] = rotate(moving, rotations[step] ?? 0)
      moving = next
    })
    for (let row = 0; row < 25; row += 5) {
      const old = state.slice(row, row + 5)
      for (let x = 0; x < 5; x += 1) {
        state[row + x] = (old[x] ?? 0n) ^ (~(old[(x + 1) % 5] ?? 0n) & mask & (old[(x + 2) % 5] ?? 0n))
      }
    }
    state[0] = lane(0) ^ constant
  }
}

const rate = 136

/**
 * Keccak-256 of an ASCII text, as 64 hex digits. It serves the checksum of an address and nothing else;
 * node:crypto has only the later SHA-3, which pads differently.
 */
export function keccak256Ascii(text: string): string {
  const length = (Math.floor(text.length / rate) + 1) * rate
  const bytes = new Uint8Array(length)
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i) & 0x7f
  bytes[text.length] = 0x01
  bytes[length - 1] = (bytes[length - 1] ?? 0) | 0x80
  const state = new Array<bigint>(25).fill(0n)
  for (let offset = 0; offset < length; offset += rate) {
    for (let i = 0; i < rate; i += 1) {
      const word = Math.floor(i / 8)
      state[word] = (state[word] ?? 0n) ^ (BigInt(bytes[offset + i] ?? 0) << BigInt(8 * (i % 8)))
    }
    permute(state)
  }
  let out = ''
  for (let i = 0; i < 32; i += 1) {
    const byte = ((state[Math.floor(i / 8)] ?? 0n) >> BigInt(8 * (i % 8))) & 0xffn
    out += byte.toString(16).padStart(2, '0')
  }
  return out
}
