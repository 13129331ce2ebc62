export declare function placeBuild(
  fresh: string,
  dist: string,
  options?: { readonly onlyNew?: boolean },
): void
