import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { extract, pack } from 'tar-stream'

/** One file of an archive, its path below the one folder. */
export type Entry = { readonly path: string; readonly text: string }

/** A bundle taken apart: its one folder, and its files in their order. */
export type Unpacked = { readonly top: string; readonly entries: readonly Entry[] }

/** The files of a tar, gzipped or not, read by nothing of ours. */
export async function unpack(archive: Buffer): Promise<Unpacked> {
  const entries: Entry[] = []
  let top = ''
  const reader = extract()
  reader.on('entry', (header, stream, next) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk) => chunks.push(chunk as Buffer))
    stream.on('end', () => {
      const [first = '', ...rest] = header.name.split('/')
      top = first
      entries.push({ path: rest.join('/'), text: Buffer.concat(chunks).toString('latin1') })
      next()
    })
  })
  const done = new Promise<void>((resolve, reject) => reader.on('finish', resolve).on('error', reject))
  reader.end(archive[0] === 0x1f ? gunzipSync(archive) : archive)
  await done
  return { top, entries }
}

/** The same of a file. */
export function unpacked(archive: string): Promise<Unpacked> {
  return unpack(readFileSync(archive))
}

/** Writes a copy of a bundle in which some files say something else. */
export async function altered(
  archive: string,
  target: string,
  change: (entries: readonly Entry[]) => readonly Entry[],
): Promise<void> {
  const { top, entries } = await unpacked(archive)
  const writer = pack()
  for (const { path, text } of change(entries))
    writer.entry({ name: `${top}/${path}` }, Buffer.from(text, 'latin1'))
  writer.finalize()
  const blocks: Buffer[] = []
  for await (const block of writer) blocks.push(block as Buffer)
  writeFileSync(target, gzipSync(Buffer.concat(blocks)))
}
