import { payTo, routes } from './service.ts'

/**
 * A command line of the harness. `command` is its name, with that of the nested one, `before` what is run first, so that
 * there is something to look at. `talks` = it asks the service or the chain, so failures of those concern it.
 */
export type CommandRow = {
  readonly command: string
  readonly argv: readonly string[]
  readonly before?: readonly (readonly string[])[]
  readonly talks: boolean
  /** A second row of its command: only the modes that are about what is printed. */
  readonly brief?: boolean
}

const every = routes.flatMap((route) => ['--route', route])
const run = ['reconcile', '--deadline', '3s']

const bundle = ['evidence', 'export', 'shop', '--offline', '--out', 'made.tar.gz']
const logs = ['--include', 'logs', '--include', '.env', '--notes', 'logs/notes.txt']
/** What the commands that read a bundle have before them. */
export const inHand = [run, bundle]

/** At least one row for every command and nested command; a test compares this with the list of commands. */
export const rows: readonly CommandRow[] = [
  { command: 'monitor', argv: ['monitor', 'shop'], talks: true },
  {
    command: 'monitor',
    argv: ['monitor', 'shop', '--only', 'probe,discover,facilitator', '-o', 'prometheus', '--safe'],
    talks: true,
    brief: true,
  },
  { command: 'probe', argv: ['probe', 'shop'], talks: true },
  { command: 'probe', argv: ['probe', 'shop', ...every, '--preflight'], talks: true, brief: true },
  { command: 'matrix', argv: ['matrix', 'shop', ...every, '--variants', '--probe-garbage'], talks: true },
  {
    command: 'matrix',
    argv: ['matrix', 'shop', ...every, '--lint', '--samples', '2', '--chain', '--against', 'kept', '-v'],
    before: [['matrix', 'shop', ...every, '--save', 'kept']],
    talks: true,
    brief: true,
  },
  {
    command: 'facilitator',
    argv: ['facilitator', 'shop', '--verify-reachability', '-v', '--deadline', '3s'],
    talks: true,
  },
  { command: 'discover', argv: ['discover', 'shop', ...every], talks: true },
  { command: 'rpc', argv: ['rpc', 'shop', '-v'], talks: true },
  { command: 'recipient', argv: ['recipient', 'shop', '-v'], talks: true, brief: true },
  {
    command: 'recipient',
    argv: ['recipient', 'shop', '--since', '1h'],
    before: [run],
    talks: true,
    brief: true,
  },
  { command: 'metrics', argv: ['metrics', 'shop', '--samples-apart', '1ms', '-v'], talks: true, brief: true },
  { command: 'reconcile', argv: ['reconcile', 'shop', '--cases', 'cases.nd'], talks: true },
  { command: 'reconcile', argv: ['reconcile', 'shop', '--show-mapping'], talks: false, brief: true },
  {
    command: 'reconcile',
    argv: ['reconcile', 'shop', '--engine', 'postgres', '--store', 'env:BOOKS_URL'],
    talks: false,
    brief: true,
  },
  {
    command: 'reconcile',
    argv: ['reconcile', 'shop', '--records', '-', '--prove'],
    talks: true,
    brief: true,
  },
  {
    command: 'reconcile',
    argv: [
      'reconcile',
      'shop',
      '--records-exec',
      "/bin/sh -c 'cat logs/notes.txt .env >&2; env >&2; exit 3'",
    ],
    talks: false,
    brief: true,
  },
  {
    command: 'reconcile',
    argv: ['reconcile', 'shop', '--records-exec', '/bin/cat logs/notes.txt', '--show-mapping'],
    talks: false,
    brief: true,
  },
  {
    command: 'reconcile',
    argv: ['reconcile', 'shop', '--records', 'env:BOOKS_URL', '--map', 'books.yaml'],
    talks: false,
    brief: true,
  },
  { command: 'classify', argv: ['classify', 'logs/notes.txt', '-vvv'], talks: false },
  {
    command: 'classify',
    argv: ['classify', '-', '--from-run', 'last', '-p', 'shop'],
    before: [run],
    talks: false,
    brief: true,
  },
  {
    command: 'settlement show',
    argv: ['settlement', 'show', 'req-901', 'shop', '--deadline', '3s', '--prove'],
    talks: true,
  },
  {
    command: 'settlement show',
    argv: ['settlement', 'show', '--header-file', 'logs/browser.har', 'shop', '--deadline', '3s'],
    talks: true,
    brief: true,
  },
  {
    command: 'settlement watch',
    argv: ['settlement', 'watch', 'req-901', '-p', 'shop', '--deadline', '1s'],
    talks: true,
    brief: true,
  },
  {
    command: 'settlement list',
    argv: ['settlement', 'list', 'shop', '--state', 'all', '-o', 'json'],
    before: [run, ['settlement', 'watch', '--from-run', 'last', '-p', 'shop', '--deadline', '1s']],
    talks: false,
    brief: true,
  },
  {
    command: 'settlement find',
    argv: ['settlement', 'find', 'shop', '--payer', payTo, '--deadline', '3s'],
    talks: true,
    brief: true,
  },
  { command: 'explain', argv: ['explain', 'ORPHANED_PAYMENT'], talks: false, brief: true },
  {
    command: 'verify',
    argv: ['verify', 'paid/payment.txt', '--requirements', 'paid/402.json', '-p', 'shop', '-vvv'],
    talks: true,
    brief: true,
  },
  { command: 'balance', argv: ['balance', payTo, '-p', 'shop', '-v'], talks: true, brief: true },
  {
    command: 'refund plan',
    argv: ['refund', 'plan', 'shop', '--refund-events', 'logs/notes.txt', '--csv', 'plan.csv', '--calldata'],
    before: [run],
    talks: true,
    brief: true,
  },
  {
    command: 'refund list',
    argv: ['refund', 'list', 'shop', '-o', 'json'],
    before: [run, ['refund', 'plan', 'shop', '--offline']],
    talks: false,
    brief: true,
  },
  {
    command: 'refund mark',
    argv: ['refund', 'mark', '3f9c1a', 'denied', '-p', 'shop'],
    before: [run, ['refund', 'plan', 'shop', '--offline']],
    talks: false,
    brief: true,
  },
  { command: 'playbook list', argv: ['playbook', 'list'], talks: false, brief: true },
  { command: 'playbook show', argv: ['playbook', 'show', 'secret-exposure'], talks: false, brief: true },
  {
    command: 'playbook match',
    argv: ['playbook', 'match', 'shop', '-o', 'json'],
    before: [run],
    talks: false,
    brief: true,
  },
  {
    command: 'playbook run',
    argv: ['playbook', 'run', 'orphaned-payment', 'shop', '-o', 'json'],
    talks: false,
    brief: true,
  },
  { command: 'playbook intake', argv: ['playbook', 'intake', 'duplicate'], talks: false, brief: true },
  { command: 'diff', argv: ['diff', 'last~1', 'last', 'shop'], before: [run, run], talks: false },
  {
    command: 'diff',
    argv: ['diff', 'last~1', 'last', 'shop', '--runs-store', 'env:BOOKS_URL'],
    talks: false,
    brief: true,
  },
  { command: 'decode', argv: ['decode', 'logs/notes.txt', '-vvv'], talks: false, brief: true },
  { command: 'decode', argv: ['decode', 'logs/browser.har', '-o', 'plain'], talks: false, brief: true },
  { command: 'config show', argv: ['config', 'show', 'shop', '--origin'], talks: false },
  { command: 'cache show', argv: ['cache', 'show', '-o', 'json'], before: [run], talks: false, brief: true },
  { command: 'cache clear', argv: ['cache', 'clear', '--yes'], before: [run], talks: false, brief: true },
  { command: 'init', argv: ['init', 'mainnet', '--recorder'], talks: false },
  {
    command: 'init',
    argv: ['init', 'mainnet', '--pay-to', payTo, '--base-url', 'https://api.shop.example'],
    talks: false,
    brief: true,
  },
  { command: 'help', argv: ['help', 'since'], talks: false },
  {
    command: 'evidence export',
    argv: ['evidence', 'export', 'shop', ...logs, '--out', 'new.tar.gz'],
    before: [run],
    talks: true,
  },
  {
    command: 'evidence export',
    argv: [...bundle.slice(0, 4), ...logs, '--dry-run'],
    before: [run],
    talks: false,
    brief: true,
  },
  {
    command: 'evidence verify',
    argv: ['evidence', 'verify', 'made.tar.gz'],
    before: inHand,
    talks: false,
    brief: true,
  },
  { command: 'evidence scan', argv: ['evidence', 'scan', 'logs'], talks: false },
  {
    command: 'evidence show',
    argv: ['evidence', 'show', 'made.tar.gz'],
    before: inHand,
    talks: false,
    brief: true,
  },
  {
    command: 'evidence case',
    argv: ['evidence', 'case', 'made.tar.gz'],
    before: inHand,
    talks: false,
    brief: true,
  },
  {
    command: 'evidence diff',
    argv: ['evidence', 'diff', 'made.tar.gz', 'made.tar.gz'],
    before: inHand,
    talks: false,
    brief: true,
  },
  { command: 'judge', argv: ['judge', 'made.tar.gz'], before: inHand, talks: false, brief: true },
  {
    command: 'checklist',
    argv: ['checklist', 'shop', ...every, '--service-dir', '.', '-v', '--deadline', '3s'],
    talks: true,
    brief: true,
  },
  {
    command: 'checklist',
    argv: ['checklist', 'shop', '--offline', '--service-dir', 'logs'],
    before: [run],
    talks: false,
    brief: true,
  },
  {
    command: 'checklist env',
    argv: ['checklist', 'env', '--file', '.env', '-p', 'shop'],
    talks: false,
    brief: true,
  },
  {
    command: 'toggle guide',
    argv: ['toggle', 'guide', 'shop', '--scan', 'logs/notes.txt', '--deadline', '3s'],
    talks: true,
    brief: true,
  },
  {
    command: 'guidance',
    argv: ['guidance', 'shop', '--from-run', 'last', '-v'],
    before: [run],
    talks: false,
    brief: true,
  },
  {
    command: 'toggle verify',
    argv: [
      'toggle',
      'verify',
      'shop',
      '--expect',
      'off',
      '--every',
      '10ms',
      '--since',
      '1h',
      '--drain',
      '1s',
    ],
    talks: true,
    brief: true,
  },
  {
    command: 'toggle apply',
    argv: ['toggle', 'apply', 'shop', '--to', 'off', '--confirm', 'shop'],
    talks: false,
    brief: true,
  },
]
