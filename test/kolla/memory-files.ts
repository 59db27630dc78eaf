import type { FileReader, UnreadableFile } from '../../src/kolla/files/files.ts'

/** A disk that holds these files and the directories they need, and nothing else. */
export function memoryFiles(files: Readonly<Record<string, string | UnreadableFile>>): FileReader {
  const paths = Object.keys(files)
  return {
    readText: (path) => files[path],
    listDirectory: (path) => {
      const below = paths
        .filter((file) => file.startsWith(`${path}/`))
        .map((file) => file.slice(path.length + 1))
      return below.length === 0 ? undefined : [...new Set(below.map((rest) => rest.split('/')[0] ?? ''))]
    },
  }
}
