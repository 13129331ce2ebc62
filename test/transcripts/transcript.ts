import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/**
 * A transcript is Markdown that people read and tests run. In a `console` block a line `$ x402ops ...` is a
 * command; below it stand its standard output, its standard error (each line behind `2> `) and
 * `[exit N]`. A block such as `yaml x402ops.yaml` writes that file into the folder of the transcript first.
 */
export type TranscriptOptions = {
  /** Texts of the transcript that stand for something else while it runs, such as an address with a port. */
  readonly standIns?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** Files that are in the folder before the first command, by name. */
  readonly files?: Readonly<Record<string, string>>
  /** What else differs between two runs, and what stands for it while they are compared. */
  readonly hide?: readonly (readonly [pattern: RegExp, stand: string])[]
}

/** What a transcript says and what really happened, as whole texts in the same form. */
export type Played = { readonly written: string; readonly played: string }

/** The same, ready to be compared, and what was printed as it was. */
export type Checked = Played & { readonly printed: string }

const root = resolve(import.meta.dirname, '../..')
const program = join(root, 'bin/x402ops.js')

/** Splits a command line as a shell would: blanks, single and double quotes, no expansion. */
export function splitWords(line: string): readonly string[] {
  const words = line.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? []
  return words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, a?: string, b?: string) => a ?? b ?? ''),
  )
}

/** Hides what differs between two runs that say the same: moments, durations, run ids. */
export function normalise(text: string): string {
  return text
    .replace(/\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g, '<time>')
    .replace(/\b\d{8}T\d{6}Z-([a-z]+)-[0-9a-z]{4}\b/g, '<run>-$1')
    .replace(/ *\b\d+(?:\.\d+)? (?:ms|s)\b/g, ' <duration>')
}

type Ran = { readonly stdout: string; readonly stderr: string; readonly code: number }

function execute(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [program, ...args], { cwd, env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1)
      done({ stdout, stderr, code })
    })
    child.stdin?.end()
  })
}

function swap(text: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((result, [from, to]) => result.replaceAll(from, to), text)
}

async function play(line: string, cwd: string, options: TranscriptOptions): Promise<readonly string[]> {
  const pairs = Object.entries(options.standIns ?? {})
  const words = splitWords(swap(line.slice(2), pairs))
  const begin = words.findIndex((word) => !/^[A-Z_0-9]+=/.test(word))
  if (words[begin] !== 'x402ops') throw new Error(`a transcript runs x402ops and nothing else: ${line}`)
  const assigned = words
    .slice(0, begin)
    .map((word) => [word.split('=')[0], word.slice(word.indexOf('=') + 1)])
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    TZ: 'UTC',
    ...options.env,
    ...Object.fromEntries(assigned),
  }
  const { stdout, stderr, code } = await execute(words.slice(begin + 1), cwd, env)
  const back = [...pairs.map(([from, to]) => [to, from] as const), [cwd, '~'] as const]
  const shown = (text: string) => (text === '' ? [] : swap(text, back).replace(/\n$/, '').split('\n'))
  return [line, ...shown(stdout), ...shown(stderr).map((each) => `2> ${each}`.trimEnd()), `[exit ${code}]`]
}

async function playBlock(lines: readonly string[], cwd: string, options: TranscriptOptions) {
  const played: string[] = []
  for (const line of lines.filter((each) => each.startsWith('$ '))) {
    if (played.length > 0) played.push('')
    played.push(...(await play(line, cwd, options)))
  }
  return played
}

/** Runs every command of a transcript in one new folder, with the built program. */
export async function playTranscript(path: string, options: TranscriptOptions = {}): Promise<Played> {
  if (!existsSync(join(root, 'dist/cli.js'))) throw new Error('build first: npm run build')
  const written = readFileSync(path, 'utf8')
  const cwd = mkdtempSync(join(tmpdir(), 'x402ops-transcript-'))
  for (const [name, content] of Object.entries(options.files ?? {})) writeFileSync(join(cwd, name), content)
  const played: string[] = []
  let block: { readonly kind: string; readonly lines: string[] } | null = null
  try {
    for (const line of written.split('\n')) {
      if (block === null) {
        played.push(line)
        if (line.startsWith('```')) block = { kind: line.slice(3), lines: [] }
      } else if (line !== '```') block.lines.push(line)
      else {
        const [, file] = block.kind.split(' ')
        if (file !== undefined) {
          mkdirSync(dirname(join(cwd, file)), { recursive: true })
          const content = swap(block.lines.join('\n'), Object.entries(options.standIns ?? {}))
          writeFileSync(join(cwd, file), `${content}\n`)
        }
        played.push(
          ...(block.kind === 'console' ? await playBlock(block.lines, cwd, options) : block.lines),
          line,
        )
        block = null
      }
    }
    return { written, played: played.join('\n') }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/**
 * Both texts of a transcript, ready to be compared. With `UPDATE_TRANSCRIPTS=1` in the environment a
 * transcript that differs is rewritten with what happened, and the two are then the same.
 */
export async function checkTranscript(path: string, options: TranscriptOptions = {}): Promise<Checked> {
  const { written, played } = await playTranscript(path, options)
  const compared = (text: string) =>
    (options.hide ?? []).reduce((rest, [pattern, stand]) => rest.replace(pattern, stand), normalise(text))
  const same = compared(written) === compared(played)
  if (!same && process.env.UPDATE_TRANSCRIPTS === '1') {
    writeFileSync(path, played)
    return { written: compared(played), played: compared(played), printed: played }
  }
  return { written: compared(written), played: compared(played), printed: played }
}
