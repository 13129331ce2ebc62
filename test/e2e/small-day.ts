import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CaseDocument, RunDocument } from '../../src/core/report.ts'
import type { Paid } from '../rig/payer.ts'
import { type Rig, type RigOptions, startRig } from '../rig/rig.ts'
import { type CliResult, inThisProcess, newDesk } from './run-cli.ts'

/** A small day of a service, final on its chain: four payments that fit, one orphan, one that never moved. */
export type SmallDay = {
  readonly rig: Rig
  /** The first payment that fits. */
  readonly good: Paid
  readonly orphan: Paid
  /** The folder in which commands run; `payments.jsonl` is a copy of the books. */
  readonly folder: string
  /** `reconcile mainnet` with the endpoint and the address of the day, and what is given here. */
  readonly reconcile: (more: readonly string[], input?: string) => Promise<CliResult>
  readonly run: (args: readonly string[], env?: Record<string, string>) => Promise<CliResult>
  readonly write: (name: string, content: string | Uint8Array) => void
  readonly stop: () => Promise<void>
}

/** The flags of the day's own books; the others are given by `SmallDay.reconcile`. */
export const ownBooks = ['--since', '24h', '--records', 'payments.jsonl'] as const

/** The classes of the day. */
export const classesOfDay = ['matched 4', 'no_charge 1', 'orphaned_payment 1']

const secondsLate = 4

/** Plays the day on a new rig. The caller owes `stop`. */
export async function startSmallDay(options: RigOptions = {}): Promise<SmallDay> {
  const rig = await startRig(options)
  const desk = newDesk(inThisProcess)
  try {
    const good = await rig.pay({ route: 'safe-fetch-url' })
    await rig.pay({ route: 'check-prompt-injection-risk' })
    await rig.pay({ route: 'create-page-proof' })
    await rig.pay({ version: 1 })
    await rig.pay({ fault: 'gas' })
    const orphan = await rig.pay({ fault: 'timeout-then-confirm', hold: true })
    await rig.chain.warpTo((await rig.chain.timestamp()) + secondsLate)
    rig.faults.release(orphan.nonce)
    await rig.idle()
    // A window ends at the clock's now; what was mined must lie inside of it.
    const mined = await rig.chain.timestamp()
    await rig.chain.warpTo(orphan.validBefore + 30)
    await rig.chain.mine(5, 2)
    await new Promise((done) => setTimeout(done, Math.max(0, (mined + 1) * 1000 - Date.now())))
    const write = (name: string, content: string | Uint8Array) =>
      writeFileSync(join(desk.folder, name), content)
    write('payments.jsonl', readFileSync(rig.recordsFile))
    const where = ['--rpc', rig.rpcUrl, '--pay-to', rig.payTo]
    return {
      ...{ rig, good, orphan, write, folder: desk.folder },
      reconcile: (more, input = '') => desk.run(['reconcile', 'mainnet', ...more, ...where], {}, input),
      run: desk.run,
      stop: async () => {
        await rig.stop()
        desk.remove()
      },
    }
  } catch (error) {
    await rig.stop()
    desk.remove()
    throw error
  }
}

/** The run document of a command that ended with `-o json`. */
export function documentOf({ stdout }: CliResult): RunDocument {
  return JSON.parse(stdout) as RunDocument
}

/** The classes of a run and how often each occurs, in order of the alphabet. */
export function classesOf(result: CliResult): readonly string[] {
  return documentOf(result)
    .totals.map(({ name, count }) => `${name} ${count}`)
    .sort()
}

/** The cases that `--cases` or a saved run wrote. */
export function casesIn(file: string): readonly CaseDocument[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CaseDocument)
}

/** A folder of its own outside of every desk. Owes `remove`. */
export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'x402ops-apart-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
