import { toJson } from '../core/json.ts'
import { createKnownValues, type KnownValue } from '../redact/known.ts'
import { createDataRedactor, createRedactor, type Redactor } from '../redact/redactor.ts'
import { createSink, type Sink } from '../redact/sink.ts'
import { knownSecrets } from '../wiring.ts'
import type { Session } from './session.ts'

/** Both streams of a run behind the redactor, and the redactor itself for data and files. */
export type Screen = {
  readonly out: Sink
  readonly err: Sink
  readonly redact: Redactor
  /** Plain data with every text redacted, before it is rendered or saved. */
  readonly hide: <Data>(data: Data) => Data
  /** A text that a command writes to a file: lines of JSON redacted as data, so that they parse, others as text. */
  readonly hideLines: (text: string) => string
  /** Moves the cursor of a terminal: redacted like everything else, but not escaped. */
  readonly draw: (text: string) => void
}

function parsed(line: string): unknown {
  if (!/^[[{]/.test(line)) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/**
 * Builds the one writer of a run. It hides the secrets of the environment and every secret that the run
 * has resolved by the time a text is written.
 */
export function createScreen(session: Session): Screen {
  const { io } = session
  const fromEnv: readonly KnownValue[] = knownSecrets(io.env)
  let built: Session['learned'] | undefined
  const redactorNow = () => createRedactor(createKnownValues([...fromEnv, ...session.learned]))
  let ofText: Redactor = (text) => text
  let ofData = createDataRedactor(ofText)
  // What was remembered of texts holds only as long as no further secret is known.
  const renew = () => {
    if (built === session.learned) return
    built = session.learned
    ofText = redactorNow()
    ofData = createDataRedactor(ofText)
  }
  const redact: Redactor = (text) => {
    renew()
    return ofText(text)
  }
  const hide = <Data>(data: Data) => {
    renew()
    return ofData(data) as Data
  }
  const hideLine = (line: string): string => {
    const data = parsed(line)
    return data === undefined ? line : toJson(hide(data))
  }
  return {
    out: createSink(io.stdout, redact, 'standard output'),
    err: createSink(io.stderr, redact, 'standard error'),
    redact,
    hide,
    hideLines: (text) => redact(text.split('\n').map(hideLine).join('\n')),
    draw: (text) => void io.stderr.write(redact(text)),
  }
}
