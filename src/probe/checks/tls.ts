import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { answersOf, evidenceOf, serviceSubject } from '../outcome.ts'
import type { ProbeExpected, ProbeSeen } from '../shapes.ts'

const dayMs = 86_400_000

const distrustCodes: readonly string[] = [
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^(?:127\.|\[::1\]$)/.test(hostname)
}

function judgeFailures(seen: ProbeSeen): readonly Finding[] {
  const subject = serviceSubject(seen, 'tls')
  for (const page of seen.pages) {
    const last = page.looks.at(-1)
    if (last === undefined || last.seen || last.why.kind !== 'tls') continue
    const { code = '', detail } = last.why
    const args = { why: detail }
    if (code === 'CERT_HAS_EXPIRED') return [finding('TLS_EXPIRED', subject, args, evidenceOf(page))]
    if (distrustCodes.includes(code)) return [finding('TLS_NOT_TRUSTED', subject, args, evidenceOf(page))]
  }
  return [finding('PROBE_NOT_SEEN', subject, { what: 'certificate' })]
}

function judge(seen: ProbeSeen, { baseUrl, tlsWarnDays }: ProbeExpected): readonly Finding[] {
  const subject = serviceSubject(seen, 'tls')
  if (seen.pages.length === 0 || baseUrl === null) return [finding('PROBE_NO_TARGET', subject, {})]
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null
  if (url?.protocol === 'http:') {
    return [finding(isLoopback(url.hostname) ? 'TLS_NOT_USED' : 'TLS_MISSING', subject, {})]
  }
  const [first] = answersOf(seen)
    .flatMap(({ page, answer: { tlsValidUntil }, at }) =>
      tlsValidUntil === null ? [] : [{ page, at, validUntil: tlsValidUntil }],
    )
    .toSorted((a, b) => Date.parse(a.validUntil) - Date.parse(b.validUntil))
  if (first === undefined) return judgeFailures(seen)
  const leftMs = Date.parse(first.validUntil) - Date.parse(first.at)
  const evidence = evidenceOf(first.page)
  const day = first.validUntil.slice(0, 10)
  if (leftMs < 0) return [finding('TLS_EXPIRED', subject, { why: `the certificate ended ${day}` }, evidence)]
  const args = { daysLeft: Math.floor(leftMs / dayMs), validUntil: day }
  return [finding(args.daysLeft <= tlsWarnDays ? 'TLS_EXPIRES_SOON' : 'TLS_OK', subject, args, evidence)]
}

/** How long the certificate is still valid, and whether clients take it at all. */
export const tls: Check<ProbeSeen, ProbeExpected> = {
  id: 'tls',
  question: 'Is the certificate valid, and for how long?',
  judge,
}
