/** What is known when a first configuration is written; null becomes a commented example. */
export type StarterFacts = {
  readonly baseUrl: string | null
  readonly payTo: string | null
  /** A preset: `mainnet` or `testnet`. */
  readonly preset: string
}

const networks: Readonly<Record<string, string>> = {
  mainnet: 'eip155:8453',
  testnet: 'eip155:84532',
}

/** A YAML text: double quotes and escapes are JSON's, so no input can end it early. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

function payBlock({ payTo, preset }: StarterFacts): string {
  const network = networks[preset] ?? networks.mainnet
  const lines = [
    '    pays:',
    `      - network: ${network}`,
    '        asset: usdc',
    payTo === null
      ? '        # payTo: ["0x..."]           # your receiving address'
      : `        payTo: [${quoted(payTo)}]`,
    '        # rotated? keep both: payTo: [{address: "0x..", until: 2026-01-01}, ..]',
  ]
  return lines.join('\n')
}

/** The text of a first `x402ops.yaml`: what is known is set, what is not stands as a comment. */
export function starterConfig(facts: StarterFacts): string {
  const { baseUrl, preset } = facts
  const base = baseUrl === null ? '# baseUrl: https://api.example.dev' : `baseUrl: ${quoted(baseUrl)}`
  return `# yaml-language-server: $schema=node_modules/x402ops/schemas/config.schema.json
# x402ops configuration. Every key is optional; see: x402ops help config
# Check it: x402ops config show --origin
version: 1
defaultProfile: ${preset}
profiles:
  ${preset}:
    extends: ${preset}                # networks, tokens and public RPC endpoints
    ${base}

    # Who must be paid. Without payTo a wrong receiver cannot be noticed.
${payBlock(facts)}

    # Paid routes and their prices. Without them, discovery documents are read.
    # routes:
    #   - {id: quote, method: GET, path: /v1/quote, price: "0.01 usdc"}
    #   - {id: ask, method: POST, path: /v1/ask, price: "0.05 usdc",
    #      sample: {json: {question: hi}}}

    # Health pages; these are the defaults.
    # probes:
    #   health: /health
    #   ready: {path: /ready, dependencies: [database]}
    #   status: {path: /status.json, expect: {network: "${networks[preset] ?? networks.mainnet}"}}

    # Your own RPC endpoints; a URL that holds a key is a secret.
    # rpc:
    #   ${networks[preset] ?? networks.mainnet}:
    #     - {secret: {env: RPC_URL}}

    # Where your payments are logged (x402ops init --recorder prints the code).
    # records:
    #   - {file: "/var/log/pay/*.jsonl"}

    # Pages that call the API from a browser; CORS is judged for these.
    # browserOrigins: [https://app.example.dev]
`
}
