import { type Catalog, entry } from '../core/finding.ts'
import { formatDuration } from '../core/time.ts'
import type { PageName } from './shapes.ts'

/** The codes of what is seen on the way to the pages: times, certificate, clock. */
export const connectionCatalog = {
  LATENCY_OK: entry<{ readonly page: PageName; readonly totalMs: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The pages answer in time',
    text: ({ page, totalMs }) => `slowest ${formatDuration(totalMs)} (${page})`,
    next: null,
    playbook: null,
  }),
  LATENCY_HIGH: entry<{
    readonly page: PageName
    readonly limitMs: number
    readonly dnsMs: number | null
    readonly connectMs: number | null
    readonly tlsMs: number | null
    readonly firstByteMs: number
    readonly totalMs: number
  }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'A page answers slowly',
    text: ({ page, totalMs, firstByteMs, limitMs, dnsMs, connectMs, tlsMs }) => {
      const part = (name: string, ms: number | null) => (ms === null ? [] : [`${name} ${formatDuration(ms)}`])
      const parts = [
        ...part('name', dnsMs),
        ...part('connection', connectMs),
        ...part('TLS', tlsMs),
        ...part('first byte', firstByteMs),
      ]
      return `${page} took ${formatDuration(totalMs)}, more than ${formatDuration(limitMs)} (${parts.join(', ')}).`
    },
    next: 'A slow name, connection or TLS points to the network; a late first byte points to the service.',
    playbook: 'paid-route-errors',
  }),

  TLS_OK: entry<{ readonly daysLeft: number; readonly validUntil: string }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The certificate is valid',
    text: ({ daysLeft }) => `valid, ${daysLeft} days left`,
    next: null,
    playbook: null,
  }),
  TLS_EXPIRES_SOON: entry<{ readonly daysLeft: number; readonly validUntil: string }>({
    verdict: 'WARN',
    severity: 'high',
    title: 'The certificate expires soon',
    text: ({ daysLeft, validUntil }) =>
      `${daysLeft} ${daysLeft === 1 ? 'day' : 'days'} left; the certificate ends ${validUntil}.`,
    next: 'Renew it now, and find out why it was not renewed by itself.',
    playbook: 'paid-route-errors',
  }),
  TLS_EXPIRED: entry<{ readonly why: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The certificate has expired',
    text: ({ why }) => `Clients refuse to connect: ${why}.`,
    next: 'Renew the certificate; until then no client can pay or be served.',
    playbook: 'paid-route-errors',
  }),
  TLS_NOT_TRUSTED: entry<{ readonly why: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The certificate is not trusted',
    text: ({ why }) => `Clients refuse to connect: ${why}.`,
    next: 'Check which certificate is served, and whether its whole chain is. For an authority of your own set NODE_EXTRA_CA_CERTS.',
    playbook: 'paid-route-errors',
  }),
  TLS_NOT_USED: entry<Record<never, never>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'No TLS on loopback',
    text: () => 'plain http on loopback',
    next: null,
    playbook: null,
  }),
  TLS_MISSING: entry<Record<never, never>>({
    verdict: 'WARN',
    severity: 'high',
    title: 'The service is asked over plain http',
    text: () => 'Over plain http anyone on the way can change what payers are asked for.',
    next: 'Serve it over https, and ask it there.',
    playbook: 'paid-route-errors',
  }),

  CLOCK_OK: entry<{ readonly skewMs: number }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The clocks agree',
    text: ({ skewMs }) => `within ${formatDuration(Math.max(1000, Math.abs(skewMs)))} of this machine`,
    next: null,
    playbook: null,
  }),
  CLOCK_SKEW: entry<{ readonly skewMs: number; readonly warnMs: number; readonly failMs: number }>({
    verdict: ({ skewMs, failMs }) => (Math.abs(skewMs) > failMs ? 'FAIL' : 'WARN'),
    severity: 'high',
    title: 'The clocks disagree',
    text: ({ skewMs }) =>
      `The server's clock is ${formatDuration(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'} this machine's; one of them is wrong.`,
    next: 'Compare both with a time server: a wrong clock on the service refuses good payments or takes expired ones.',
    playbook: 'facilitator-auth',
  }),
  CLOCK_NOT_SHOWN: entry<Record<never, never>>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The service does not show its clock',
    text: () => 'No page carries a usable Date header, so the clocks were not compared.',
    next: null,
    playbook: null,
  }),
} satisfies Catalog
