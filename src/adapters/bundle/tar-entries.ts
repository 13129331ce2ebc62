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
  // tar-stream 3.2.2 reads some damaged sizes as null, and never ends a folder that has a size.
  if (!Number.isSafeInteger(size) || size < 0 || (type === 'directory' && size !== 0))
    return { kind: 'fault', why: 'it is damaged: a size in it is none' }
  if (type === 'directory') return { kind: 'folder', name: name.replace(/\/$/, '') }
  if (byteOffset + size > all.length) return { kind: 'fault', why: 'it is cut off' }
  // Two readers could take such a header for two different files.
  const doubtful = Object.keys(headers.pax ?? {}).some((key) => /^(?:GNU\.|size$|linkpath$)/.test(key))
  if (doubtful) return { kind: 'other', name, what: 'a sparse file or one with a second size' }
  if (type !== 'file')
    return { kind: 'other', name, what: others[type ?? ''] ?? 'an entry of an unknown kind' }
  return { kind: 'file', name, bytes: all.subarray(byteOffset, byteOffset + size) }
}

/** What is wrong with the bytes behind the last entry: at least two blocks of zeros must stand there, and no more. */
function endFault(rest: Uint8Array): TarItem | undefined {
  if (!isZero(rest)) return { kind: 'fault', why: 'something follows its end' }
  if (rest.length < 2 * block || rest.length % block !== 0) return { kind: 'fault', why: 'it is cut off' }
  return undefined
}

function collect(all: Uint8Array, maxEntries: number): Promise<readonly TarItem[]> {
  return new Promise((resolve) => {
    const items: TarItem[] = []
    const tar = extract()
    let end = 0
    let done = false
    const finish = (last?: TarItem) => {
      if (done) return
      done = true
      if (last !== undefined) items.push(last)
      resolve(items)
      tar.destroy()
    }
    const damaged = () => finish({ kind: 'fault', why: 'it is damaged, cut off, or no tar archive' })
    tar.on('entry', (header, stream, next) => {
      stream.on('error', damaged)
      if (done) return
      const headers = header as unknown as FullHeader
      // Others stop at the first block of zeros; tar-stream looks behind it.
      if (isZero(all.subarray(end, end + block)))
        return finish({ kind: 'fault', why: 'entries stand behind its end' })
      if (items.length >= maxEntries)
        return finish({ kind: 'fault', why: `it holds more than ${maxEntries} entries` })
      const item = itemOf(headers, all)
      if (item.kind === 'fault') return finish(item)
      items.push(item)
      const size = headers.type === 'directory' ? 0 : headers.size
      end = headers.byteOffset + Math.ceil(size / block) * block
      stream.on('end', () => next())
      stream.resume()
    })
    tar.on('finish', () => finish(endFault(all.subarray(end))))
    tar.on('error', damaged)
    tar.on('close', damaged)
    tar.end(Buffer.from(all.buffer, all.byteOffset, all.length))
  })
}

/**
 * What a tar archive in memory holds, up to `maxEntries`. The bytes of files are views, not copies. Nothing is
 * said of names: they are not to be used as paths. Never rejects: damage is a `fault`.
 */
export async function* tarItems(all: Uint8Array, maxEntries: number): AsyncGenerator<TarItem> {
  yield* await collect(all, maxEntries)
}
