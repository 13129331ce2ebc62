import type { MaskedSample, RuleCounts } from '../core/bundle.ts'
import { prepareKeys } from './deep/key-candidates.ts'
import { createKeyTest } from './deep/key-test.ts'
import { createKnownPlaces } from './deep/known-places.ts'
import { createLook } from './deep/line-look.ts'
import { createLineMemo } from './deep/line-memo.ts'
import { hiddenBlocks } from './deep/lines.ts'
import type { Parts } from './deep/parts.ts'
import { createTags, type Tags, withMarksOfRuns } from './deep/tags.ts'
import { createTally, type Tally } from './deep/tally.ts'
import { createTextHider } from './deep/text-hider.ts'
import { widePlaces } from './deep/wide.ts'
import type { KnownValue } from './known.ts'
import { createDataHider } from './structured/data.ts'
import type { Hide, ValueOrigin } from './structured/hide.ts'
import { type FileLines, hideFile, hideParts, learnFile } from './structured/hide-file.ts'
import { learnLines } from './structured/learn-lines.ts'
import { showPayment } from './structured/payment-header.ts'
import { createProvenance } from './structured/provenance.ts'
import { recognise } from './structured/recognise.ts'

/** What a redactor of evidence works with: the secrets of this run, the key of the bundle, addresses that are known. */
export type EvidenceContext = {
  readonly known: readonly KnownValue[]
  readonly key: Uint8Array
  readonly addresses?: readonly string[]
}

/** What came out, how often each rule hid something, how many lines were withheld, and up to 5 masked samples. */
export type Hidden<T> = {
  readonly value: T
  readonly redactions: RuleCounts
  readonly withheld: number
  readonly samples: readonly MaskedSample[]
}

/** Hides in evidence what must not leave; see `createEvidenceRedactor`. */
export type EvidenceRedactor = {
  /**
   * Takes the public ids and the addresses of structured data (or of a file's text) for public and known.
   * Call it for all data before anything is hidden.
   */
  readonly learn: (value: unknown) => void
  /** Plain data of the same shape; where a number was a secret a text stands. */
  readonly data: <T>(value: T) => Hidden<T>
  /** Free text, line by line; a line that cannot be redacted becomes `[withheld: line could not be redacted]`. */
  readonly text: (text: string) => Hidden<string>
  /** A file: JSON, JSON lines, HAR and `.env` are edited on their parsed form, everything else is text. */
  readonly file: (text: string) => Hidden<string>
  /** The same, handed to `write` part by part, so that what comes out is never held as one text. */
  readonly fileInto: (text: string, write: (part: string) => void) => Hidden<null>
  /**
   * What `file` gives for free text or JSON per line that is never held as one text. `parts` is asked for its parts
   * (whole lines) again and again; what comes out comes part by part, and the counts at the end.
   */
  readonly longFile: (parts: () => Iterable<string>) => Generator<string, Hidden<null>>
}

const withheldLine = '[withheld: line could not be redacted]'

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

function resultOf<T>(value: T, tally: Tally): Hidden<T> {
  return { value, redactions: tally.counts(), withheld: tally.withheld(), samples: tally.samples() }
}

/** The hexadecimal form of 32 bytes, as key tests ask for it; undefined for everything else. */
function seedHex(value: string): string | undefined {
  return /^(?:0x)?([0-9a-f]{64})$/i.exec(value)?.[1]
}

/**
 * The redactor of evidence: known values in every form first, then payments without their signature, keys by
 * what follows from them, seed phrases, the rules of the screen, and default deny for what is dense and not
 * public. Equal secrets have equal tags under one key. Never throws for content: what fails is withheld.
 * @example createEvidenceRedactor({ known, key }).file(await readFile('access.log', 'utf8')).value
 */
export function createEvidenceRedactor(context: EvidenceContext): EvidenceRedactor {
  const ownTags = createTags(context.key)
  const known = createKnownPlaces(context.known)
  const keyTest = createKeyTest()
  const provenance = createProvenance(known.holds)
  for (const item of context.addresses ?? []) keyTest.addAddress(item)
  let learnedAddresses = 0

  const addLearnedAddresses = () => {
    if (provenance.addresses.size() === learnedAddresses) return
    for (const item of provenance.addresses.keys()) keyTest.addAddress(item)
    learnedAddresses = provenance.addresses.size()
  }

  const keyKind = (hex: string) => {
    if (hex.length === 128) return keyTest.ofPair(Buffer.from(hex, 'hex'))
    // What a chain made nobody could choose.
    return provenance.originOf(hex) === 'service' ? 'other' : keyTest.ofSeed(hex)
  }

  const isService = (hex: string) => provenance.originOf(hex) === 'service'
  const chainMadeKind = (hex: string) => (isService(hex) ? 'other' : keyTest.ofChainMade(hex))
  const look = createLook({ known, keyKind, chainMadeKind })

  const memoFor = (hide: (line: string, scratch: Tally) => string, tally: Tally) =>
    createLineMemo({ hide, needsLook: look, scratch: createTally, tally })

  const hideFor = (tally: Tally, tags: Tags = ownTags): Hide & Pick<FileLines, 'long'> => {
    const texts = createTextHider(
      {
        known,
        tags,
        seen: (value) => provenance.originOf(value) !== undefined,
        keyKind,
        chainMadeKind,
        showPayment: (text) => shownPayment(text),
      },
      tally,
    )
    const line = (text: string, label: string | null) => {
      try {
        return texts.hide(text, label)
      } catch {
        tally.withhold()
        return withheldLine
      }
    }
    const throwsOn = (item: string) => {
      const scratch = createTally()
      hideFor(scratch).text(item, null)
      return scratch.withheld() > 0
    }
    const placesOverLines = (lines: string) => {
      try {
        return widePlaces(lines, texts.facts)
      } catch {
        // The lines that are withheld anyway say nothing about the others.
        const others = lines.split('\n').map((item) => (throwsOn(item) ? ' '.repeat(item.length) : item))
        return attempt(() => widePlaces(others.join('\n'), texts.facts))
      }
    }
    const long = (text: Parts) => {
      const memo = memoFor((item, scratch) => hideFor(scratch).text(item, null), tally)
      return hiddenBlocks(text, {
        wide: (lines) => placesOverLines(lines),
        withhold: hide.withhold,
        mark: texts.mark,
        line: (item) => memo.shown(item) ?? line(item, null),
      })
    }
    const hide = {
      known: known.holds,
      long,
      text: (value: string, label: string | null) => {
        if (!value.includes('\n')) return line(value, label)
        prepareKeys(value, keyTest, isService)
        return [...long(value)].join('')
      },
      secret: (value: string, kind: string) => {
        if (value === '' || tags.isOurs(value)) return value
        return texts.mark({ start: 0, end: value.length, rule: kind, kind, value })
      },
      publicId: (value: string, origin: ValueOrigin) => {
        const hex = origin === 'payer' ? seedHex(value) : undefined
        const kind = hex === undefined ? 'other' : keyKind(hex.toLowerCase())
        if (hex !== undefined && kind !== 'other') {
          return texts.mark({
            start: 0,
            end: 0,
            rule: kind === 'key' ? 'private-key' : 'key-untested',
            kind: 'private-key',
            value: hex.toLowerCase(),
          })
        }
        return texts.publicId(value)
      },
      withhold: () => {
        tally.withhold()
        return withheldLine
      },
      count: tally.count,
    }
    const shownPayment = (text: string): string | undefined => {
      try {
        const shown = showPayment(JSON.parse(text), hide)
        return shown === undefined ? undefined : JSON.stringify(shown)
      } catch {
        return undefined
      }
    }
    return hide
  }

  const call = <T>(
    work: (hide: ReturnType<typeof hideFor>, tally: Tally) => T,
    tags = ownTags,
  ): Hidden<T> => {
    addLearnedAddresses()
    const tally = createTally()
    return resultOf(work(hideFor(tally, tags), tally), tally)
  }

  const memoryFor =
    (tally: Tally): FileLines['memory'] =>
    (hideLine) =>
      memoFor((line, scratch) => hideLine(line, hideFor(scratch)), tally).shown

  const fileInto = (text: string, write: (part: string) => void): Hidden<null> => {
    const file = recognise(text)
    learnFile(file, provenance)
    addLearnedAddresses()
    prepareKeys(file.text, keyTest, isService)
    return call((hide, tally) => {
      for (const part of hideFile(file, hide, { memory: memoryFor(tally), long: hide.long })) write(part)
      return null
    })
  }

  function* longFile(parts: () => Iterable<string>): Generator<string, Hidden<null>> {
    learnLines({ parts: parts() }, provenance)
    addLearnedAddresses()
    prepareKeys({ parts: parts() }, keyTest, isService)
    const tally = createTally()
    const hide = hideFor(tally)
    yield* hideParts(parts, hide, { memory: memoryFor(tally), long: hide.long })
    return resultOf(null, tally)
  }

  return {
    learn: (value) => {
      if (typeof value === 'string') learnFile(recognise(value), provenance)
      else provenance.learn(value)
      addLearnedAddresses()
    },
    data: (value) => call((hide) => createDataHider(hide).data(value), withMarksOfRuns(ownTags)),
    text: (text) => call((hide) => hide.text(text, null)),
    file: (text) => {
      const parts: string[] = []
      return { ...fileInto(text, (part) => parts.push(part)), value: parts.join('') }
    },
    fileInto,
    longFile,
  }
}
