import type { Topic } from './topic.ts'

/** The exit codes of the whole tool. */
export const exitCodes: Topic = {
  name: 'exit-codes',
  summary: 'what each exit code means, and which one wins',
  text: `EXIT CODES

    0  ok: everything that was asked is answered, and nothing is wrong
    1  findings: something is wrong (FAIL; with --fail-on warn also WARN)
    2  usage or configuration: the line or a file cannot be understood
    3  incomplete: at least one answer is unknown; never reported as 0
    4  a confirmation is needed; nothing was done
    5  refused by a safety guard: wrong chain id, unsafe address, plain http,
       a secret that is left in an export, a target that --safe does not know
    6  the local disk or the output failed
   70  a bug in x402ops; run again with -vvv and report it
  130  interrupted (Ctrl-C)
  143  ended by SIGTERM

When several apply, the first of this list wins: 130 or 143, 70, 6, 5, 4, 2,
1, 3, 0. So a proven finding stays proven when the rest is unknown; the JSON
then says "complete": false.

--fail-on never turns 1 into 0, for scripts that read the report. It never
turns 3 into 0: "I could not see" is not "all is well".

A dead server is a finding (1). A dead RPC endpoint leaves answers open (3).
What is not configured and not needed is SKIP and changes nothing.
`,
}
