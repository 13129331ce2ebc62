import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Header, pack } from 'tar-stream'
import type { BundleFile } from '../../../src/core/bundle.ts'

/** The arguments with which node runs a program in our TypeScript. */
export const nodeArgs = ['--import', join(resolve('scripts'), 'ts.mjs'), '--input-type=module', '-e'] as const

/** A fresh folder for one test. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'x402ops-bundle-'))
}

/** A file of a bundle with text in it. */
export function textFile(path: string, text: string): BundleFile {
  return { path, bytes: Buffer.from(text) }
}

type Entry = Partial<Omit<Header, 'type'>> & {
  readonly name: string
  readonly type?: string
  readonly text?: string
}

/** A tar archive with exactly these entries, however odd. */
export async function tarOf(...entries: readonly Entry[]): Promise<Buffer> {
  const tar = pack()
  for (const { text = '', ...header } of entries) {
    const whole = { mode: 0o600, mtime: new Date(0), type: 'file', ...header } as Header
    if (whole.type === 'file') tar.entry(whole, Buffer.from(text))
    else tar.entry(whole)
  }
  tar.finalize()
  const blocks: Buffer[] = []
  for await (const block of tar) blocks.push(block as Buffer)
  return Buffer.concat(blocks)
}

/** Writes an archive, gzipped, and hands back its path. */
export function gzipped(tar: Uint8Array, name = 'b.tar.gz'): string {
  const path = join(newFolder(), name)
  writeFileSync(path, gzipSync(tar))
  return path
}

/** Writes bytes as they are, and hands back their path. */
export function written(bytes: Uint8Array | string, name = 'b.tar.gz'): string {
  const path = join(newFolder(), name)
  writeFileSync(path, bytes)
  return path
}
