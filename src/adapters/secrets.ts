import { resolve } from 'node:path'
import { publicVariables, secretsOfVariable } from '../core/environment-secrets.ts'
import { OpsError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import { type SecretReference, secretReferenceLabel } from '../core/secret-reference.ts'
import type { Found } from './secret-file.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What a secret is resolved with. */
export type SecretResolverOptions = {
  readonly env: Env
  /** The folder in which relative paths begin and commands run. */
  readonly cwd: string
  /** $CREDENTIALS_DIRECTORY when it is left out. */
  readonly credentialsDirectory?: string | undefined
}

/** Fetches secrets, each once. */
export type SecretResolver = {
  /** Rejects with `OpsError` SECRET_NOT_FOUND and a reason, which never holds the value. */
  readonly resolve: (reference: SecretReference) => Promise<Secret>
  /** Sentences about secrets that are kept where others can read them. */
  readonly warnings: () => readonly string[]
  /** Every value that was resolved so far, for the redactor. */
  readonly known: () => readonly KnownSecret[]
}

/** A value that must not appear in any output, and what is printed in its place. */
export type KnownSecret = { readonly label: string; readonly value: string }

async function fromEnv(name: string, env: Env, cwd: string): Promise<Found> {
  const file = env[`${name}_FILE`] ?? ''
  const value = env[name] ?? ''
  if (value !== '' && file !== '') {
    return { text: value, warning: `${name} and ${name}_FILE are both set; ${name} is used` }
  }
  if (value !== '') return { text: value }
  if (file !== '') return (await import('./secret-file.ts')).secretFromFile(resolve(cwd, file))
  const shown = secretReferenceLabel({ env: name }).slice('env:'.length)
  return { reason: `neither ${shown} nor ${shown}_FILE is set in this environment` }
}

async function fromCredential(name: string, folder: string | undefined): Promise<Found> {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(name))
    return { reason: 'this is not the name of a credential' }
  if (folder === undefined || folder === '') return { reason: 'CREDENTIALS_DIRECTORY is not set' }
  const found = await (await import('./secret-file.ts')).secretFromFile(resolve(folder, name))
  // The service manager owns this folder and its modes.
  return 'text' in found ? { text: found.text } : found
}

/** A resolver of secret references. Nothing is read before `resolve` is called. */
export function createSecretResolver(options: SecretResolverOptions): SecretResolver {
  const { env, cwd } = options
  const credentials = options.credentialsDirectory ?? env.CREDENTIALS_DIRECTORY
  const pending = new Map<string, Promise<Secret>>()
  const warnings = new Set<string>()
  const known: KnownSecret[] = []

  async function find(reference: SecretReference): Promise<Found> {
    if ('env' in reference) return fromEnv(reference.env, env, cwd)
    if ('file' in reference)
      return (await import('./secret-file.ts')).secretFromFile(resolve(cwd, reference.file))
    if ('credential' in reference) return fromCredential(reference.credential, credentials)
    const { execSecret } = await import('./secret-exec.ts')
    return execSecret(reference.exec, { cwd, env })
  }

  async function fetchSecret(reference: SecretReference): Promise<Secret> {
    const label = secretReferenceLabel(reference)
    const found = await find(reference)
    if ('reason' in found)
      throw new OpsError('SECRET_NOT_FOUND', { reference: label, reason: `${found.reason}.` })
    const value = found.text.replace(/\r?\n$/, '')
    if (value.trim() === '')
      throw new OpsError('SECRET_NOT_FOUND', { reference: label, reason: 'It is empty.' })
    if (found.warning !== undefined) warnings.add(found.warning)
    known.push({ label, value })
    return new Secret(label, value)
  }

  return {
    resolve: (reference) => {
      const key = JSON.stringify(reference)
      const secret = pending.get(key) ?? fetchSecret(reference)
      pending.set(key, secret)
      return secret
    },
    warnings: () => [...warnings],
    known: () => [...known],
  }
}

/**
 * The secrets that stand in the environment, by the names of their variables and by the credentials in
 * URLs. Public variables and everything that has the value of one are left out.
 */
export function knownSecretsOf(env: Env): readonly KnownSecret[] {
  const shown = new Set(publicVariables.map((name) => env[name]))
  return Object.entries(env).flatMap(([label, value]) =>
    secretsOfVariable(label, value ?? '')
      .filter((secret) => !shown.has(secret))
      .map((secret) => ({ label, value: secret })),
  )
}
