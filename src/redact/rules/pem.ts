import type { RedactionRule } from './rule.ts'

const mask = '[redacted:private-key]'

// The first line of a private key of any kind (RFC 7468, OpenSSH, PGP). Bounded label: linear.
const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g

/** A key whose end is missing is masked to the end of the text: nobody can say where it stops. */
function apply(text: string): string {
  let shown = ''
  let from = 0
  begin.lastIndex = 0
  for (let first = begin.exec(text); first !== null; first = begin.exec(text)) {
    shown += text.slice(from, first.index) + mask
    end.lastIndex = begin.lastIndex
    const last = end.exec(text)
    if (last === null) return shown
    from = end.lastIndex
    begin.lastIndex = from
  }
  return from === 0 ? text : shown + text.slice(from)
}

/** Private keys in PEM armour, also inside JSON strings and behind a log prefix on each line. */
export const pem: RedactionRule = {
  name: 'pem',
  mustHide: [
    '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGCANARY\n-----END PRIVATE KEY-----',
    '{"key":"-----BEGIN EC PRIVATE KEY-----\\nMHcCANARY\\n-----END EC PRIVATE KEY-----\\n"}',
    'log 1 -----BEGIN OPENSSH PRIVATE KEY-----\nlog 2 b3BlbnNzaCANARY\nlog 3 and no end',
    '-----BEGIN PGP PRIVATE KEY BLOCK-----\nCANARY\n-----END PGP PRIVATE KEY BLOCK-----',
  ],
  mustKeep: [
    '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUBase64\n-----END CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYI\n-----END PUBLIC KEY-----',
    'a line that speaks of a PRIVATE KEY',
  ],
  apply,
  mayMatch: (text) => text.includes('-----BEGIN '),
}
