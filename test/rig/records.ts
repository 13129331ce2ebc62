import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'

/** A record as the recorder wrote it. */
export type WrittenRecord = Readonly<Record<string, unknown>>

/** The books of the rig's servers. */
export type Records = {
  /** JSON lines, exactly as the recorder wrote them but for what was forgotten. */
  readonly file: string
  /** The same payments as lines of pino; null unless asked for. */
  readonly pinoFile: string | null
  readonly write: (line: string) => void
  /** Every record so far, in order. */
  readonly all: () => readonly WrittenRecord[]
  /** The newest record of a nonce; rejects when none appears within ten seconds. */
  readonly of: (nonce: string) => Promise<WrittenRecord>
  /** The payment with this nonce is never written down: the process died, the disk was full. */
  readonly lose: (nonce: string) => void
  /** The record of this nonce is written without these fields, as by a poorer logger. */
  readonly forget: (nonce: string, fields: readonly string[]) => void
}

/** Starts the books in a folder. `forget` names fields that no record has. */
export function startRecords(folder: string, options: { forget: readonly string[]; pino: boolean }): Records {
  const file = join(folder, 'payments.jsonl')
  const pinoFile = options.pino ? join(folder, 'server.pino.jsonl') : null
  writeFileSync(file, '')
  const logger =
    pinoFile === null ? null : pino({ name: 'rig' }, pino.destination({ dest: pinoFile, sync: true }))
  const lost = new Set<string>()
  const forgotten = new Map<string, readonly string[]>()
  const seen = new Map<string, WrittenRecord>()

  const write = (line: string): void => {
    const record = JSON.parse(line) as WrittenRecord
    const nonce = String(record.nonce).toLowerCase()
    seen.set(nonce, record)
    if (lost.has(nonce)) return
    const omit = [...options.forget, ...(forgotten.get(nonce) ?? [])]
    const kept = Object.fromEntries(Object.entries(record).filter(([field]) => !omit.includes(field)))
    appendFileSync(file, `${JSON.stringify(kept)}\n`)
    logger?.info({ payment: kept }, 'x402 payment')
  }
  const of = async (nonce: string): Promise<WrittenRecord> => {
    const until = Date.now() + 10_000
    while (Date.now() < until) {
      const record = seen.get(nonce.toLowerCase())
      if (record !== undefined) return record
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    throw new Error(`no record of ${nonce} was written`)
  }
  return {
    file,
    pinoFile,
    write,
    of,
    all: () =>
      (existsSync(file) ? readFileSync(file, 'utf8') : '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as WrittenRecord),
    lose: (nonce) => {
      lost.add(nonce.toLowerCase())
    },
    forget: (nonce, fields) => {
      forgotten.set(nonce.toLowerCase(), fields)
    },
  }
}
