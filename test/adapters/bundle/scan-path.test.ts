import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { filesBelow, type Scanned } from '../../../src/adapters/bundle/scan-path.ts'
import { newFolder, tarOf } from './archive-testkit.ts'

async function all(path: string, cwd: string): Promise<readonly string[]> {
  const shown = (item: Scanned) =>
    item.kind === 'file'
      ? `${item.file.path} = ${Buffer.from(item.file.bytes).toString()}`
      : `${item.leftOut.what.replace(/sha256:[0-9a-f]{64}/, 'sha256')}: ${item.leftOut.why}`
  const found: string[] = []
  for await (const item of filesBelow(path, cwd)) found.push(shown(item))
  return found
}

test('text in UTF-8, archives taken apart, opaque files both as bytes and as not looked into', async () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'out/sub'), { recursive: true })
  const give = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(folder, 'out', name), content)
  give('a.log', 'a')
  give('b.log', Buffer.from('\ufeffwide', 'utf16le'))
  give('c.tgz', gzipSync(await tarOf({ name: 'x402ops-1/README.md', text: 'r' })))
  give('d.gif', 'GIF89a CANARY')
  give('sub/e.txt', 'e')
  expect(await all('out', folder)).toEqual([
    'out/a.log = a',
    'out/b.log = wide',
    'out/c.tgz/x402ops-1/README.md = r',
    'out/d.gif = GIF89a CANARY',
    'out/d.gif (sha256): an image may show secrets',
    'out/sub/e.txt = e',
  ])
})

test('a path that is not there is not looked at, and that is said', async () => {
  expect(await all('nothing', newFolder())).toEqual(['nothing: it is not there'])
})
