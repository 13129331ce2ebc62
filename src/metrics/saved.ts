import { isRecord, isRecordOf } from '../core/plain-record.ts'
import type { Sample } from './shapes.ts'

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
const isCounts = (value: unknown): boolean => Array.isArray(value) && value.every(isCount)
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 4096

function isHistogram(value: unknown): boolean {
  return isRecord(value) && isCounts(value.bounds) && isCounts(value.counts) && isCount(value.total)
}

function isSample(value: unknown): value is Sample {
  return (
    isRecord(value) &&
    [value.at, value.page, value.mapped].every(isText) &&
    !Number.isNaN(Date.parse(String(value.at))) &&
    (value.format === 'json' || value.format === 'text') &&
    isRecordOf(value.numbers, isCount) &&
    isRecordOf(value.histograms, isHistogram) &&
    isRecordOf(value.groups, (group) => isRecordOf(group, isCount)) &&
    Array.isArray(value.odd)
  )
}

/** The newest sample in what this room saw in an earlier run; null when there is none or it is damaged. */
export function savedSample(seen: unknown): Sample | null {
  const looks = isRecord(seen) && Array.isArray(seen.looks) ? seen.looks : []
  const last: unknown = looks.at(-1)
  if (!isRecord(last) || last.seen !== true || !isRecord(last.value)) return null
  return isSample(last.value.sample) ? last.value.sample : null
}
