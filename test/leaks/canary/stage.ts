import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import type { Io } from '../../../src/cli/io.ts'
import { run } from '../../program.ts'
import { canariesOf, fromDotEnv, own, strangers } from './canaries.ts'
import { type NodeWeather, startNode } from './chain-node.ts'
import { config, props } from './props.ts'
import { createSearch, type Leak } from './search.ts'
import { startService, type Weather } from './service.ts'
import { textsOf } from './texts.ts'

/** The one secret that only a file of the config names. */
const inFile = canariesOf('file').filter(({ kind }) => kind === 'file rpc-query')
const keyOf = (canaries: typeof own, kind: string) =>
  canaries.find((canary) => canary.kind.endsWith(` ${kind}`))!.needles[0]!

/**
 * Of a secret that nobody knows a screen may show the beginning, where a sentence was cut off: less than three
 * quarters of one open no door. Of a known one, and in a bundle, no piece is allowed.
 */
const byLooks = strangers
  .filter(({ looks }) => looks === 'screen')
  .map((canary) => {
    const shortest = Math.min(...canary.needles.map(({ length }) => length))
    return { ...canary, piece: Math.max(canary.piece ?? 12, Math.ceil(shortest * 0.75)) }
  })

const known = [...own, ...inFile]
const onScreen = createSearch([...known, ...byLooks])
const inBundle = createSearch([...known, ...strangers, ...fromDotEnv])

/** What one command line left, and which canaries are in it. `where` names the stream or the file. */
export type Left = {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly files: readonly string[]
  readonly leaks: readonly (Leak & { readonly where: string })[]
}

/** What a mode changes about the world of a run. */
export type Scene = {
  /** Which texts are planted where; others for other numbers. */
  readonly turn?: number
  readonly service: Weather
  readonly node: NodeWeather
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly files?: Readonly<Record<string, string>>
  readonly io?: () => Partial<Io>
  readonly stdin?: string
  /** A folder of another stage: what its commands wrote there is here, too. */
  readonly wroteIn?: string
}

/** What commands write of themselves in a stage: saved runs, and the bundle that some rows read. */
const written = ['state', 'made.tar.gz']

function capture() {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  return { stream, bytes: () => Buffer.concat(chunks) }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Environment of the stage: every secret of this machine in a variable of its own, and the chain endpoint. */
function environment(folder: string, nodeUrl: string): Record<string, string> {
  return {
    ...Object.fromEntries(own.map(({ name, value }) => [name, value])),
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    // Nobody listens there: what is told of a database is told by its failure.
    BOOKS_URL: `postgres://books:${keyOf(own, 'postgres')}@127.0.0.1:9/pay`,
    CHAIN_URL: `${nodeUrl}/v2/${keyOf(own, 'rpc-path-v2')}`,
  }
}

/**
 * A folder full of canaries, a service and a chain endpoint that answer with canaries, and the command line in the
 * middle of it. `world` is handed what a child process needs to stand in the same place. Owes `remove`.
 */
export async function newStage({ turn = 0, service, node, env, files, io, stdin, wroteIn }: Scene) {
  const folder = mkdtempSync(join(tmpdir(), 'x402ops-canary-'))
  const texts = textsOf(turn)
  // Two endpoints, as operators have: one for both addresses would make every run wait for its turn there.
  const [server, chain, second] = await Promise.all([
    startService(service, texts),
    startNode(node, texts),
    startNode(node, texts),
  ])
  const given = {
    ...props(texts, turn),
    'x402ops.yaml': config(server.url),
    'books.yaml': 'table: payments\n',
    'chain-url.txt': `${second.url}/?dkey=${keyOf(inFile, 'rpc-query')}\n`,
    ...files,
  }
  for (const [name, content] of Object.entries(given)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content, { mode: 0o600 })
  }
  for (const path of wroteIn === undefined ? [] : written.map((name) => join(wroteIn, name)))
    if (existsSync(path)) cpSync(path, join(folder, basename(path)), { recursive: true })
  const variables = { ...environment(folder, chain.url), ...env }
  const judge = (code: number, out: Buffer, err: Buffer): Left => {
    const made = filesBelow(folder).filter((path) => given[relative(folder, path) as never] === undefined)
    const leaksIn = (where: string, bytes: Buffer) =>
      (/\.tar\.gz/.test(where) ? inBundle : onScreen)(bytes).map((leak) => ({ where, ...leak }))
    const names = made.map((path) => relative(folder, path))
    return {
      code,
      out: out.toString(),
      err: err.toString(),
      files: names,
      leaks: [
        ...leaksIn('standard output', out),
        ...leaksIn('standard error', err),
        ...leaksIn('names of files', Buffer.from(names.join('\n'))),
        ...made.flatMap((path) => leaksIn(relative(folder, path), readFileSync(path))),
      ],
    }
  }
  const x402ops = async (argv: readonly string[], around = io): Promise<Left> => {
    const [out, err] = [capture(), capture()]
    const code = await run(argv, {
      stdout: out.stream,
      stderr: err.stream,
      stdin: new PassThrough().end(stdin ?? ''),
      cwd: folder,
      packageRoot: new URL('../../../', import.meta.url),
      stdoutIsTty: false,
      stderrIsTty: false,
      stdinIsTty: false,
      env: variables,
      ...around?.(),
    })
    return judge(code, out.bytes(), err.bytes())
  }
  const remove = async () => {
    await Promise.all([server.close(), chain.close(), second.close()])
    rmSync(folder, { recursive: true, force: true })
  }
  return { folder, variables, judge, x402ops, remove }
}
