import { constants } from 'node:fs'
import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Incident, readIncident, runsOf } from '../../runs/incident.ts'
import type { IncidentBook } from '../../runs/incident-port.ts'
import { outputFailed } from '../files/failure.ts'
import { ensureFolder, syncFolder } from '../files/folders.ts'
import { profileFolder } from './profile-folder.ts'

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants
const ending = '.jsonl'
const maxBytes = 16 * 1024 * 1024

/** The folder of the incidents of a profile. */
export function incidentFolder(stateDir: string, profile: string): string {
  return join(stateDir, profileFolder(profile), 'incidents')
}

/** Adds a line in one write and makes it durable; a line that was cut off before is ended first. */
async function addLine(path: string, line: string, isFirst: boolean): Promise<void> {
  const file = await open(path, O_RDWR | O_APPEND | O_NOFOLLOW | (isFirst ? O_CREAT | O_EXCL : 0), 0o600)
  try {
    const { size } = await file.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await file.read(last, 0, 1, size - 1)
    const begin = size > 0 && last.toString() !== '\n' ? '\n' : ''
    await file.write(`${begin}${line}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function readOne(path: string): Promise<Incident | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.length > maxBytes ? undefined : readIncident(text)
}

/** Timelines as files: `<stateDir>/<profile>/incidents/<id>.jsonl`, 0600, one event a line. */
export function createIncidentBook(stateDir: string): IncidentBook {
  return {
    append: async (profile, id, event) => {
      const folder = incidentFolder(stateDir, profile)
      const path = join(folder, `${id}${ending}`)
      const isFirst = event.kind === 'opened'
      try {
        await ensureFolder(folder)
        await addLine(path, JSON.stringify(event), isFirst)
        if (isFirst) await syncFolder(folder)
      } catch (error) {
        throw outputFailed(path, error)
      }
    },
    list: async (profile) => {
      const folder = incidentFolder(stateDir, profile)
      const names = await readdir(folder).catch(() => [])
      const found = names
        .filter((name) => name.endsWith(ending))
        .sort()
        .reverse()
      const incidents: Incident[] = []
      const broken: string[] = []
      for (const name of found) {
        const incident = await readOne(join(folder, name))
        if (incident !== undefined && `${incident.id}${ending}` === name) incidents.push(incident)
        else broken.push(name)
      }
      return { incidents, broken }
    },
  }
}

/** The runs that open incidents of a profile have made: they stay until the incident is closed. */
export async function runsOfOpenIncidents(stateDir: string, profile: string): Promise<readonly string[]> {
  const { incidents } = await createIncidentBook(stateDir).list(profile)
  return incidents.filter(({ isOpen }) => isOpen).flatMap(runsOf)
}
