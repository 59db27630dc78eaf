import type { Cloud } from '../../../src/kolla/cloud.ts'
import type { FileReader } from '../../../src/kolla/files/files.ts'

/**
 * PEM text of the authorities in Kolla's folder of certificates (certificates/ca/*.crt and *.pem), by which Kolla's
 * own certificates are signed; undefined where there are none.
 */
export function kollaAuthority(cloud: Cloud, files: FileReader): string | undefined {
  const folder = cloud.resolve(undefined, 'kolla_certificates_dir')
  if (!folder.known || typeof folder.value !== 'string') return undefined
  const directory = `${folder.value}/ca`
  const texts = [...(files.listDirectory(directory) ?? [])]
    .filter((name) => /\.(?:crt|pem)$/u.test(name))
    .sort()
    .map((name) => files.readText(`${directory}/${name}`))
    .filter((text) => typeof text === 'string')
    .filter((text) => text.includes('-----BEGIN CERTIFICATE-----') && !text.includes('PRIVATE KEY'))
  return texts.length === 0 ? undefined : texts.map((text) => text.trimEnd()).join('\n')
}
