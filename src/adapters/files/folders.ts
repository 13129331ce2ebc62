import { mkdir, open } from 'node:fs/promises'

/** Makes a folder and its parents, readable by the owner only (0700). Existing folders stay as they are. */
export async function ensureFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
}

/** Makes the names inside a folder durable. File systems that cannot sync a folder are left alone. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR'].includes((error as { code?: string }).code ?? ''))
      throw error
  } finally {
    await handle.close()
  }
}
