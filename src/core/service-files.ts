import type { Observation } from './observation.ts'

/** The folder of a service, read and never written. Names are relative to it. */
export type ServiceFiles = {
  /** The names of its files and folders, sorted; not of what lies deeper. */
  readonly names: () => Promise<Observation<readonly string[]>>
  /** The text of a file; null when it is not there. A longer one is not seen. */
  readonly read: (name: string, maxBytes: number) => Promise<Observation<string | null>>
  /** The permission bits of a file; null when it is not there. */
  readonly mode: (name: string) => Promise<Observation<number | null>>
  /** The files that git tracks here and below whose names say .env or key, at most `most`; asked of git itself. */
  readonly tracked: (most: number, signal: AbortSignal) => Promise<Observation<readonly string[]>>
}

/** A file or folder of ours and its permission bits; `mode` null = it is not there. */
export type OwnPlace = { readonly what: string; readonly mode: Observation<number | null> }
