import type { Manifest, ManifestFile } from '../core/bundle.ts'

type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0
const isTime = (value: unknown) => isText(value) && !Number.isNaN(Date.parse(value))
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText)
const isCounts = (value: unknown) => isObject(value) && Object.values(value).every(isCount)
// Fixed lengths, anchored: linear.
const isDigest = (value: unknown) => isText(value) && /^[0-9a-f]{64}$/.test(value)
// Paths as we make them. Anchored; every name is at least one sign long and ends before a slash: linear.
const ownPath = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\/){0,4}[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/

function isFile(value: unknown): value is ManifestFile {
  if (!isObject(value)) return false
  const { path, bytes, sha256, redactions, withheld, note } = value
  return (
    isText(path) &&
    ownPath.test(path) &&
    isCount(bytes) &&
    isDigest(sha256) &&
    isCounts(redactions) &&
    isCount(withheld) &&
    isText(note)
  )
}

function isSelection(value: unknown): boolean {
  if (!isObject(value)) return false
  const { runs, findings, requestIds, txs, payers, since } = value
  return [runs, findings, requestIds, txs, payers].every(isTexts) && (since === null || isText(since))
}

function isTool(value: unknown): boolean {
  return isObject(value) && value.name === 'x402ops' && isText(value.version)
}

/** Is this a manifest of which everything that is read later has its type? */
export function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || value.schema !== 'x402ops.bundle/v1') return false
  const { tool, bundleId, profile, target, madeFrom, collectedAt, selection, inputsDigest } = value
  const { files, redactions, withheld, leftOut } = value
  return (
    [bundleId, profile].every(isText) &&
    isTool(tool) &&
    (target === null || isText(target)) &&
    isTime(madeFrom) &&
    (collectedAt === null || isTime(collectedAt)) &&
    isSelection(selection) &&
    isDigest(inputsDigest) &&
    Array.isArray(files) &&
    files.every(isFile) &&
    isCounts(redactions) &&
    isCount(withheld) &&
    Array.isArray(leftOut) &&
    leftOut.every((item) => isObject(item) && isText(item.what) && isText(item.why))
  )
}
