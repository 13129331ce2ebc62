// `playbook run` in a process that can be killed, with somebody at its terminal: what is written to it was typed.
import { createRequire } from 'node:module'

const { run } = createRequire(import.meta.url)('../../../dist/cli.js')
const { HOME = '', XDG_STATE_HOME = '' } = process.env

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  cwd: process.cwd(),
  columns: 100,
  packageRoot: new URL('../../../', import.meta.url),
  stdoutIsTty: false,
  stderrIsTty: false,
  stdinIsTty: true,
  env: { HOME, XDG_STATE_HOME },
})
