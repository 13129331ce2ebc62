import type { PhrasedFinding } from '../core/phrase.ts'
import { argText } from './arg-text.ts'
import { shown } from './cell-text.ts'
import type { Paint } from './paint.ts'
import type { Canvas } from './renderer.ts'
import { hang, wrap } from './wrap.ts'

/** What a finding is about; the subject of many at once begins with their code, which stands there already. */
export function subjectShown({ code, subject }: PhrasedFinding): string {
  return subject.id.startsWith(`${code} `) ? subject.id.slice(code.length + 1) : subject.id
}

/** Name and value on one line while the value fits, else the value on lines of its own. */
function detail(indent: string, name: string, value: string, columns: number): readonly string[] {
  const label = `${indent}${name}  `
  const behind = hang(label, value, columns)
  if (behind.length === 1) return behind
  return [label.trimEnd(), ...wrap(value, columns - indent.length).map((line) => `${indent}${line}`)]
}

function details(finding: PhrasedFinding, indent: string, columns: number): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ...Object.entries(finding.args).map(([name, arg]) => [shown(name), shown(argText(arg))] as const),
    ...finding.evidence.map((look) => ['evidence', shown(`${look.at} ${look.source} ${look.ref}`)] as const),
    ['id', finding.id],
  ]
  const width = rows.reduce((widest, [name]) => Math.max(widest, name.length), 0)
  return rows.flatMap(([name, value]) => detail(indent, name.padEnd(width), value, columns))
}

function findingLines(
  finding: PhrasedFinding,
  indent: string,
  canvas: Canvas,
  paint: Paint,
): readonly string[] {
  const label = finding.verdict.padEnd(indent.length)
  const head = hang(
    label,
    `${shown(finding.code)}  ${shown(subjectShown(finding))}  ${shown(finding.title)}`,
    canvas.columns,
  )
  return [
    `${paint(finding.verdict, finding.verdict)}${(head[0] ?? '').slice(finding.verdict.length)}`,
    ...head.slice(1),
    ...(finding.text === '' ? [] : hang(indent, shown(finding.text), canvas.columns)),
    ...(canvas.verbose > 0 ? details(finding, indent, canvas.columns) : []),
  ]
}

/**
 * Findings as paragraphs: verdict, code, subject and title; the text; with `verbose` the arguments, the
 * evidence and the id. What to do about a code follows its first finding only.
 */
export function findingsLines(
  findings: readonly PhrasedFinding[],
  canvas: Canvas,
  paint: Paint,
): readonly string[] {
  const widest = findings.reduce((width, finding) => Math.max(width, finding.verdict.length), 6)
  const indent = ' '.repeat(widest + 1)
  const told = new Set<string>()
  return findings.flatMap((finding) => {
    const lines = findingLines(finding, indent, canvas, paint)
    if (finding.next === null || told.has(finding.code)) return lines
    told.add(finding.code)
    return [...lines, ...hang(`${indent}Do: `, shown(finding.next), canvas.columns)]
  })
}
