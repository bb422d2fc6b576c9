// A phone may have lost everything and be in a lift: what must be there before it can ring has a budget. Counts
// what the page loads without being asked, compressed as a server sends it, and fails the build above the limit.
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

interface Piece {
  readonly type: "chunk" | "asset";
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
  readonly content: string | Uint8Array;
  readonly css?: readonly string[];
}

/** Names of what the entries need at once: themselves, what they import, and their styles. Not what is lazy. */
export function neededAtOnce(pieces: ReadonlyMap<string, Piece>): Set<string> {
  const needed = new Set<string>();
  const open = [...pieces].filter(([, piece]) => piece.isEntry).map(([name]) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const piece = pieces.get(name);
    if (!piece || needed.has(name)) continue;
    needed.add(name);
    open.push(...(piece.imports ?? []), ...(piece.css ?? []));
  }
  return needed;
}

export function ringBudget(limit: number): Plugin {
  return {
    name: "goldenfour-ring-budget",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const pieces = new Map<string, Piece>();
        for (const [name, output] of Object.entries(bundle)) {
          if (output.type === "asset") pieces.set(name, { type: "asset", content: output.source });
          else
            pieces.set(name, {
              type: "chunk",
              imports: output.imports,
              isEntry: output.isEntry,
              content: output.code,
              css: [...(output.viteMetadata?.importedCss ?? [])],
            });
        }
        // The service worker is built on its own, and loads after the page.
        if (![...pieces.values()].some((piece) => piece.isEntry)) return;
        const names = [...neededAtOnce(pieces)].filter((name) => !/^sw\./.test(name));
        const bytes = names.reduce((sum, name) => sum + gzipSync(pieces.get(name)!.content).length, 0);
        const figure = `${(bytes / 1024).toFixed(1)} of ${limit / 1024} KiB in ${names.length} files`;
        if (bytes > limit) this.error(`what a ring needs is too large: ${figure}\n${names.join("\n")}`);
        this.info(`what a ring needs: ${figure}`);
      },
    },
  };
}
