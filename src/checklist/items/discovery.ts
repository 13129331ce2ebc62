import { agrees, proofAddress } from '../answer/of-env.ts'
import { ofRoom } from '../answer/of-room.ts'
import type { Item } from '../shapes.ts'
import { matrix, probe, see } from './make.ts'

/** Items of the checklist: discovery. */
export const discovery: readonly Item[] = [
  see(
    'Discovery',
    'terms-read',
    'Can a client read every 402?',
    ofRoom('matrix', ['matrix.terms'], 'every one', { needs: ['matrix.answer'] }),
    'Follow playbook wrong-terms.',
    ['S13'],
  ),
  see(
    'Discovery',
    'resource-url',
    'Does every 402 name the public address of its route?',
    matrix('resource', 'as the buyer sees it'),
    'Set the public base URL behind the proxy.',
    ['S35'],
  ),
  see(
    'Discovery',
    'public-base-url',
    'Is PUBLIC_BASE_URL the host of the service?',
    agrees('PUBLIC_BASE_URL', null, 'the host of the service'),
    'Set it to what buyers see.',
    ['S62', 'S35'],
  ),
  see(
    'Discovery',
    'proof-base-url',
    'Is PROOF_PUBLIC_BASE_URL the host of the service?',
    proofAddress,
    'Set it to what buyers see.',
    ['S69'],
  ),
  see(
    'Discovery',
    'cors',
    'Can a browser read the 402 and pay?',
    matrix('cors', 'exposed and allowed'),
    'Expose PAYMENT-REQUIRED and PAYMENT-RESPONSE, before the paywall.',
    ['S62'],
  ),
  see(
    'Discovery',
    'not-cached',
    'Is no 402 kept by caches?',
    matrix('caching', 'none may be kept'),
    'Send cache-control: no-store.',
    ['S13'],
  ),
  see(
    'Discovery',
    'two-spellings',
    'Do header and body of a 402 agree?',
    matrix('agreement', 'they agree'),
    'Make both from one source.',
    ['S13'],
  ),
  see(
    'Discovery',
    'no-test-links',
    'Does no paid route point at a test network?',
    matrix('links', 'none'),
    'Take the link out.',
    ['S64'],
  ),
  see(
    'Discovery',
    'documents',
    'Do discovery documents say what the 402s say?',
    ofRoom('discover', ['discover.terms', 'discover.routes', 'discover.agreement'], 'they agree', {
      needs: ['discover.documents', 'discover.answered'],
    }),
    'Follow playbook discovery-drift.',
    ['S61'],
  ),
  see(
    'Discovery',
    'health-free',
    'Can health pages be read without paying?',
    probe('paywalled', 'all of them'),
    'Put them before the paywall.',
    ['S116'],
  ),
]
