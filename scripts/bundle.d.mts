import type { BuildOptions } from 'esbuild'

export declare const root: string
export declare const manifest: { readonly version: string; readonly license: string }
export declare const bundleOptions: BuildOptions
