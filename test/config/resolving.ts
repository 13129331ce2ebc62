import { type Resolved, type ResolveInput, resolveProfile } from '../../src/config/resolve.ts'
import { isOpsError, OpsError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import { type SecretReference, secretReferenceLabel } from '../../src/core/secret-reference.ts'

/** An environment of secrets that exist only in tests. */
export const secretValues: Readonly<Record<string, string>> = {
  'env:RPC_A': 'https://rpc-a.example/v2/CANARY0123456789abcdef',
  'env:RPC_LOCAL': 'http://127.0.0.1:8545/',
}

/** Resolves from what a test gives; a secret that is not in `secretValues` rejects as the adapter does. */
export function resolve(input: Partial<ResolveInput>): Promise<Resolved> {
  return resolveProfile({
    name: null,
    command: 'monitor',
    flags: {},
    env: {},
    files: [],
    resolveSecret: async (reference: SecretReference) => {
      const label = secretReferenceLabel(reference)
      const value = secretValues[label]
      if (value === undefined)
        throw new OpsError('SECRET_NOT_FOUND', { reference: label, reason: 'Not set.' })
      return new Secret(label, value)
    },
    ...input,
  })
}

/** Code, message and hint of the error that resolving ends with. */
export async function refusal(
  input: Partial<ResolveInput>,
): Promise<{ readonly code: string; readonly text: string }> {
  try {
    await resolve(input)
  } catch (error) {
    if (isOpsError(error))
      return { code: error.code, text: `${error.message} | ${error.why} | ${error.hint}` }
    throw error
  }
  throw new Error('it was accepted')
}

/** A config file of a test. */
export function file(text: string, path = 'x402ops.yaml') {
  return { path, text: `version: 1\n${text}` }
}

/** Where a value came from, by its path. */
export function originOf(resolved: Resolved, path: string): string | undefined {
  return resolved.origins.find((row) => row.path === path)?.origin
}
