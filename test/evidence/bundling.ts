import { canonicalJson } from '../../src/adapters/bundle/canonical.ts'
import type { BundleFile } from '../../src/core/bundle.ts'
import { assemble } from '../../src/evidence/assemble.ts'
import type { BundleRedactor } from '../../src/evidence/bundle-redactor.ts'
import { bundleIdOf, digestInputs, madeFromOf } from '../../src/evidence/inputs.ts'
import { packBundle } from '../../src/evidence/pack.ts'
import {
  casePieces,
  fingerprintPiece,
  includedPieces,
  notePiece,
  ssrfPiece,
  termsPiece,
} from '../../src/evidence/pieces.ts'
import { select, type Wanted } from '../../src/evidence/select.ts'
import type { SavedRun } from '../../src/runs/run.ts'
import { profileFor } from '../matrix/fixtures.ts'
import { canaryRedactor, judgeAny } from './world.ts'

export const nothing: Wanted = { runs: [], findings: [], requestIds: [], txs: [], payers: [], since: null }

/** What a bundle of the tests is made from. */
export type Asked = {
  readonly saved: readonly SavedRun[]
  readonly wanted?: Partial<Wanted>
  readonly included?: readonly { readonly name: string; readonly text: string }[]
  readonly note?: string
  readonly secret?: Uint8Array
  readonly redactor?: (key: Uint8Array) => BundleRedactor
}

/** Makes a bundle as the command does, without disk, chain and service. */
export function bundleOf({ saved, wanted = {}, included = [], note = '', secret, redactor }: Asked) {
  const all = { ...nothing, ...wanted }
  const choice = select(saved, all)
  if (!choice.chosen) throw new Error(choice.why)
  const given = includedPieces(included)
  const said = notePiece(note)
  const pieces = [
    ...casePieces(choice.cases, saved),
    termsPiece(saved, null),
    fingerprintPiece(profileFor('https://api.example')),
    ...given,
    ...(said === null ? [] : [said]),
  ]
  const runs = choice.runs.map(({ run }) => run)
  const { inputsDigest, key } = digestInputs(secret ?? new Uint8Array(32).fill(7), {
    selection: all,
    runs,
    pieces,
  })
  const blocks = ssrfPiece(pieces, choice.cases, saved, key)
  const hide = (redactor ?? ((bytes) => canaryRedactor(Buffer.from(bytes).toString('hex'))))(key)
  const assembled = assemble({
    runs: choice.runs,
    pieces: [...pieces, ...(blocks === null ? [] : [blocks])],
    redactor: hide,
    judge: judgeAny,
  })
  const madeFrom = madeFromOf(runs)
  const bundleId = bundleIdOf('shop', madeFrom, inputsDigest)
  const packed = packBundle(
    assembled,
    {
      ...{
        version: '0.1.0',
        bundleId,
        profile: 'shop',
        target: 'https://api.example',
        madeFrom,
        inputsDigest,
      },
      ...{ collectedAt: null, selection: all, cases: choice.cases },
      leftOut: [{ what: 'screen.png', why: 'an image may show secrets' }],
      narrowed: choice.runs.some(({ narrowed }) => narrowed),
    },
    hide,
    canonicalJson,
  )
  const files = packed.files.filter((file): file is BundleFile => 'bytes' in file)
  return { ...packed, files, bundleId, assembled, choice, order: packed.files.map(({ path }) => path) }
}

/** A file of a bundle as text. */
export function textOf(files: readonly BundleFile[], path: string): string {
  const file = files.find((one) => one.path === path)
  if (file === undefined) throw new Error(`no ${path} in the bundle`)
  return new TextDecoder().decode(file.bytes)
}

/** All files of a bundle as one text. */
export function allText(files: readonly BundleFile[]): string {
  return files.map(({ path, bytes }) => `${path}\n${new TextDecoder().decode(bytes)}`).join('\n')
}
