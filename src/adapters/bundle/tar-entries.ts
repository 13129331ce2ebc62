import { extract, type Header } from 'tar-stream'

/**
 * One thing in a tar archive, in the order it stands there. `other` is a link, a device or the like, `what` says
 * it with an article. `fault` says why reading ended early, as a clause; it is always the last.
 */
export type TarItem =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'other'; readonly name: string; readonly what: string }
  | { readonly kind: 'fault'; readonly why: string }

// tar-stream sets all three; its types leave them out.
type FullHeader = Omit<Header, 'type'> & {
  readonly type: string | null
  readonly byteOffset: number
  readonly pax: Readonly<Record<string, string>> | null
}

const block = 512
const zeros = Buffer.alloc(65_536)

const others: Readonly<Record<string, string>> = {
  link: 'a hard link',
  symlink: 'a symbolic link',
  'character-device': 'a device',
  'block-device': 'a device',
  fifo: 'a named pipe',
}

function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length)
    if (!zeros.subarray(0, part.length).equals(part)) return false
  }
  return true
}

function itemOf(headers: FullHeader, all: Uint8Array): TarItem {
  const { name, type, byteOffset, size } = headers
  if (type === 'directory') return { kind: 'folder', name: name.replace(/\/$/, '') }
  // Two readers could take such a header for two different files.
  const doubtful = Object.keys(headers.pax ?? {}).some((key) => /^(?:GNU\.|size$|linkpath$)/.test(key))
  if (doubtful) return { kind: 'other', name, what: 'a sparse file or one with a second size' }
  if (type !== 'file')
    return { kind: 'other', name, what: others[type ?? ''] ?? 'an entry of an unknown kind' }
  if (byteOffset + size > all.length) return { kind: 'fault', why: 'it is cut off' }
  return { kind: 'file', name, bytes: all.subarray(byteOffset, byteOffset + size) }
}

/** What is wrong with the bytes behind the last entry: at least two blocks of zeros must stand there, and no more. */
function endFault(rest: Uint8Array): TarItem | undefined {
  if (!isZero(rest)) return { kind: 'fault', why: 'something follows its end' }
  if (rest.length < 2 * block || rest.length % block !== 0) return { kind: 'fault', why: 'it is cut off' }
  return undefined
}

async function* walk(all: Uint8Array, maxEntries: number): AsyncGenerator<TarItem> {
  const tar = extract()
  tar.end(Buffer.from(all.buffer, all.byteOffset, all.length))
  let end = 0
  let count = 0
  for await (const entry of tar) {
    entry.resume()
    const headers = entry.header as unknown as FullHeader
    // Others stop at the first block of zeros; tar-stream looks behind it.
    if (isZero(all.subarray(end, end + block)))
      return yield { kind: 'fault', why: 'entries stand behind its end' }
    count += 1
    if (count > maxEntries) return yield { kind: 'fault', why: `it holds more than ${maxEntries} entries` }
    const item = itemOf(headers, all)
    yield item
    if (item.kind === 'fault') return
    const size = headers.type === 'directory' ? 0 : headers.size
    end = headers.byteOffset + Math.ceil(size / block) * block
  }
  const fault = endFault(all.subarray(end))
  if (fault !== undefined) yield fault
}

/**
 * What a tar archive in memory holds, up to `maxEntries`. The bytes of files are views, not copies. Nothing is
 * said of names: they are not to be used as paths. Never rejects: damage is a `fault`.
 */
export async function* tarItems(all: Uint8Array, maxEntries: number): AsyncGenerator<TarItem> {
  try {
    yield* walk(all, maxEntries)
  } catch {
    yield { kind: 'fault', why: 'it is damaged, cut off, or no tar archive' }
  }
}
