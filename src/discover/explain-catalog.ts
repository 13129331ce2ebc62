import type { Explanations } from '../core/explanation.ts'

const agents = 'Agents and catalogues find paid routes by these documents and believe what they say.'
const none = 'Nothing has to be done.'

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
}
