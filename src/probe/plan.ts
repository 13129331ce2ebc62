import { safe } from '../core/safe.ts'
import type { PageName, PagePlan, ProbeExpected, ProbePlan } from './shapes.ts'

/** Enough for any status page; what is longer says so instead of filling the saved run. */
const mostBodyBytes = 65_536

function addressOf(baseUrl: string, path: string): { readonly url: string; readonly label: string } {
  if (!URL.canParse(baseUrl)) return { url: baseUrl, label: 'base URL' }
  const base = new URL(baseUrl)
  const prefix = base.pathname.endsWith('/') ? base.pathname.slice(0, -1) : base.pathname
  const joined = `${base.origin}${prefix}${path.startsWith('/') ? path : `/${path}`}`
  const { origin, pathname } = new URL(joined)
  return { url: joined, label: safe(`${origin}${pathname}`, 200) }
}

const mostRoutes = 20

function routesToAsk({ baseUrl, routes = [], preflight, timeoutMs, maxBodyBytes }: ProbeExpected) {
  if (baseUrl === null || !URL.canParse(baseUrl) || routes.length === 0) return null
  return {
    ...{ baseUrl, timeoutMs, preflight: preflight === true, routes: routes.slice(0, mostRoutes) },
    maxBodyBytes: Math.min(maxBodyBytes, mostBodyBytes),
  }
}

/** The pages to look at; none without a base URL. A base URL may have a path of its own. */
export function planProbe(expected: ProbeExpected): ProbePlan {
  const { baseUrl, healthPath, readyPath, statusPath, statusExpect, timeoutMs } = expected
  const page = (name: PageName, path: string, optional: boolean): readonly PagePlan[] =>
    baseUrl === null ? [] : [{ name, optional, ...addressOf(baseUrl, path) }]
  return {
    pages: [
      ...page('health', healthPath, false),
      ...page('ready', readyPath, false),
      ...page('status', statusPath, Object.keys(statusExpect).length === 0),
    ],
    timeoutMs,
    maxBodyBytes: Math.min(expected.maxBodyBytes, mostBodyBytes),
    routes: routesToAsk(expected),
    forMs: expected.forMs ?? 0,
  }
}
