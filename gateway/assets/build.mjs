// Builds dist/: every file under a name that holds its content's hash, and manifest.json (plain name -> hashed name).
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const modules = join(here, 'node_modules')
const dist = join(here, 'dist')
const manifest = {}

function emit (name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const extension = extname(name)
  manifest[name] = `${basename(name, extension)}.${hash}${extension}`
  writeFileSync(join(dist, manifest[name]), content)
}

function withHashedNames (text) {
  return Object.entries(manifest).reduce((done, [name, hashed]) => done.replaceAll(`"./${name}"`, `"./${hashed}"`), text)
}

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)

for (const weight of [400, 700]) {
  const file = `atkinson-hyperlegible-next-latin-${weight}-normal.woff2`
  emit(`letters-${weight}.woff2`, readFileSync(join(modules, '@fontsource/atkinson-hyperlegible-next/files', file)))
}

for (const sheet of ['kiosque', 'api-docs']) {
  const { css } = compile(join(here, `src/styles/${sheet}.scss`), {
    style: 'compressed',
    loadPaths: [modules],
    quietDeps: true
  })
  emit(`${sheet}.css`, withHashedNames(css))
}

const withoutMap = (text) => text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
emit('govuk-frontend.js', withoutMap(readFileSync(join(modules, 'govuk-frontend/dist/govuk/govuk-frontend.min.js'), 'utf8')))
emit('swagger-ui-bundle.js', withoutMap(readFileSync(join(modules, 'swagger-ui-dist/swagger-ui-bundle.js'), 'utf8')))
emit('swagger-ui.css', withoutMap(readFileSync(join(modules, 'swagger-ui-dist/swagger-ui.css'), 'utf8')))

// Leaves first: a module's name depends on the names of those it imports.
const scripts = join(here, 'src/scripts')
const entries = new Set(['kiosque.js', 'api-docs.js'])
const names = readdirSync(scripts).filter((name) => name.endsWith('.js'))
for (const name of [...names.filter((name) => !entries.has(name)), ...entries]) {
  emit(name, withHashedNames(readFileSync(join(scripts, name), 'utf8')))
}

writeFileSync(join(dist, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n')
