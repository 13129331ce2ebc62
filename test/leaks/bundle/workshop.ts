import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { canonicalJson } from '../../../src/adapters/bundle/canonical.ts'
import { type Unpacked, unpack } from '../../e2e/unpacked.ts'
import { newDesk, serve } from '../desk.ts'
import { serveNode } from '../node.ts'

export const payTo = `0x${'a1'.repeat(20)}`
export const payer = `0x${'b2'.repeat(20)}`

/** What a route of the service answers. */
export type Reply = {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What the world says to the commands that are run in it. */
export type World = {
  readonly rows?: readonly Readonly<Record<string, unknown>>[]
  readonly reply?: (url: string) => Reply
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
}

const usdc = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'

/** A demand for payment as an honest service makes it. */
export function demand(more: Readonly<Record<string, unknown>> = {}): Reply {
  const extra = { name: 'USD Coin', version: '2' }
  const terms = { scheme: 'exact', network: 'eip155:8453', asset: usdc, payTo, amount: '1000' }
  const accepts = [{ ...terms, maxTimeoutSeconds: 60, extra, ...more }]
  const body = JSON.stringify({ x402Version: 2, accepts, resource: { url: 'https://shop.example/v1/a' } })
  return { status: 402, body, headers: { 'payment-required': Buffer.from(body).toString('base64') } }
}

/** A row of the books; `at` makes its ids. */
export function row(at: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    ...{ network: 'base', asset: 'usdc', payTo, payer, amountAtomic: '1000', route: 'GET /v1/a' },
    ...{ nonce: `0x${at.toString(16).padStart(4, '0')}${'07'.repeat(30)}`, requestId: `req-${at}` },
    ...{ state: at % 2 === 0 ? 'settled' : 'failed', responseStatus: at % 2 === 0 ? 200 : 500 },
    receivedAt: new Date(Date.now() - 3_600_000).toISOString(),
    ...more,
  }
}

/** A tar of these files, with headers as an export writes them. `mtime` of the original unless another is given. */
export async function tarOf({ top, entries }: Unpacked, mtime: Date): Promise<Buffer> {
  const writer = pack()
  for (const { path, text } of entries)
    writer.entry(
      { name: `${top}/${path}`, mode: 0o600, uid: 0, gid: 0, mtime, type: 'file' },
      Buffer.from(text, 'latin1'),
    )
  writer.finalize()
  const blocks: Buffer[] = []
  for await (const block of writer) blocks.push(block as Buffer)
  return Buffer.concat(blocks)
}

/** gzip as an export writes it. */
export function gzipAsOurs(bytes: Buffer): Buffer {
  const packed = gzipSync(bytes, { level: 6 })
  packed[9] = 255
  return packed
}

const sha256 = (text: string) => createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex')

/**
 * The same bundle with manifest and sums made anew for what stands in it: what somebody does who alters a bundle and
 * knows how it is built. `edit` may change the manifest further.
 */
export function resummed(
  { top, entries }: Unpacked,
  edit: (manifest: Record<string, unknown>) => void = () => undefined,
): Unpacked {
  const byPath = new Map(entries.map(({ path, text }) => [path, text]))
  const manifest = JSON.parse(Buffer.from(byPath.get('manifest.json') ?? '', 'latin1').toString()) as Record<
    string,
    unknown
  >
  for (const file of manifest.files as { path: string; bytes: number; sha256: string }[]) {
    const text = byPath.get(file.path)
    if (text === undefined) continue
    file.bytes = text.length
    file.sha256 = sha256(text)
  }
  edit(manifest)
  const own = Buffer.from(canonicalJson(manifest)).toString('latin1')
  const listed = (manifest.files as { path: string; sha256: string }[]).map(
    (file) => `${file.sha256}  ${file.path}\n`,
  )
  const [readme = '', ...rest] = listed
  const sums = [readme, `${sha256(own)}  manifest.json\n`, ...rest].join('')
  const changed = new Map([
    ['manifest.json', own],
    ['SHA256SUMS', sums],
  ])
  return { top, entries: entries.map(({ path, text }) => ({ path, text: changed.get(path) ?? text })) }
}

const config = (service: string, node: string) => `version: 1
defaultProfile: shop
profiles:
  shop:
    extends: mainnet
    baseUrl: ${service}
    pays: [{network: base, asset: usdc, payTo: ["${payTo}"]}]
    routes: [{method: GET, path: /v1/a, price: 1000 atomic}, {method: GET, path: /v1/b, price: 1000 atomic}]
    rpc: {"eip155:8453": [{url: "${node}"}]}
    records: [{file: books.jsonl}]
    limits: {rate: 1000, burst: 1000, concurrency: 8, timeout: 3s}
`

/**
 * A folder with a service, a node and books around it, and the command line in it. `bundle` exports and takes
 * the archive apart; null when the export was refused. Owes `remove`.
 */
export async function newWorkshop({ rows = [], reply = () => demand(), env = {}, files = {} }: World = {}) {
  const desk = newDesk()
  const node = await serveNode()
  const service = await serve((request, response) => {
    const { status, body, headers } = reply(request.url ?? '')
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
  })
  const books = [row(0), row(1), ...rows].map((item) => JSON.stringify(item)).join('\n')
  const given = { 'x402ops.yaml': config(service.url, node.url), 'books.jsonl': books, ...files }
  for (const [name, text] of Object.entries(given)) desk.give(name, text)
  const run = (...argv: readonly string[]) => desk.x402ops(argv, env)
  let count = 0
  const bundle = async (...more: readonly string[]) => {
    count += 1
    const folder = `out-${count}`
    mkdirSync(join(desk.folder, folder))
    const left = await run('evidence', 'export', 'shop', '--offline', '--out', `${folder}/`, ...more)
    const [name] = readdirSync(join(desk.folder, folder))
    if (name === undefined) return { left, path: null, archive: Buffer.alloc(0), unpacked: null } as const
    const path = join(folder, name)
    const archive = readFileSync(join(desk.folder, path))
    return { left, path, archive, unpacked: await unpack(archive) } as const
  }
  const write = (name: string, bytes: Buffer) => {
    writeFileSync(join(desk.folder, name), bytes)
    return name
  }
  const remove = async () => {
    await Promise.all([node.close(), service.close()])
    desk.remove()
  }
  return { folder: desk.folder, run, bundle, write, remove }
}
