import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { run } from '../program.ts'

type Env = Readonly<Record<string, string>>

/** What one command line left behind: streams, exit code, and all of it with every file that was written. */
export type Left = {
  readonly code: number
  readonly out: string
  readonly err: string
  /** Both streams and every written file, names included; what the test itself wrote is left out. */
  readonly everything: string
}

function capture() {
  const chunks: string[] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => chunks.join('') }
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}

/** What people could read in a file: of kept logs, which are bytes, the letters. */
function textIn(path: string): string {
  const bytes = readFileSync(path)
  // One character at a time: linear.
  return path.includes('/chain/')
    ? bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '')
    : bytes.toString('utf8')
}

/** A folder with the command line in it; nothing is read from outside. Owes `remove`. */
export function newDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'x402ops-leaks-'))
  const given = new Set<string>()
  const give = (name: string, text: string) => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    given.add(path)
    return path
  }
  const x402ops = async (
    argv: readonly string[],
    env: Env = {},
    input = '',
    signal = new AbortController().signal,
  ): Promise<Left> => {
    const out = capture()
    const err = capture()
    const code = await run(argv, {
      stdout: out.stream,
      stderr: err.stream,
      stdin: new PassThrough().end(input),
      signal,
      cwd: folder,
      packageRoot: new URL('../../', import.meta.url),
      stdoutIsTty: false,
      stderrIsTty: false,
      stdinIsTty: false,
      env: { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...env },
    })
    const files = filesBelow(folder).filter((path) => !given.has(path))
    const written = files.map((path) => `${path}\n${textIn(path)}`)
    return {
      code,
      out: out.text(),
      err: err.text(),
      everything: [out.text(), err.text(), ...written].join('\n'),
    }
  }
  return { folder, give, x402ops, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A server on loopback. Owes `close`. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
) {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => answer(request, response, body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((done) => {
      server.closeAllConnections()
      server.close(() => done())
    })
  return { url: `http://127.0.0.1:${port}`, close }
}
