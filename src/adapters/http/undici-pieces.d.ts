/** The pieces of undici 7.30 that are imported by path: the package entry would triple the start-up time. */
declare module 'undici/lib/dispatcher/agent.js' {
  import type { Agent } from 'undici'

  const agent: typeof Agent
  export = agent
}
