/** What the first bytes of a file say it is. `opaque` may hold secrets that no reader of text can see. */
export type Recognised =
  | { readonly kind: 'gzip' | 'tar' | 'plain' }
  | { readonly kind: 'opaque'; readonly why: string }

type Sign = readonly [why: string, at: number, magic: string]

const image = 'an image may show secrets'
const packed = 'an archive of this kind is not opened'
const program = 'a program is not evidence'

// Magic numbers as latin1 text, from the file formats themselves (see `file(1)`, its magic(5) database).
const signs: readonly Sign[] = [
  [packed, 0, 'PK\x03\x04'],
  [packed, 0, 'PK\x05\x06'],
  [packed, 0, 'PK\x07\x08'],
  [packed, 0, '7z\xbc\xaf\x27\x1c'],
  [packed, 0, 'Rar!\x1a\x07'],
  [packed, 0, '\xfd7zXZ\x00'],
  [packed, 0, '\x28\xb5\x2f\xfd'],
  [packed, 0, '\x04\x22\x4d\x18'],
  [packed, 0, 'LZIP'],
  [packed, 0, '\x1f\x9d'],
  [packed, 0, '!<arch>\n'],
  [image, 0, '\x89PNG\r\n\x1a\n'],
  [image, 0, '\xff\xd8\xff'],
  [image, 0, 'GIF87a'],
  [image, 0, 'GIF89a'],
  [image, 4, 'ftyp'],
  ['a PDF may show secrets', 0, '%PDF-'],
  ['a network capture holds every header', 0, '\xd4\xc3\xb2\xa1'],
  ['a network capture holds every header', 0, '\xa1\xb2\xc3\xd4'],
  ['a network capture holds every header', 0, '\x4d\x3c\xb2\xa1'],
  ['a network capture holds every header', 0, '\xa1\xb2\x3c\x4d'],
  ['a network capture holds every header', 0, '\x0a\x0d\x0d\x0a'],
  ['a database is not opened: export what matters as text', 0, 'SQLite format 3\x00'],
  [program, 0, '\x7fELF'],
  [program, 0, '\xca\xfe\xba\xbe'],
  [program, 0, '\xcf\xfa\xed\xfe'],
  [program, 0, '\xce\xfa\xed\xfe'],
  [program, 0, '\x00asm'],
  ['it is encrypted', 0, 'age-encryption.org/'],
  ['it is the installation secret of x402ops, which never leaves', 0, 'x402ops installation secret'],
]

const block = 512

function bzip2(head: string): boolean {
  // "BZh5" could begin a text; the sign of the first or the last block follows it.
  return (
    head.startsWith('BZh') &&
    ['\x31\x41\x59\x26\x53\x59', '\x17\x72\x45\x38\x50\x90'].includes(head.slice(4, 10))
  )
}

/** Tells archives that are opened, text that may be, and everything that is never copied. Looks at 1 KiB at most. */
export function recognise(bytes: Uint8Array): Recognised {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1')
  if (head.startsWith('\x1f\x8b')) return { kind: 'gzip' }
  if (head.startsWith('ustar', 257) && bytes.length >= block) return { kind: 'tar' }
  const sign = signs.find(([, at, magic]) => head.startsWith(magic, at))
  if (sign !== undefined) return { kind: 'opaque', why: sign[0] }
  if (bzip2(head)) return { kind: 'opaque', why: packed }
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return { kind: 'opaque', why: image }
  // Readers of PDF accept anything in front of it within the first KiB.
  if (head.includes('%PDF-1.') || head.includes('%PDF-2.')) {
    return { kind: 'opaque', why: 'a PDF may show secrets' }
  }
  return { kind: 'plain' }
}
