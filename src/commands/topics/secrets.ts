import type { Topic } from './topic.ts'

/** How secrets go in and why they do not come out. */
export const secrets: Topic = {
  name: 'secrets',
  summary: 'how secrets go in, and why they do not come out',
  text: `SECRETS

A secret is never a flag: arguments end up in shell histories and process
lists. x402ops.yaml names where a secret is, never the secret:

  {secret: {file: /run/secrets/rpc}}       warns when others can read it
  {secret: {exec: [pass, show, rpc]}}      no shell in between
  {secret: {credential: rpc}}              a systemd credential
  {secret: {env: RPC_URL}}                 or the file that RPC_URL_FILE names

An RPC URL that holds a key is a secret: --rpc env:RPC_URL.

An argument that looks like a secret is refused before anything is logged, and
is not repeated: seed phrases, private keys, tokens, JWTs, signatures, payment
headers. 64 hex digits are taken only where a transaction or block belongs,
such as --since. Payment headers go in by file or standard input.

On the way out, everything that is printed, saved or written to a file passes
one filter that hides the secrets it knows, payment headers and keys in URLs.
RPC URLs print as https://host/***.

x402ops holds no wallet. It never signs and never pays.
`,
}
