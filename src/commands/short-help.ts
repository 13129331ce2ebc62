/** What `x402ops` alone prints: one sentence, and the one command to try. */
export const shortHelp = `x402ops tells the operator of a paid API (x402) what is true about it.

Try this first; it asks your service without paying and changes nothing:

  x402ops monitor mainnet --base-url https://api.example.dev

All commands: x402ops --help
`
