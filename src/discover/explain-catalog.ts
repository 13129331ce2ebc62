import type { Explanations } from '../core/explanation.ts'

const agents = 'Agents and catalogues find paid routes by these documents and believe what they say.'
const budgets =
  'An agent plans its budget with the document and gives up, or pays wrongly, when the 402 says otherwise.'
const none = 'Nothing has to be done.'
const found = 'Most agents look for routes in catalogues and never see what is not there.'

/** What the codes of discovery mean. */
export const explanations: Explanations = {
  DISCOVER_FOUND: ['A discovery document was read, and paid routes were found in it.', agents],
  DISCOVER_ABSENT: ['The service does not offer these discovery documents.', agents, none],
  DISCOVER_NOT_SEEN: [
    'A discovery document could not be asked for.',
    agents,
    'Run it again when the service answers.',
  ],
  DISCOVER_UNREADABLE: ['A discovery document is there and is not what it should be.', agents],
  DISCOVER_LEFT_OUT: ['Routes of a document cannot be asked, because their paths have open parts.', agents],
  DISCOVER_NOT_ASKED: ['No base URL is known, so no document was asked for.', agents, 'Give --base-url.'],
  DISCOVER_UNANSWERED: [
    'Documents could not be looked at: the server failed, limited us or was not there.',
    agents,
  ],
  DISCOVER_NOT_COMPARED: [
    'There is no document that names a route, or no 402 with terms, so this question has no answer.',
    'What was not compared is neither right nor wrong.',
    'Mend what the other findings name, then ask again.',
  ],
  DISCOVER_LIVE_UNSEEN: [
    'A route that documents name did not answer with terms, so nothing could be compared.',
    'Whether the documents are right about it is not known.',
  ],
  DISCOVER_DRIFT_PRICE: [
    'A document says another price than the live 402, in whatever unit it counts.',
    budgets,
  ],
  DISCOVER_DRIFT_PAYTO: [
    'A document names another recipient than the live 402.',
    'Payments that follow the document go to that address.',
  ],
  DISCOVER_DRIFT_NETWORK: ['A document names a network that the live 402 does not take.', budgets],
  DISCOVER_DRIFT_ASSET: ['A document names a token that the live 402 does not take.', budgets],
  DISCOVER_DRIFT_METHOD: ['A document names a method under which nobody answers.', agents],
  DISCOVER_DRIFT_PATH: ['A document names a path at which nothing is.', agents],
  DISCOVER_ROUTE_MISSING: ['A document leaves out paid routes that are live.', found],
  DISCOVER_ROUTE_EXTRA: [
    'A document names paid routes that the profile does not list.',
    'Nobody watches their prices and recipients.',
  ],
  DISCOVER_DISAGREE: ['Two documents of one service say different things about a route.', budgets],
  DISCOVER_NO_INPUT_SCHEMA: ['Neither OpenAPI nor the 402 says what a route takes.', found],
  DISCOVER_UNPAYABLE: [
    'A listed route offers only schemes that stock clients do not know, such as onchain-proof.',
    'The listing brings visitors who cannot pay.',
  ],
  DISCOVER_FOREIGN_HOST: [
    'A document or catalogue names routes on another host: with your address, or in your own documents.',
    'A forgotten deployment sells at old prices; a copy of your service may use your name.',
  ],
  DISCOVER_FOREIGN_PAYTO: [
    'A catalogue lists your host with a recipient that is not yours.',
    'Agents that follow the entry pay somebody else for your service.',
  ],
  DISCOVER_NO_CATALOGUE: [
    'No catalogue of a facilitator or index was read.',
    found,
    'Name one with --catalogue.',
  ],
  DISCOVER_LISTING_READ: ['Every page of a catalogue was read.', found],
  DISCOVER_LISTING_UNREAD: [
    'Not every page of a catalogue could be read.',
    'What was not read may list your routes, or somebody else under your address.',
  ],
  DISCOVER_NOT_LISTED: ['A route meets the demands of a catalogue and is not in it.', found],
  DISCOVER_LISTING_DRIFT: ['A catalogue lists a route with terms that are not its own any more.', budgets],
  DISCOVER_LISTING_OLD: ['The catalogue saw no payment for an entry for thirty days.', found],
}
