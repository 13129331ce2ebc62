import type { BundleSelection, LongText } from '../core/bundle.ts'
import { hmacSha256, hmacSha256Hex } from '../core/digest.ts'
import { freeze } from '../core/json.ts'
import type { SavedRun } from '../runs/run.ts'
import { bodyText, type Piece } from './piece.ts'

/** Everything that decides what is in a bundle, before anything is hidden. */
export type BundleInputs = {
  readonly selection: BundleSelection
  readonly runs: readonly SavedRun[]
  readonly pieces: readonly Piece[]
}

const partLength = 65_536

/** What `freeze` gives for a text, part by part: a long log is never held twice. */
function* frozenText(text: string): Generator<string> {
  yield '"'
  for (let from = 0; from < text.length; ) {
    const border = from + partLength
    // Both halves of a pair belong together; half a pair that stands alone is no reason to move into the next one.
    const inPair = (text.codePointAt(border - 1) ?? 0) > 0xffff
    const to = border + (inPair ? 1 : 0)
    yield freeze(text.slice(from, to)).slice(1, -1)
    from = to
  }
  yield '"'
}

/** The same for a text that comes in whole lines. */
function* frozenParts({ parts }: LongText): Generator<string> {
  let last = ''
  yield '"'
  for (const part of parts()) {
    last = part
    yield freeze(part).slice(1, -1)
  }
  yield last === '' || last.endsWith('\n') ? '"' : '\\n"'
}

function* partsOfPiece({ path, note, body }: Piece): Generator<string> {
  yield `piece\n[${freeze(path)},${freeze(note)},`
  yield* body.kind === 'long' ? frozenParts(body.long) : frozenText(bodyText(body))
  yield ']\n'
}

function* partsOf({ selection, runs, pieces }: BundleInputs): Generator<string> {
  yield `x402ops.bundle/v1 inputs\n${freeze(selection)}\n`
  for (const { document, rooms, cases } of runs) yield `run\n${freeze([document, rooms, cases])}\n`
  for (const piece of pieces) yield* partsOfPiece(piece)
}

/**
 * The digest of the inputs and the key of the bundle's tags, both under the secret of this installation: the same
 * inputs give the same bundle, other inputs other tags, and nobody else can compute either.
 */
export function digestInputs(
  secret: Uint8Array,
  inputs: BundleInputs,
): { readonly inputsDigest: string; readonly key: Uint8Array } {
  const inputsDigest = hmacSha256Hex(secret, partsOf(inputs))
  return { inputsDigest, key: hmacSha256(secret, ['x402ops.bundle/v1 tags\n', inputsDigest]) }
}

// What `makeRunId` makes. Anchored, bounded, each class followed by a sign that it does not hold: linear.
const ownRunId = /^\d{8}T\d{6}Z-[a-z]{1,20}-[0-9a-z]{4}$/
// Profile names as the config allows them. Anchored, one bounded class: linear.
const plainName = /^[a-z0-9][a-z0-9_-]{0,39}$/i

/** The folder of a run inside the bundle: its id where that is one of ours, else a number. */
export function runFolder(runId: string, index: number): string {
  return ownRunId.test(runId) ? `runs/${runId}` : `runs/run-${String(index + 1).padStart(2, '0')}`
}

/** The end of the newest run: the time that the bundle bears. Throws `RangeError` without any run. */
export function madeFromOf(runs: readonly SavedRun[]): Date {
  const newest = Math.max(...runs.map(({ document }) => Date.parse(document.finishedAt)))
  if (!Number.isFinite(newest)) throw new RangeError('a bundle is made from at least one run')
  return new Date(newest)
}

/** `x402ops-<profile>-<time of the newest run>-<8 hex>`: neutral, and the same for the same inputs. */
export function bundleIdOf(profile: string, madeFrom: Date, inputsDigest: string): string {
  const stamp = `${madeFrom.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const name = plainName.test(profile) ? profile : 'profile'
  return `x402ops-${name}-${stamp}-${inputsDigest.slice(0, 8)}`
}
