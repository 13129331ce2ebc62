import type { Explanations } from '../core/explanation.ts'

const table = 'The table says what to do with paid traffic; its first row that is met decides.'
const free = 'Whoever asks gets for nothing what others pay for, and nobody notices until somebody counts.'
const half = 'Buyers who meet the wrong instance pay, or get for nothing, what the others refuse.'
const late = 'An offer that was given out can be paid until it runs out, whatever the flag says.'
const page = 'Agents read the status page and decide by it whether to pay.'
const proof = 'A flag that was set and not proven is a hope.'

/** What the codes of toggle mean. */
export const explanations: Explanations = {
  TOGGLE_ROW_MET: ['What this row of the table looks for was seen.', table, 'Follow the advice above it.'],
  TOGGLE_ROW_CLEAR: ['What this row of the table looks for was looked for and not seen.', table],
  TOGGLE_ROW_UNKNOWN: [
    'This row was not looked at, or what it needs could not be seen.',
    'An advice above which a row is open is a lower bound: it may have to be stricter.',
    'Do what the row names: look again after 60 s, scan a path, configure the part.',
  ],
  TOGGLE_ADVICE: [
    'What the whole table comes to, with the rows that are not known.',
    table,
    'Do what it says.',
  ],
  TOGGLE_OFF_CLOSES: ['Switching off closes the paid routes.', 'Only then is the flag a tool.'],
  TOGGLE_OFF_MEANS_OPEN: ['Switching off removes the paywall and leaves the routes.', free],
  TOGGLE_OFF_MEANS_CRASH: [
    'Switching off stops the service as a whole.',
    'Free routes and health pages go with it.',
    'Tell whoever watches the health page before you switch.',
  ],
  TOGGLE_OFF_MEANS_UNKNOWN: ['Nobody wrote down what switching off does to this service.', free],
  TOGGLE_IN_FLIGHT: ['Payments are under way that the flag does not call back.', late],
  TOGGLE_STILL_ASKS: ['A route answers with payment terms although paid traffic is meant to be off.', half],
  TOGGLE_SERVED_FREE: ['A paid route answers with its goods, and nobody paid.', free],
  TOGGLE_INSTANCE_STALE: ['One instance does otherwise than the others.', half],
  TOGGLE_NOT_TOLD: ['The answer says nothing about whether the route is open.', proof],
  TOGGLE_CLOSED_OTHERWISE: ['The route is closed by another answer than the configured one.', proof],
  TOGGLE_CLOSED: ['Every route is closed on every instance, in every look.', proof],
  TOGGLE_NOT_ON: ['An instance fails the matrix although paid traffic is meant to be on.', half],
  TOGGLE_IS_ON: ['Every instance passes the matrix, in every look.', proof],
  TOGGLE_STATUS_DISAGREES: ['The status page says another mode than the routes.', page],
  TOGGLE_STATUS_AGREES: ['The status page says what the routes do.', page],
  TOGGLE_STATUS_NOT_SEEN: [
    'The status page could not be read.',
    page,
    'Ask again, or look at the page by hand.',
  ],
  TOGGLE_STATUS_NOT_COMPARED: [
    'What the status page must say is not configured.',
    page,
    'Set toggle.statusOff and probes.status.expect.',
  ],
  TOGGLE_DRAINING: ['Offers that were given out before the switch have not run out yet.', late],
  TOGGLE_DRAIN_NOT_ASKED: [
    'Nobody said when it was switched off.',
    late,
    'Give --since, the time of the switch.',
  ],
  TOGGLE_DRAIN_NOT_SEEN: ['The chain, or how long offers live, could not be seen.', late],
  TOGGLE_PAID_AFTER_DRAIN: [
    'Money arrived when no offer was valid any more.',
    'Somebody still sells under this address.',
  ],
  TOGGLE_DRAINED: ['No money arrived after the last offer ran out.', late],
  TOGGLE_NOT_ENDED: [
    'Payments are followed that have not ended.',
    'Each is money of a buyer that needs an owner.',
  ],
}
