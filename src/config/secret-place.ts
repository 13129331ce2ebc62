import type { SecretReference } from '../core/secret-reference.ts'
import type { Origin } from './layers.ts'

type Place = {
  readonly env?: string | undefined
  readonly file?: string | undefined
  readonly exec?: readonly string[] | undefined
  readonly credential?: string | undefined
}

/** The reference that a checked `secret` block means; the schema has made sure that exactly one key is set. */
export function referenceOf({ env, file, exec, credential }: Place): SecretReference {
  if (env !== undefined) return { env }
  if (file !== undefined) return { file }
  if (credential !== undefined) return { credential }
  return { exec: exec ?? [] }
}

/** A path as a config file means it: relative ones begin at the folder of that file. */
export function pathBeside(path: string, origin: Origin): string {
  const absolute = path === '-' || /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path)
  if (absolute || origin.place === null) return path
  const file = origin.place.file.path
  const folder = file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
  return `${folder}${path.replace(/^\.\//, '')}`
}

/** A secret in a file whose path is relative to the config file that names it; others as they are. */
export function besideFile(reference: SecretReference, origin: Origin): SecretReference {
  return 'file' in reference ? { file: pathBeside(reference.file, origin) } : reference
}
