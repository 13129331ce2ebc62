import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { amountAtomic, payTo } from './service.ts'

/** What one way of asking did in one round. */
export type Round = {
  readonly probes: number
  readonly wallMs: number
  readonly wrong: string
  /** Of the time, what went into judging, where that is known. */
  readonly judgeMs?: number
}

/** Is this program here? */
export function isHere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
}

/** What a thread of wrk asks: one of many paths after the other, and whether the answers say what they must. */
function asking(paths: readonly string[], sign: string): string {
  return `
local paths = { ${paths.map((path) => JSON.stringify(path)).join(', ')} }
local threads, at = {}, 0
good = 0
function setup(thread) table.insert(threads, thread) end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
function response(status, headers, body)
  if string.find(body, ${JSON.stringify(sign)}, 1, true) then good = good + 1 end
end
function done(summary)
  local all = 0
  for _, thread in ipairs(threads) do all = all + thread:get("good") end
  io.write(string.format("asked %d us %d good %d\\n", summary.requests, summary.duration, all))
end`
}

const counting =
  'function done(summary) io.write(string.format("asked %d us %d good 0\\n", summary.requests, summary.duration)) end'

// Fixed words around three bounded runs of digits: linear.
const told = /asked (\d{1,12}) us (\d{1,15}) good (\d{1,12})/

function runWrk(
  folder: string,
  script: string,
  seconds: number,
  url: string,
): Promise<Round & { readonly good: number }> {
  const file = join(folder, 'ask.lua')
  writeFileSync(file, script)
  return new Promise((resolve, reject) => {
    const child = spawn('wrk', ['-t1', '-c50', `-d${seconds}s`, '-s', file, url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (piece) => {
      text += String(piece)
    })
    child.on('error', reject).on('close', () => {
      const [, asked, us, good] = told.exec(text) ?? []
      if (asked === undefined) return reject(new Error(`wrk said: ${text}`))
      resolve({ probes: Number(asked), wallMs: Number(us) / 1000, wrong: '', good: Number(good) })
    })
  })
}

/** The limit: one route over and over by `wrk -t1 -c50`, which looks at no answer. */
export function limitOf(folder: string, origin: string, path: string, seconds: number): Promise<Round> {
  return runWrk(folder, counting, seconds, `${origin}${path}`)
}

/** A module of blackbox_exporter that looks at status, body and header as far as it can. */
const modules = {
  modules: {
    x402: {
      prober: 'http',
      timeout: '10s',
      http: {
        method: 'GET',
        preferred_ip_protocol: 'ip4',
        valid_status_codes: [402],
        fail_if_body_not_matches_regexp: [
          '"x402Version":1',
          `"payTo":"${payTo}"`,
          `"maxAmountRequired":"${amountAtomic}"`,
        ],
        fail_if_header_not_matches: [{ header: 'Payment-Required', regexp: '^[A-Za-z0-9+/]+=*$' }],
      },
    },
  },
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Starts blackbox_exporter; `ask` has it probe all routes for some seconds, 50 at once, driven by wrk. */
export async function startBlackbox(folder: string, origin: string, paths: readonly string[]) {
  const config = join(folder, 'blackbox.json')
  writeFileSync(config, JSON.stringify(modules))
  const address = `127.0.0.1:${await freePort()}`
  const args = [`--config.file=${config}`, `--web.listen-address=${address}`, '--log.level=error']
  const child = spawn('prometheus-blackbox-exporter', args, { stdio: 'ignore' })
  const isReady = () =>
    fetch(`http://${address}/-/healthy`).then(
      ({ ok }) => ok,
      () => false,
    )
  for (let tries = 0; !(await isReady()); tries += 1) {
    if (tries > 100 || child.exitCode !== null) throw new Error('blackbox_exporter did not start')
    await pause(100)
  }
  const targets = paths.map((path) => `/probe?module=x402&target=${encodeURIComponent(`${origin}${path}`)}`)
  const script = asking(targets, 'probe_success 1')
  return {
    pid: child.pid ?? 0,
    ask: async (seconds: number): Promise<Round> => {
      const { good, ...round } = await runWrk(folder, script, seconds, `http://${address}`)
      // The last answers may come when wrk has stopped counting.
      return { ...round, wrong: good + 50 >= round.probes ? '' : `${round.probes - good} probes failed` }
    },
    stop: () => child.kill(),
  }
}
