import { OpsError } from '../core/errors.ts'
import type { Profile } from '../core/profile.ts'

/** The base URL of a profile. Throws `OpsError` BASE_URL_MISSING. */
export function requireBaseUrl(profile: Profile, command: string): string {
  if (profile.baseUrl === null) throw new OpsError('BASE_URL_MISSING', { command, profile: profile.name })
  return profile.baseUrl
}
