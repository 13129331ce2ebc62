import type { Profile } from '../core/profile.ts'
import type { ChecklistExpected, EnvExpected } from './shapes.ts'

const unsaid: ChecklistExpected['settings'] = {
  ...{ serverWaitMs: null, facilitatorWaitMs: null, replayStore: null, replayKeepMs: null, receivers: [] },
}

const hostOf = (url: string) => (URL.canParse(url) ? [new URL(url).host] : [])

/** What the variables of the service of a profile are compared with; `now` decides which addresses are in force. */
export function expectEnv({ pays, baseUrl, facilitators = [], toggle }: Profile, now: Date): EnvExpected {
  const inForce = (from: string | null, until: string | null) =>
    (from === null || Date.parse(from) <= now.getTime()) &&
    (until === null || now.getTime() < Date.parse(until))
  const { variable = 'X402_ENABLED', on = null, off = null } = toggle ?? {}
  return {
    payTo: pays.flatMap(({ payTo }) =>
      payTo.filter(({ from, until }) => inForce(from, until)).map(({ address }) => address.toLowerCase()),
    ),
    networks: [...new Set(pays.map(({ network }) => network))],
    host: baseUrl === null ? null : (hostOf(baseUrl)[0] ?? null),
    facilitators: facilitators.flatMap(({ url }) => hostOf(url)),
    flag: { variable, on, off },
  }
}

/** What the checklist of a profile is judged by. Plain data without secrets. */
export function expectChecklist(profile: Profile, now: Date): ChecklistExpected {
  const { asked, ...settings } = profile.checklist ?? { ...unsaid, asked: {} }
  return {
    instances: Math.max(1, new Set(profile.instances).size),
    forbidden: profile.pays.reduce((sum, { forbiddenPayTo }) => sum + forbiddenPayTo.length, 0),
    facilitators: profile.facilitators?.length ?? 0,
    settings,
    asked,
    env: expectEnv(profile, now),
  }
}
