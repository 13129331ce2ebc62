import type { CommandContext, OptionValues, Outcome } from '../commands/command.ts'
import { type GlobalOptions, profileFlags, readGlobalOptions } from '../commands/global-options.ts'
import { checkFormats } from '../commands/output.ts'
import type { Invocation } from '../commands/program.ts'
import { toJson } from '../core/json.ts'
import { lazyList } from '../core/lazy-list.ts'
import type { ExitCode } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import { formats } from '../render/index.ts'
import { createServices, systemClock } from '../wiring.ts'
import { deliver } from './deliver.ts'
import { signalExitCode } from './failure.ts'
import { widthOf } from './io.ts'
import { refuseProfileKeys } from './key-guard.ts'
import { createProgress } from './progress.ts'
import { createScreen } from './screen.ts'
import type { Session } from './session.ts'
import { understand } from './understand.ts'
import { wrapSentence } from './wrap.ts'

function neverAborts(): AbortSignal {
  return new AbortController().signal
}

type SavedRun = NonNullable<Extract<Outcome, { readonly kind: 'report' }>['save']>

/** A run without its secrets. Of its cases each is hidden when it is read, because there may be as many as payments. */
function hiddenRun({ cases, ...run }: SavedRun, hide: <Data>(data: Data) => Data): SavedRun {
  return { ...hide(run), cases: lazyList(cases, hide) }
}

function mayAsk({ io }: Session, { input }: GlobalOptions): boolean {
  return input && io.stdinIsTty && (io.env.CI ?? '') === ''
}

/**
 * Runs a command that was understood: builds its context, prints what it hands back, keeps the run.
 * Resolves to the exit code. Rejects with `OpsError` when the command could not be carried out.
 */
export async function execute(invocation: Invocation, session: Session): Promise<ExitCode> {
  const { io, version } = session
  const global = readGlobalOptions(invocation.options)
  checkFormats(
    global.outputs,
    formats.map(({ name }) => name),
  )
  const screen = createScreen(session)
  const clock = io.clock ?? systemClock
  const signal = io.signal ?? neverAborts()
  const columns = io.stderrIsTty ? (io.columns ?? 80) : 80
  const surface = { isTty: io.stderrIsTty, columns, clock, write: screen.draw }
  const progress = createProgress(surface, global.quiet)
  const note = (line: string) => {
    if (global.quiet) return
    progress.clear()
    screen.err.write(`${wrapSentence(safe(screen.redact(line), 2000), '', columns).join('\n')}\n`)
  }
  const services = createServices(io, {
    ...(global.config !== undefined && { config: global.config }),
    ...(global.stateDir !== undefined && { stateDir: global.stateDir }),
    flags: profileFlags(global),
    clock,
    version,
    learn: (known) => {
      session.learned = known
    },
  })
  const profile: CommandContext['services']['profile'] = async (request) => {
    const resolved = await services.profile(request)
    await refuseProfileKeys(session.argv, resolved.profile)
    if (global.safe) {
      const { refuseUnsafe } = await import('../commands/safe-gate.ts')
      await refuseUnsafe(resolved, invocation.options as OptionValues, services.incidents)
    }
    return resolved
  }
  const direct = global.outputs.find(({ path }) => path === null)?.format
  let emitted = 0
  const emit: CommandContext['emit'] = (text, row) => {
    emitted += 1
    progress.clear()
    if (direct === 'ndjson') screen.out.write(`${toJson(screen.hide(row))}\n`)
    if (direct !== 'table' && direct !== 'plain') return
    const width = direct === 'plain' ? Number.POSITIVE_INFINITY : widthOf(io)
    for (const line of screen.redact(text).split('\n')) {
      const words = line.trimStart()
      const indent = line.slice(0, line.length - words.length)
      screen.out.write(`${wrapSentence(safe(words, 2000), indent, width).join('\n')}\n`)
    }
  }
  const context: CommandContext = {
    path: invocation.path,
    args: invocation.args,
    options: invocation.options as OptionValues,
    global,
    // What a command writes leaves the house like what is printed.
    services: {
      ...services,
      profile,
      store: async () => {
        const store = await services.store()
        return {
          ...store,
          save: (run) => store.save(hiddenRun(run, screen.hide)),
          remember: (name, update) => store.remember(name, screen.hide(update)),
          keepSnapshot: (name, snapshot) => store.keepSnapshot(name, screen.hide(snapshot)),
          keepNotices: (name, target, open) => store.keepNotices(name, target, screen.hide(open)),
          updateTracks: (name, change) => store.updateTracks(name, (tracks) => screen.hide(change(tracks))),
        }
      },
      incidents: async () => {
        const book = await services.incidents()
        return { ...book, append: (name, id, event) => book.append(name, id, screen.hide(event)) }
      },
      ask: async (question, stop) => {
        progress.clear()
        screen.draw(`${safe(screen.redact(question), 2000)} `)
        return services.typedLine(stop)
      },
      writeFile: (path, content) => services.writeFile(path, screen.hideLines(content)),
      notify: (about, target, message, stop) => services.notify(about, target, screen.hide(message), stop),
      audit: (name, entry) => services.audit(name, screen.hide(entry)),
    },
    clock,
    signal,
    version,
    note,
    progress: (text) => progress.show(screen.redact(text)),
    emit,
    live: {
      isTerminal: io.stdoutIsTty,
      random: io.random ?? Math.random,
      show: async (outcome, to) => {
        progress.clear()
        const outputs = global.outputs.filter(({ path }) => (path === null) === (to === 'screen'))
        const { writeFile } = services
        if (outputs.length > 0)
          await deliver(outcome, { io, global: { ...global, outputs }, screen, writeFile })
      },
      data: (value) => {
        progress.clear()
        screen.out.write(`${toJson(screen.hide(value))}\n`)
      },
    },
    env: io.env,
    understand: (argv) => understand(argv, version),
    // Read when it is asked for: looking at standard input opens it.
    get interactive() {
      return mayAsk(session, global)
    },
  }
  const outcome: Outcome = await invocation.module.run(context).finally(progress.clear)
  if (outcome.kind === 'report' && outcome.save !== undefined && global.save) {
    const store = await services.store()
    const kept = await store.save(hiddenRun(outcome.save, screen.hide))
    if (!kept.saved) note(`note: this run was not saved: ${kept.note}`)
    else if (outcome.memory !== undefined) {
      const { profile } = outcome.save.document
      const lost = await store.remember(profile, screen.hide(outcome.memory))
      if (lost !== null) note(`note: ${lost}`)
    }
  }
  const wasLive = outcome.kind === 'screen' && outcome.wasLive === true
  const outputs = global.outputs.filter(({ path }) => !wasLive || path === null)
  const desk = { io, global: { ...global, outputs }, screen, writeFile: services.writeFile, emitted }
  const exitCode = await deliver(outcome, desk)
  if (wasLive) return exitCode
  return signalExitCode(signal.aborted ? signal.reason : undefined) ?? exitCode
}
