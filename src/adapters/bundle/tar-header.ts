/** What the header of one of our entries says. */
export type OwnEntry = { readonly name: string; readonly size: number; readonly seconds: number }

const headerBytes = 512
const sumAt = 148

// Numbers as `tar-stream` writes them: octal, a blank behind. Anchored, fixed length: linear.
const octal = /^([0-7]{11}) $/

function numberAt(header: Buffer, start: number): number | null {
  const digits = octal.exec(header.toString('latin1', start, start + 12))?.[1]
  return digits === undefined ? null : Number.parseInt(digits, 8)
}

function textAt(header: Buffer, start: number, length: number): string {
  const bytes = header.subarray(start, start + length)
  const end = bytes.indexOf(0)
  return bytes.toString('latin1', 0, end < 0 ? length : end)
}

function octalText(value: number, digits: number): string {
  return `${value.toString(8).padStart(digits, '0')} `
}

/** The header that the archive of an export has for an entry whose name was divided like that. */
function headerOf(prefix: string, name: string, size: number, seconds: number): Buffer {
  const header = Buffer.alloc(headerBytes)
  const write = (text: string, at: number) => header.write(text, at, 'latin1')
  write(name, 0)
  for (const [at, value, digits] of [
    [100, 0o600, 6],
    [108, 0, 6],
    [116, 0, 6],
    [124, size, 11],
    [136, seconds, 11],
    [329, 0, 6],
    [337, 0, 6],
  ] as const) {
    write(octalText(value, digits), at)
  }
  write('0', 156)
  write('ustar\u000000', 257)
  write(prefix, 345)
  // The sum is taken with blanks in its own place.
  const sum = header.reduce((all, byte) => all + byte, 8 * 0x20)
  write(octalText(sum, 6), sumAt)
  return header
}

/** Folders go to the front as long as a name has more than 100 bytes. */
function divided(full: string): readonly [prefix: string, name: string] {
  let name = full
  const prefix: string[] = []
  while (name.length > 100 && name.includes('/')) {
    const at = name.indexOf('/')
    prefix.push(name.slice(0, at))
    name = name.slice(at + 1)
  }
  return [prefix.join('/'), name]
}

/** What a header says, when it is to the byte the one that an export writes for that; null for any other. */
export function ownEntryOf(header: Buffer): OwnEntry | null {
  const [size, seconds] = [numberAt(header, 124), numberAt(header, 136)]
  if (header.length !== headerBytes || size === null || seconds === null) return null
  const front = textAt(header, 345, 155)
  const full = `${front}${front === '' ? '' : '/'}${textAt(header, 0, 100)}`
  const [prefix, name] = divided(full)
  if (prefix.length > 155 || name.length > 100) return null
  return headerOf(prefix, name, size, seconds).equals(header) ? { name: full, size, seconds } : null
}
