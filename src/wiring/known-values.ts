import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { secretsOfEnvFile } from '../adapters/env-file.ts'
import { type KnownSecret, knownSecretsOf, type SecretResolver } from '../adapters/secrets.ts'
import type { SecretReference } from '../core/secret-reference.ts'

/** Where secrets are to be gathered from. */
export type KnownSources = {
  readonly references: readonly SecretReference[]
  readonly envTexts: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly resolver: SecretResolver
}

/**
 * Every secret of this environment, of ./.env and of the texts given, of what was resolved, and of references
 * that can be read without running anything. What is not there is left out: nothing can leak of it. Never rejects.
 */
export async function gatherKnown(sources: KnownSources): Promise<readonly KnownSecret[]> {
  const { references, envTexts, env, cwd, resolver } = sources
  for (const reference of references) {
    // A command may ask its owner; its value is known only when this run has needed it.
    if (!('exec' in reference)) await resolver.resolve(reference).catch(() => undefined)
  }
  const own = await readFile(join(cwd, '.env'), 'utf8').catch(() => '')
  const all = [
    ...knownSecretsOf(env),
    ...resolver.known(),
    ...[own, ...envTexts].flatMap((text) => secretsOfEnvFile(text)),
  ]
  return [...new Map(all.map((item) => [`${item.label}\n${item.value}`, item])).values()]
}
