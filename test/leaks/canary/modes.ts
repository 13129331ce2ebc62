import { Writable } from 'node:stream'
import { fromDotEnv, own, strangers } from './canaries.ts'
import type { CommandRow } from './commands.ts'
import type { Scene } from './stage.ts'

/** A way in which a run goes right or wrong. `codes` are the exit codes that it may end with. */
export type Mode = {
  readonly name: string
  readonly scene: Scene
  readonly argv?: readonly string[]
  readonly codes: readonly number[]
  /** Only for commands that ask the service or the chain. */
  readonly talksOnly?: boolean
}

const well: Scene = { service: 'well', node: 'well' }
const hostile: Scene = { service: 'hostile', node: 'echoes' }
const any = [0, 1, 2, 3, 5, 6]
const soon = ['--deadline', '2s', '--timeout', '1s']
const broken = (code: string) => () => ({
  stdout: new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
  }).on('error', () => {}),
})

/** What a crash would say when it had everything in hand. */
const everything = [...own, ...strangers].map(({ line }) => line).join('\n')

const crash = () => ({
  clock: {
    now: () => {
      throw new Error(everything)
    },
    monotonicMs: () => {
      throw new TypeError(everything)
    },
    sleep: () => Promise.reject(new Error(everything)),
  },
})

function interrupted() {
  const controller = new AbortController()
  setTimeout(() => controller.abort('SIGINT'), 120)
  return { signal: controller.signal }
}

const outputs = (folder: string) =>
  ['json', 'csv', 'ndjson', 'markdown'].flatMap((name) => ['-o', `${name}=${folder}out.${name}`])

/** How the world may be, for the commands that look at it. */
const worlds: readonly Mode[] = [
  { name: 'all is well', scene: well, codes: any },
  { name: 'everybody answers with secrets', scene: hostile, codes: any },
  { name: 'everybody answers with secrets, -vvv', scene: hostile, argv: ['-vvv'], codes: any },
  { name: 'everybody answers with secrets, --json', scene: hostile, argv: ['--json'], codes: any },
  { name: 'everybody answers with secrets, all formats', scene: hostile, argv: outputs(''), codes: any },
  {
    name: 'the server is down',
    scene: { service: 'down', node: 'down' },
    argv: soon,
    codes: any,
    talksOnly: true,
  },
  {
    name: 'the server hangs',
    scene: { service: 'hangs', node: 'hangs' },
    argv: soon,
    codes: any,
    talksOnly: true,
  },
  { name: 'TLS fails', scene: { ...well, service: 'tls' }, argv: soon, codes: any, talksOnly: true },
  { name: 'the wrong chain', scene: { ...well, node: 'wrong-chain' }, codes: any, talksOnly: true },
  { name: 'the node refuses the key', scene: { ...well, node: 'refuses' }, codes: any, talksOnly: true },
  { name: 'the node sends elsewhere', scene: { ...well, node: 'redirects' }, codes: any, talksOnly: true },
  {
    name: 'malformed JSON',
    scene: { service: 'malformed', node: 'malformed' },
    argv: ['-vvv'],
    codes: any,
    talksOnly: true,
  },
]

/** What may be wrong with this machine and with the command line. */
const machine: readonly Mode[] = [
  { name: 'the output cannot be written', scene: well, argv: outputs('/proc/nowhere/'), codes: [2, 5, 6] },
  {
    name: 'the state folder is a file',
    scene: { ...well, files: { blocked: '' } },
    argv: ['--state-dir', 'blocked'],
    codes: any,
  },
  { name: 'standard output is closed', scene: { ...hostile, io: broken('EPIPE') }, codes: any },
  {
    name: 'the disk behind standard output is full',
    scene: { ...hostile, io: broken('ENOSPC') },
    codes: [...any, 6],
  },
  { name: 'an unknown flag', scene: well, argv: [`--${own[0]!.value}`], codes: [2] },
  { name: 'an unknown flag with a value', scene: well, argv: [`--tokn=${strangers[33]!.value}`], codes: [2] },
  {
    name: 'a secret is missing',
    scene: { ...well, env: { CHAIN_URL: undefined } },
    codes: any,
  },
  {
    name: 'a secret file is missing',
    scene: { ...well, env: { CHAIN_URL: undefined, CHAIN_URL_FILE: `/nowhere/${fromDotEnv[33]!.value}` } },
    codes: any,
  },
  {
    name: 'interrupted in the middle',
    scene: { service: 'hangs', node: 'hangs', io: interrupted },
    argv: ['--deadline', '5s'],
    codes: [...any, 130],
  },
  {
    name: 'a crash that holds every secret',
    scene: { ...hostile, io: crash },
    argv: ['-vvv'],
    codes: [...any, 70],
  },
]

/** Places of the config file where somebody wrote the secret itself, one line of YAML each. */
const literals: readonly ((secret: string) => string)[] = [
  (secret) => `rpc: {"eip155:8453": [{url: ${secret}}]}`,
  (secret) => `rpc: {"eip155:8453": [{secret: ${secret}}]}`,
  (secret) => `rpc: {"eip155:8453": [{secret: {env: ${secret}}}]}`,
  (secret) => `facilitators: [{url: "https://f.shop.example", auth: ${secret}}]`,
  (secret) => `metrics: {path: /m, token: ${secret}}`,
  (secret) => `alerts: {team: {kind: slack, url: ${secret}}}`,
  (secret) => `records: [{postgres: ${secret}}]`,
  (secret) => `pays: [{network: base, asset: usdc, payTo: [${secret}]}]`,
  (secret) => `${secret}: 1`,
  (secret) => `baseUrl: ${secret}`,
]

/** A config file per place; all canaries come up, each in a place of its own. */
const badConfigs: readonly Mode[] = [...own, ...strangers, ...fromDotEnv].map(({ kind, value }, at) => {
  const text = literals[at % literals.length]!(JSON.stringify(value))
  const file = `version: 1\ndefaultProfile: shop\nprofiles:\n  shop:\n    extends: mainnet\n    ${text}\n`
  return {
    name: `${kind} written into the config`,
    scene: { ...well, files: { 'x402ops.yaml': file } },
    codes: any,
  }
})

/** Every way in which a run may go; each plants the texts otherwise. */
export const modes: readonly Mode[] = [...worlds, ...machine].map((mode, turn) => ({
  ...mode,
  scene: { ...mode.scene, turn },
}))
/** Secrets written into the config file itself. */
export const configModes = badConfigs

const aboutPrinting = /all is well|-vvv|all formats|is closed|crash/

/** The modes that concern a row. */
export function modesOf({ talks, brief = false }: CommandRow): readonly Mode[] {
  return modes.filter(
    ({ name, talksOnly = false }) => (talks || !talksOnly) && (!brief || aboutPrinting.test(name)),
  )
}
