import type { Topic } from './topic.ts'

/** Where the configuration comes from. */
export const config: Topic = {
  name: 'config',
  summary: 'x402ops.yaml, profiles and presets',
  text: `CONFIG

Nothing has to be configured. The presets mainnet (Base, USDC) and testnet
(Base Sepolia, USDC) know networks, tokens and public RPC endpoints.

A file says what only you know: the routes, their prices, who is paid.

  x402ops init --base-url https://api.example.dev     prints a first file
  x402ops init --write                                writes ./x402ops.yaml
  x402ops config show mainnet                         what a profile means
  x402ops config show mainnet --origin                ... and where from

The first layer that names a value wins:

  1  a flag                     --base-url
  2  the environment            X402OPS_BASE_URL
  3  ./x402ops.yaml             or --config FILE
  4  the user file              $XDG_CONFIG_HOME/x402ops/config.yaml
  5  the preset                 extends: mainnet

Files are read strictly: an unknown key is an error with its line and the
nearest known key. Nothing in a file is executed but the exec commands that
you wrote yourself. Parent folders are not searched.
`,
}
