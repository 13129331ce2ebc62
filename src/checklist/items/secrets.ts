import {
  addressesGood,
  agrees,
  flagSpelled,
  namesThere,
  noSigningKey,
  writtenWell,
} from '../answer/of-env.ts'
import { configClosed, envClosed, nothingTracked, stateClosed } from '../answer/of-files.ts'
import type { Item } from '../shapes.ts'
import { ask, see } from './make.ts'

/** Items of the checklist: secrets. */
export const secrets: readonly Item[] = [
  see(
    'Secrets',
    'env-tracked',
    'Does git keep no .env or key file?',
    nothingTracked,
    'git rm --cached it, and rotate what was in it: playbook secret-exposure.',
    ['S196'],
  ),
  see(
    'Secrets',
    'no-signing-key',
    'Does a service that only verifies hold no key?',
    noSigningKey,
    'A gate needs the receiving address alone: take it out.',
    ['S197', 'S3'],
  ),
  see('Secrets', 'env-closed', 'Can only its owner read the .env files?', envClosed, 'chmod 600.', ['S196']),
  see(
    'Secrets',
    'env-names',
    'Are the needed variables there?',
    namesThere,
    'x402ops checklist env shows each.',
    ['S62'],
  ),
  see(
    'Secrets',
    'env-flag',
    'Is the flag spelled as the service reads it?',
    flagSpelled,
    'Set toggle.on and toggle.off, and use these words.',
    ['S62'],
  ),
  see(
    'Secrets',
    'env-pay-to',
    'Is X402_EVM_PAY_TO your address?',
    agrees('X402_EVM_PAY_TO', 'an account address', 'the addresses of the profile'),
    'Set it, and ask why it differed.',
    ['S62', 'S34'],
  ),
  see(
    'Secrets',
    'env-network',
    'Is X402_NETWORK your network?',
    agrees('X402_NETWORK', null, 'the networks of the profile'),
    'Set it.',
    ['S62', 'S64'],
  ),
  see(
    'Secrets',
    'env-facilitator',
    'Is X402_FACILITATOR_URL a facilitator of the profile?',
    agrees('X402_FACILITATOR_URL', null, 'the facilitators of the profile'),
    'Set it, or add it to the profile.',
    ['S62', 'S64'],
  ),
  see(
    'Secrets',
    'env-urls',
    'Are addresses in variables public, https and without a password?',
    addressesGood,
    'Write them in full.',
    ['S62'],
  ),
  see(
    'Secrets',
    'env-written',
    'Are values written so that every reader takes them alike?',
    writtenWell,
    'Take blanks, inner quotes and written line ends out.',
    ['S62'],
  ),
  see('Secrets', 'state-closed', 'Are saved runs closed to others?', stateClosed, 'chmod -R go-rwx.', [
    'S196',
  ]),
  see('Secrets', 'config-closed', 'Can nobody else change what is expected?', configClosed, 'chmod go-w.', [
    'S196',
  ]),
  ask(
    'Secrets',
    'keys-managed',
    'Do keys come from a secret manager, with a plan to rotate them?',
    'Name where they are and who rotates them.',
    ['S196', 'S198'],
  ),
]
