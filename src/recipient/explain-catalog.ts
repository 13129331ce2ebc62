import type { Explanations } from '../core/explanation.ts'

const late =
  'A receiver that cannot receive fails at settlement, after the work was done, and for every payer.'
const money = 'What arrives where nobody can take it out is lost.'
const books = 'A balance that the books do not explain is unrecorded income, a withdrawal, or theft.'
const none = 'Nothing has to be done.'

/** What the codes of receivers mean. */
export const explanations: Explanations = {
  RECIPIENT_READY: ['Nothing that can be read stands against a payment to this address.', late, none],
  RECIPIENT_NATIVE: ['The money is the coin of the chain, which every address can hold.', late, none],
  RECIPIENT_FAMILY_UNREAD: [
    'The network belongs to a family that this tool does not read.',
    late,
    'Look at what the finding names, in an explorer of that network.',
  ],
  RECIPIENT_MALFORMED: ['The text is not an address of its network.', late],
  RECIPIENT_IS_ZERO: ['The address is the one that stands for nobody.', money],
  RECIPIENT_IS_TOKEN: ['The address is that of the token contract.', money],
  RECIPIENT_FORBIDDEN: [
    'The address stands under forbiddenPayTo of the profile and is asked money for all the same.',
    'Somebody swapped the address, or a deployment took that of another environment.',
  ],
  RECIPIENT_IS_CONTRACT: ['There is code at the address.', money],
  RECIPIENT_NO_TOKEN: ['The configured asset is no token on this network.', late],
  RECIPIENT_TOKEN_PAUSED: ['The token says of itself that it is paused.', late],
  RECIPIENT_BLACKLISTED: ['The token says that its issuer has blocked this address.', late],
  RECIPIENT_TRANSFER_REFUSED: [
    'An endpoint calculated a transfer of 0 from the address to itself, and the token refused it.',
    late,
  ],
  RECIPIENT_NO_LIST: ['The token answers none of the usual questions about blocked addresses.', late, none],
  RECIPIENT_TOKEN_ACCOUNT_MISSING: [
    'On Solana every holder has an account for each token; the one for this address and token is not there.',
    late,
  ],
  RECIPIENT_TOKEN_ACCOUNT_FROZEN: ['The issuer has frozen the token account.', late],
  RECIPIENT_TOKEN_ACCOUNT_FOREIGN: [
    'At the derived address there is something else than its token account.',
    money,
  ],
  RECIPIENT_UNKNOWN: ['An endpoint did not answer, or two contradict each other.', late],
  RECIPIENT_DELTA_NOT_ASKED: ['Nobody asked for the balance to be compared with the books.', books, none],
  RECIPIENT_DELTA_UNKNOWN: [
    'There is no complete reconcile of the window, or its blocks could not be read again.',
    books,
  ],
  RECIPIENT_BALANCE_CLOSES: ['The balance changed by the sum of the recorded receipts.', books, none],
  RECIPIENT_BALANCE_DRIFT: [
    'The balance changed by another sum than the recorded receipts add up to.',
    books,
  ],
}
