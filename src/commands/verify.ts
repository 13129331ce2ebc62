import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import { atomicFromText } from '../core/money.ts'
import type { RunDocument } from '../core/report.ts'
import { Secret } from '../core/secret.ts'
import type { SignatureCheck } from '../core/signature-check.ts'
import { readVerify } from '../verify/read.ts'
import { verify } from '../verify/room.ts'
import type { VerifyExpected, VerifyPorts } from '../verify/shapes.ts'
import { shown } from '../verify/words.ts'
import { shellWord } from './again.ts'
import { type CommandContext, type Outcome, optionList, optionText } from './command.ts'
import { findingsShown } from './findings-shown.ts'
import { headerBlock } from './header.ts'
import { addFlag, addHelpWords, collect } from './options.ts'
import { runSummary } from './probe.ts'
import { endRun, runPart, startRun } from './run-parts.ts'

/** A request or an answer with all its headers; more is a whole session, of which nobody knows which one is meant. */
const maxBytes = 1_048_576

/** `x402ops verify PAYLOAD --requirements FILE`. */
export function define(command: Command): void {
  command.argument('<payload>', 'file with the payment (header, JSON or request), - for standard input')
  addFlag(
    command,
    '--requirements <file>',
    'file with the 402 that it answers (header, body or whole answer)',
  )
  addFlag(command, '--rpc <url>', 'chain endpoint, or env:NAME; again for more', { parse: collect })
  addFlag(command, '--minimum <atomic>', 'smallest amount that the facilitator takes, in atomic units')
  addHelpWords(command, {
    examples: [
      ['would this payment settle? asks nobody', 'x402ops verify payment.txt --requirements 402.txt'],
      [
        'with time, nonce and balance from the chain',
        'x402ops verify payment.txt --requirements 402.txt --rpc env:RPC_URL',
      ],
    ],
    exitCodes: [
      [0, 'every check that could be made passes'],
      [1, 'the payment would be refused or would not settle'],
      [3, 'something could not be seen, or only a contract wallet could tell'],
    ],
  })
}

function minimumOf({ options }: CommandContext, configured: bigint | null): bigint | null {
  const text = optionText(options, 'minimum')
  if (text === undefined) return configured
  const atomic = atomicFromText(text)
  if (atomic !== undefined) return atomic
  throw new OpsError('NUMBER_EXPECTED', { flag: '--minimum', value: shown(text), example: '--minimum 1000' })
}

/** An endpoint without a network in front of it is one of the network that is paid on. */
function endpointsFor(rpc: readonly string[], network: string | null): readonly string[] {
  return rpc.map((text) => (/^[^/]{1,80}=/.test(text) || network === null ? text : `${network}=${text}`))
}

async function readInputs({ args, options, services }: CommandContext) {
  const [payload] = args
  const requirements = optionText(options, 'requirements')
  if (typeof payload !== 'string' || requirements === undefined) {
    throw new OpsError('USAGE', { message: 'verify needs --requirements FILE', command: 'verify' })
  }
  if (payload === '-' && requirements === '-')
    throw new OpsError('USAGE', { message: 'only one input can be standard input', command: 'verify' })
  return {
    payload,
    requirements,
    bytes: {
      payment: await services.input(payload, maxBytes),
      requirements: await services.input(requirements, maxBytes),
    },
  }
}

/** What was compared with what, without the signature. */
function target({ payment, required }: VerifyExpected): string {
  const list = required.entries === 1 ? '' : `, entry ${required.entry} of ${required.entries}`
  return `${shown(payment.scheme)} on ${shown(payment.network)}, payer ${shown(payment.payer)}${list}`
}

/** Where a facilitator's verify and settle differ; said only when one of these checks is not a PASS. */
const settleOnly: readonly string[] = ['shape', 'domain', 'minimum', 'signature']

function settleNote({ checks }: RunDocument): readonly string[] {
  const odd = checks
    .filter(({ id, verdict }) => settleOnly.includes(id) && verdict === 'FAIL')
    .map(({ id }) => id)
  if (odd.length === 0) return []
  return [`A facilitator may answer "valid" to this payment and still fail to settle it: ${odd.join(', ')}.`]
}

/** Checks a payment against the requirement it answers. Contacts only endpoints that the operator named. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services, options, clock } = context
  const { payload, requirements, bytes } = await readInputs(context)
  const nowSeconds = Math.floor(clock.now().getTime() / 1000)
  const read = readVerify(bytes, { nowSeconds, minimumAtomic: null })
  if ('problem' in read) {
    const file = read.part === 'payment' ? payload : requirements
    throw new OpsError('VERIFY_NOT_READ', { file, part: read.part, problem: read.problem })
  }
  const { signature } = read
  const network = read.expected.payment.network ?? read.expected.required.network
  const rpc = endpointsFor(optionList(options, 'rpc'), network)
  const { profile, notes } = await services.profile({
    name: context.global.profile ?? null,
    command: 'verify',
    ...(rpc.length === 0 ? {} : { flags: { rpc } }),
  })
  const expected = { ...read.expected, minimumAtomic: minimumOf(context, profile.thresholds.minimumAtomic) }
  // Payer and nonce are nobody's business: the public endpoints of a preset are not asked without being named.
  const own = Object.fromEntries(
    Object.entries(profile.rpc).map(([id, list]) => [id, list.filter(({ origin }) => origin === 'given')]),
  )
  const offline = (own[network ?? ''] ?? []).length === 0
  for (const line of offline ? [] : notes) context.note(line)
  const running = startRun(context, 'verify', profile, context.global.deadlineMs ?? profile.limits.deadlineMs)
  const nodes = offline ? [] : (await services.chain({ ...profile, rpc: own })).nodes(network ?? '')
  const ports = portsOf(await services.signatures(), signature, nodes)
  const part = await runPart(running, verify, expected, ports)
  const words = `${shellWord(payload)} --requirements ${shellWord(requirements)}`
  const ended = endRun(running, {
    target: target(expected),
    parts: [part],
    next: () => (offline ? [`x402ops verify ${words} --rpc URL`] : []),
    screen: (document) => [
      headerBlock(running, null),
      { kind: 'lines', lines: [target(expected)] },
      {
        kind: 'table',
        columns: ['STATE', 'CHECK', 'RESULT'].map((title) => ({ title })),
        rows: part.checks.map(({ verdict, id, text, question }) => [{ verdict }, id, text || question]),
      },
      ...findingsShown(document.findings, context.global.verbose),
      { kind: 'lines', lines: settleNote(document) },
      runSummary(document),
    ],
  })
  return notSaved(ended)
}

/** A signature that nobody made: for a payment without one nothing is recovered and nobody is asked. */
const noSignature = new Secret('(no signature)', '')

function portsOf(check: SignatureCheck, given: Secret | null, nodes: VerifyPorts['nodes']): VerifyPorts {
  const signature = given ?? noSignature
  return {
    nodes,
    separator: check.separator,
    recover: (transfer) => check.recover(transfer, signature),
    askContract: (node, about, signal) => check.askContract(node, { ...about, signature }, signal),
  }
}

/** Runs are kept to be compared and packed; this one is about a payment that somebody else sent. */
function notSaved(outcome: Outcome): Outcome {
  if (outcome.kind !== 'report') return outcome
  const { save: _notKept, ...rest } = outcome
  return rest
}
