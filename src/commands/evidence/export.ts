import type { Gap } from '../../core/report.ts'
import type { Wanted as WantedReceipt } from '../../evidence/collect.ts'
import { casePieces, fingerprintPiece, includedPieces, notePiece, termsPiece } from '../../evidence/pieces.ts'
import type { Choice, Wanted } from '../../evidence/select.ts'
import { timelineNotes } from '../../playbook/timeline.ts'
import { runsOf } from '../../runs/incident.ts'
import { exportFlags, flagsAgain, shellWord } from '../again.ts'
import { type CommandContext, type Outcome, optionFlag, optionList, optionText } from '../command.ts'
import { whichIncident } from '../playbook/which-incident.ts'
import { profileRequest } from '../reconcile-flags.ts'
import { type Running, startRun } from '../run-parts.ts'
import { chooseRuns, runsWithTerms, wantedFrom } from './choose-runs.ts'
import { collectLive, type LivePart } from './export-live.ts'
import { type Exported, exportFinding, exportScreen } from './export-screen.ts'
import { type BundleParts, type MadeBundle, makeBundle } from './make-bundle.ts'
import { bundleOutcome } from './outcome.ts'
import { passDryRun, publishBundle, type Written } from './publish.ts'
import type { BundleTools } from './tools.ts'

type Chosen = Extract<Choice, { readonly chosen: true }>

const nothingAsked: LivePart = { pieces: [], gaps: [] }

const isHash = (value: unknown) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value)

/** The transactions whose receipts are worth asking for: of the chosen payments, else of those that are not fine. */
function receiptsWanted({ cases }: Chosen, wanted: Wanted): readonly WantedReceipt[] {
  const named = [wanted.findings, wanted.requestIds, wanted.txs, wanted.payers].some(
    (list) => list.length > 0,
  )
  return cases.flatMap(({ network, tx, verdict, facts }) => {
    const fine = verdict === 'PASS' || verdict === 'SKIP'
    if (network === null || (fine && !named)) return []
    // Also the one that the books name, where it is another: that it never was, or failed, is evidence.
    const told = [tx, facts.claimedTx].filter((hash): hash is string => isHash(hash))
    return [...new Set(told)].map((hash) => ({ network, tx: hash }))
  })
}

function networksOf({ profile }: Running, { cases }: Chosen): readonly string[] {
  const all = [
    ...profile.pays.map(({ network }) => network),
    ...cases.flatMap(({ network }) => network ?? []),
  ]
  return [...new Set(all)].sort()
}

const looksLikeEnv = (name: string) => /(?:^|[/.])env(?:[.\w-]{0,40})?$/i.test(name)

async function gather(
  running: Running,
  tools: BundleTools,
): Promise<BundleParts & { readonly gaps: readonly Gap[] }> {
  const { context, profile } = running
  const { options, services, version } = context
  const store = await services.store()
  const named = optionText(options, 'incident')
  const incident = named === undefined ? null : await whichIncident(named, profile.name, context)
  const asked = wantedFrom(context)
  const known = new Set(
    incident === null ? [] : (await store.list(profile.name)).runs.map(({ runId }) => runId),
  )
  const ofIncident = incident === null ? [] : runsOf(incident).filter((runId) => known.has(runId))
  const { choice, wanted } = await chooseRuns(store, profile.name, {
    ...asked,
    runs: [...asked.runs, ...new Set(ofIncident)],
  })
  for (const line of choice.notFound) context.note(`note: ${line}`)
  const live = optionFlag(options, 'offline')
    ? nothingAsked
    : await collectLive(running, networksOf(running, choice), receiptsWanted(choice, wanted))
  const includes = await tools.openIncludes(optionList(options, 'include'))
  const notes = optionText(options, 'notes')
  const noteFiles = notes === undefined ? { files: [], leftOut: [] } : await tools.openIncludes([notes])
  const note = [
    optionText(options, 'note') ?? '',
    ...noteFiles.files.flatMap((file) => ('text' in file ? [file.text] : [])),
    incident === null ? '' : timelineNotes(incident),
  ]
    .join('\n\n')
    .trim()
  const notePart = notePiece(note)
  const runs = choice.runs.map(({ run }) => run)
  const pieces = [
    ...casePieces(choice.cases, runs),
    fingerprintPiece(profile),
    termsPiece(await runsWithTerms(store, profile.name), profile.baseUrl),
    ...live.pieces,
    ...includedPieces(includes.files),
    ...(notePart === null ? [] : [notePart]),
  ]
  const gapLines = live.gaps.map(({ what, why }) => ({ what, why }))
  return {
    ...{ version, profile, choice, wanted, pieces, gaps: live.gaps },
    leftOut: [...includes.leftOut, ...noteFiles.leftOut, ...gapLines],
    collectedAt: optionFlag(options, 'offline') ? null : running.startedAt.toISOString(),
    known: [],
  }
}

const listsAgain = ['fromRun', 'finding', 'request', 'tx', 'payer', 'include', 'encryptTo'] as const
const textsAgain = ['incident', 'since', 'notes', 'sign', 'out'] as const

/** The note as it was given, when nothing in it had to be hidden: a secret is not repeated on the screen. */
function noteAgain({ options }: CommandContext, { files }: MadeBundle): string {
  const note = optionText(options, 'note')
  if (note === undefined) return ''
  const found = files.find(({ path }) => path === 'notes/operator.md')
  const bytes = found !== undefined && 'bytes' in found ? found.bytes : undefined
  const isPlain = bytes !== undefined && new TextDecoder().decode(bytes).includes(note)
  return isPlain ? ` --note ${shellWord(note)}` : ' --notes NOTEFILE'
}

/** Every flag of what wrote nothing, so that what is written is what was shown, and for the same reader only. */
function choiceAgain(context: CommandContext, made: MadeBundle): string {
  const { options } = context
  const flag = (name: string, value: string) =>
    ` --${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${shellWord(value)}`
  const lists = listsAgain.flatMap((name) => optionList(options, name).map((value) => flag(name, value)))
  const texts = textsAgain.flatMap((name) => {
    const value = optionText(options, name)
    return value === undefined ? [] : [flag(name, value)]
  })
  const offline = optionFlag(options, 'offline') ? ' --offline' : ''
  return [...lists, ...texts, noteAgain(context, made), offline, flagsAgain(context, exportFlags)].join('')
}

function nextLines(
  context: CommandContext,
  { path, made, written }: Exported,
  sealed: boolean,
): readonly string[] {
  const { options } = context
  const identity = sealed ? ' --age-identity KEYFILE' : ''
  if (optionFlag(options, 'dryRun') || written === null) {
    return [`x402ops evidence export ${made.manifest.profile}${choiceAgain(context, made)}`]
  }
  return [
    `x402ops evidence verify ${shellWord(path)}${identity}`,
    `x402ops judge ${shellWord(path)}${identity}`,
  ]
}

/** The readers for whom to encrypt; a word that is none is refused before anything is asked or made. */
async function recipientsIn({ options }: CommandContext, tools: BundleTools): Promise<readonly string[]> {
  const recipients = optionList(options, 'encryptTo')
  if (recipients.length > 0) await tools.refuseRecipients(recipients)
  return recipients
}

async function makeFrom(
  { options, signal }: CommandContext,
  parts: BundleParts,
  tools: BundleTools,
): Promise<MadeBundle> {
  try {
    const nextTo = await tools.placeFor(optionText(options, 'out'), 'bundle')
    return await makeBundle(parts, optionText(options, 'sign'), { nextTo, signal }, tools)
  } finally {
    for (const { body } of parts.pieces) if (body.kind === 'long') await body.long.close()
  }
}

/** Null when nothing is written, which a dry run never does. */
async function finish(
  { options }: CommandContext,
  made: MadeBundle,
  where: Awaited<ReturnType<typeof place>>,
  tools: BundleTools,
): Promise<Written | null> {
  if (!optionFlag(options, 'dryRun')) return publishBundle(made, where, tools)
  await passDryRun(made)
  return null
}

async function place(
  context: CommandContext,
  made: MadeBundle,
  recipients: readonly string[],
  tools: BundleTools,
) {
  const ending = recipients.length === 0 ? '.tar.gz' : '.tar.gz.age'
  const path = await tools.placeFor(optionText(context.options, 'out'), `${made.bundleId}${ending}`)
  return { path, recipients, signal: context.signal }
}

/**
 * `x402ops evidence export`: chooses saved runs, asks what is fleeting, redacts, and writes one archive. Throws
 * `OpsError` EVIDENCE_NOTHING, EVIDENCE_GATE, FILE_EXISTS, OUTPUT_FAILED and those of the parts.
 */
export async function runExport(context: CommandContext): Promise<Outcome> {
  const { services, options, global } = context
  const { profile, notes, secrets } = await services.profile(profileRequest(context, 'evidence export'))
  for (const line of notes) context.note(line)
  const tools = await services.bundles()
  const recipients = await recipientsIn(context, tools)
  const running = startRun(
    context,
    'evidence export',
    profile,
    global.deadlineMs ?? profile.limits.deadlineMs,
  )
  const gathered = await gather(running, tools).finally(running.deadline.stop)
  const envTexts = gathered.pieces.flatMap(({ note, body }) =>
    body.kind === 'file' && looksLikeEnv(note) ? [body.text] : [],
  )
  // Only now: what was asked for on the way has resolved secrets of its own.
  const known = await services.knownValues({ references: secrets, envTexts })
  context.progress('redaction')
  const made = await makeFrom(context, { ...gathered, known }, tools)
  const where = await place(context, made, recipients, tools)
  const written = await finish(context, made, where, tools).finally(made.discard)
  const interrupted = context.signal.aborted ? [{ what: 'evidence export', why: 'it was interrupted' }] : []
  const about = { made, path: where.path, written, dryRun: optionFlag(options, 'dryRun') }
  return bundleOutcome(context, {
    ...{ command: 'evidence export', profile: profile.name, target: written === null ? null : where.path },
    startedAt: running.startedAt,
    checks: [],
    findings: exportFinding(about),
    gaps: [...gathered.gaps, ...interrupted],
    next: nextLines(context, about, where.recipients.length > 0),
    screen: (document) => exportScreen(running, about, document),
  })
}
