import { authorization } from './authorization.ts'
import { cutOff } from './cut-off.ts'
import { labelledKeys } from './labelled-keys.ts'
import { paymentHeaders } from './payment-headers.ts'
import { pem } from './pem.ts'
import type { RedactionRule } from './rule.ts'
import { signatures } from './signatures.ts'
import { urlCredentials } from './url-credentials.ts'
import { vendorTokens } from './vendor-tokens.ts'

/** The cheap rules, in the order in which they are applied. */
export const rules = [
  pem,
  paymentHeaders,
  authorization,
  urlCredentials,
  labelledKeys,
  signatures,
  vendorTokens,
  cutOff,
] as const satisfies readonly RedactionRule[]
