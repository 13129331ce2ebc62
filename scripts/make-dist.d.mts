import type { Metafile } from 'esbuild'

export declare function makeDist(
  dist: string,
  options?: { readonly define?: Readonly<Record<string, string>>; readonly warm?: boolean },
): Promise<Metafile>
