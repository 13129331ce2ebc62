import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What a process cost from its start to its end. */
export type Cost = {
  readonly wallMs: number
  /** Processor time of all its threads, user and system. */
  readonly cpuMs: number
  /** The most memory it held at once, as the kernel counts it (VmHWM). */
  readonly peakMiB: number
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

const everyMs = 20
const tickMs = 10

/** Processor time of a process so far, in milliseconds. Linux only. Throws when the process has ended. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in the second field may hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMs
}

function peakOf(pid: number): number {
  // Fixed words and one run of digits: linear.
  const found = /VmHWM:\s{1,8}(\d{1,12}) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1] ?? 0) / 1024
}

/**
 * Runs a Node program to its end and says what it cost. Linux only: memory and processor time are read from /proc
 * every 20 ms, so what happens in the last 20 ms is not seen.
 */
export async function measured(
  args: readonly string[],
  around: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Cost> {
  const begin = performance.now()
  const env = { PATH: process.env.PATH ?? '', HOME: around.cwd, NO_COLOR: '1', ...around.env }
  const child = spawn(process.execPath, args, { cwd: around.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    text.stdout += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    text.stderr += String(chunk)
  })
  let cpuMs = 0
  let peakMiB = 0
  const sample = () => {
    try {
      cpuMs = Math.max(cpuMs, cpuOf(child.pid ?? 0))
      peakMiB = Math.max(peakMiB, peakOf(child.pid ?? 0))
    } catch {
      // It has just ended.
    }
  }
  const timer = setInterval(sample, everyMs)
  const exitCode = await new Promise<number>((done) => child.on('close', (code) => done(code ?? -1)))
  clearInterval(timer)
  return { wallMs: performance.now() - begin, cpuMs, peakMiB, exitCode, ...text }
}

/** The middle of a list; of an even number the upper one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
