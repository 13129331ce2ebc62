import type { Explanations } from '../core/explanation.ts'

const health = 'A service that is not well takes payments and does not serve them.'
const status = 'The status page tells which network and mode the service believes to run in.'
const tls = 'Clients that check certificates, and all do, cannot reach the paid routes at all.'
const clock = 'Payments carry times: a wrong clock refuses good ones or takes expired ones.'
const free = 'Monitors and load balancers cannot pay; a paid health page looks like an outage.'

/** What the codes of the probe mean. */
export const explanations: Explanations = {
  HEALTH_OK: ['The health page answered 200.', health],
  HEALTH_NOT_200: ['The health page answered with another status than 200, every time it was asked.', health],
  HEALTH_UNREACHABLE: ['No answer came from the health page: name, connection, TLS or time-out.', health],
  HEALTH_FLAPPING: ['The health page failed at first and answered 200 when it was asked again.', health],
  HEALTH_BODY_DISAGREES: ['The status code says well, and a word in the body says otherwise.', health],
  READY_OK: ['The ready page answered 200.', health],
  READY_NOT_200: [
    'The ready page answered with another status than 200; 204 or 206 are not ready either.',
    health,
  ],
  READY_UNREACHABLE: ['No answer came from the ready page.', health],
  READY_FLAPPING: ['The ready page failed at first and was ready when it was asked again.', health],
  READY_DEPENDENCY_FAILED: ['The ready page names a dependency, such as the database, as failed.', health],
  READY_DEPENDENCY_UNCLEAR: ['The profile expects a dependency that the ready page does not report.', health],
  READY_DEGRADED: ['The service calls itself ready and one of its dependencies degraded.', health],
  STATUS_OK: ['Every value that the profile expects stands on the status page.', status],
  STATUS_MISMATCH: ['A value on the status page is another one than the profile expects.', status],
  STATUS_KEY_MISSING: ['A value that the profile expects does not stand on the status page.', status],
  STATUS_NOT_JSON: ['Something answered in place of the status page, and it is no JSON.', status],
  STATUS_NOT_200: ['The status page answered with another status than 200.', status],
  STATUS_UNREACHABLE: ['No answer came from the status page.', status],
  STATUS_FLAPPING: ['The status page failed at first and answered when it was asked again.', status],
  STATUS_STALE: ['The status page carries an age: a cache answered instead of the service.', status],
  STATUS_TOO_LARGE: ['The status page is longer than what is read of an answer.', status],
  STATUS_NOT_COMPARED: ['The status page is there, and the profile names no value for it.', status],
  STATUS_NOT_OFFERED: [
    'The service has no status page, and none is expected.',
    status,
    'Nothing has to be done.',
  ],
  LATENCY_OK: ['All pages answered below the threshold of the profile.', 'Slow pages come before time-outs.'],
  LATENCY_HIGH: [
    'A page answered more slowly than the threshold of the profile.',
    'A payment holds the time of verify, work and settle; a slow service runs into the time-outs of buyers.',
  ],
  TLS_OK: ['The certificate is trusted and stays valid for a while.', tls],
  TLS_EXPIRES_SOON: ['The certificate ends within the days that the profile sets as a limit.', tls],
  TLS_EXPIRED: ['The certificate has ended.', tls],
  TLS_NOT_TRUSTED: [
    'The certificate is of another name or of an authority that this machine does not know.',
    tls,
  ],
  TLS_NOT_USED: ['The service was asked on this machine, over plain http.', tls, 'Nothing has to be done.'],
  TLS_MISSING: ['The service was asked over plain http, where anybody on the way can change the terms.', tls],
  CLOCK_OK: ['The Date header of the service and the clock of this machine agree.', clock],
  CLOCK_SKEW: ['The Date header of the service is further off than the threshold of the profile.', clock],
  CLOCK_NOT_SHOWN: [
    'The service sends no Date header that could be compared.',
    clock,
    'Nothing has to be done.',
  ],
  PROBE_REDIRECTED: [
    'A page answered with a redirect.',
    'The terms and headers of the address behind it are not those that were looked at.',
  ],
  PROBE_NOT_REDIRECTED: ['All pages answered where they were asked.', 'A redirect could lead elsewhere.'],
  PROBE_PAYWALLED: ['A page for monitors answered 402.', free],
  PROBE_NOT_PAYWALLED: ['No page for monitors asked for money.', free],
  PROBE_HTML_PAGE: [
    'A page for monitors is HTML, as error pages of proxies are.',
    'A proxy may answer for a dead service.',
  ],
  PROBE_BLIND: [
    'This side could not ask: an unsafe address, a deadline, a fault of this machine.',
    'Unknown is not well.',
  ],
  PROBE_NOT_SEEN: [
    'No page answered, so this question has no answer.',
    'Unknown is not well.',
    'See why no page answered.',
  ],
  PROBE_NO_TARGET: ['The profile names no service.', 'Nothing was looked at.'],
  TWIN_OK: [
    'The free twin of a paid route works.',
    'So does the work that is sold.',
    'Nothing has to be done.',
  ],
  TWIN_FAILS: [
    'The same work fails where it is not sold, so the fault is not one of the payment.',
    'Buyers who pay now may get an error for their money.',
  ],
  TWIN_ALONE_WORKS: [
    'The work succeeds without payment, and the paid route fails without one.',
    'Nobody can buy what would work.',
  ],
  TWIN_REJECTED: ['The twin refused the sample, or is not there.', 'Unknown is not well.'],
  TWIN_DIFFERS: [
    'The 402 promises an answer with these parts, and the twin has none of them.',
    'Buyers may get something else than what they were promised.',
  ],
  PREFLIGHT_OK: [
    'The payment middleware answered the preflight itself.',
    'It says that process and routing work, and nothing about the handler.',
    'Nothing has to be done.',
  ],
  PREFLIGHT_NOT_OFFERED: [
    'The route treats X-Preflight like any other header.',
    'Only services with a preflight gate need it.',
    'Nothing has to be done.',
  ],
  PREFLIGHT_FAILED: [
    'The route answered the preflight with an error or not at all.',
    'A gate that asks it is closed.',
  ],
  PREFLIGHT_SERVES_PAID: [
    'A request with X-Preflight and without payment was answered like a paid one.',
    'Anybody can send that header.',
  ],
  GATE_DISAGREES: [
    'The shield closes or opens the route by another health than the page shows from here.',
    'Either buyers are turned away for nothing, or the page hides a fault.',
  ],
  STAYS_DOWN: [
    'The page failed in every look over the time of --for.',
    'One failed look is an accident; several over minutes are an outage.',
  ],
  STAYS_UP: [
    'No look of the run found the page failing.',
    'One look would have proven less.',
    'Nothing has to be done.',
  ],
  COMES_AND_GOES: ['Some looks failed, the others did not.', 'Buyers meet both.'],
  STAYS_UNKNOWN: ['Too few looks could say anything.', 'Unknown is not well.'],
  HEALTH_NAMES_FACILITATOR: [
    'The health page fails, or could fail, with a facilitator that somebody else runs.',
    'Platforms restart what fails its health page, and a restart does not heal a facilitator.',
  ],
  CLOCK_BLOCK: [
    'Clocks of the server and of this machine differ, and the newest block says which is right.',
    'Payments carry times of validity, and the chain judges them by its own.',
  ],
  PROBE_NOT_CHOSEN: [
    'This look is made only when a flag or the profile asks for it.',
    'What nobody looked at is neither well nor wrong.',
    'Nothing has to be done.',
  ],
}
