const key = ['profile text not null', 'run_id text not null'] as const
const ofRun = 'foreign key (profile, run_id) references x402ops.runs (profile, run_id) on delete cascade'

const tables: readonly (readonly [name: string, columns: readonly string[]])[] = [
  // A row to hold while what a profile shares is changed: a lock that every server of this language has.
  ['run_profiles', ['profile text primary key']],
  [
    'runs',
    [
      ...[...key, 'command text not null', 'target text', 'verdict text not null'],
      ...['exit_code integer not null', 'complete boolean not null'],
      ...['started_at timestamptz not null', 'finished_at timestamptz not null'],
      // The text of the document as the file of a run holds it, and how many lines stand beside it.
      ...['rooms integer not null', 'cases integer not null', 'bytes bigint not null'],
      ...['document text not null', 'primary key (profile, run_id)'],
    ],
  ],
  [
    'run_lines',
    [
      ...[...key, 'part text not null', 'piece integer not null', 'body text not null'],
      ...['primary key (profile, run_id, part, piece)', ofRun],
    ],
  ],
  [
    'run_findings',
    [
      ...[...key, 'entry integer not null', 'id text not null', 'code text not null'],
      ...['verdict text not null', 'severity text not null', 'check_id text not null'],
      ...['subject_kind text not null', 'subject text not null', 'said text not null'],
      ...['primary key (profile, run_id, entry)', ofRun],
    ],
  ],
  [
    'run_watermarks',
    [
      ...['profile text not null', 'target text not null', 'until timestamptz not null'],
      ...['run_id text not null', 'primary key (profile, target)'],
    ],
  ],
  [
    'run_books',
    ['profile text not null', 'name text not null', 'body text not null', 'primary key (profile, name)'],
  ],
]

/** What makes the tables in which a team keeps its runs. */
export const runsStatements: readonly string[] = [
  ...tables.map(([name, columns]) => `create table if not exists x402ops.${name} (${columns.join(', ')})`),
  'create index if not exists runs_started on x402ops.runs (profile, started_at)',
  'create index if not exists run_findings_code on x402ops.run_findings (profile, code)',
]
