import type { Topic } from './topic.ts'

/** The environment variables that are read. */
export const environment: Topic = {
  name: 'environment',
  summary: 'the environment variables that x402ops reads',
  text: `ENVIRONMENT

Read by x402ops:
  X402OPS_BASE_URL    like --base-url
  X402OPS_STATE_DIR   like --state-dir: where runs are kept
  X402OPS_RUNS_STORE  like --runs-store: a database in which a team shares them
  MONITOR_WEBHOOK_URL told by monitor when something begins or ends (or _FILE)
  MONITOR_ALERT_MIN_SEVERITY  warn (default) or fail
  Every X402OPS_* value stands between the flags and x402ops.yaml:
  flag > X402OPS_* > ./x402ops.yaml > user file > preset

Shared with other programs:
  NO_COLOR            not empty: no colour
  FORCE_COLOR         colour, also in a pipe (0: none)
  CLICOLOR_FORCE      the same (empty or 0: not set)
  TERM=dumb           no colour
  CI                  not empty: never ask a question
  XDG_CONFIG_HOME     the user file is x402ops/config.yaml below it
  XDG_STATE_HOME      runs are kept in x402ops below it
  XDG_CACHE_HOME      logs of final blocks are kept in x402ops below it
  CREDENTIALS_DIRECTORY   where {secret: {credential: NAME}} is looked up

Colour, the first that speaks: --color and --no-color, NO_COLOR, FORCE_COLOR
or CLICOLOR_FORCE, TERM=dumb, and then whether the stream is a terminal.
Standard output and standard error are decided separately.

Values of variables that look like secrets by their name (TOKEN, KEY, SECRET,
PASSWORD and the like) are hidden in everything that is printed.
`,
}
