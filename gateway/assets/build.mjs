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
emit('altcha.css', readFileSync(join(modules, 'altcha/dist/external/altcha.css'), 'utf8'))
emit('altcha.js', withoutMap(readFileSync(join(modules, 'altcha/dist/external/altcha.min.js'), 'utf8')))
emit('altcha-worker.js', readFileSync(join(modules, 'altcha/dist/workers/pbkdf2.js'), 'utf8'))
emit('swagger-ui-bundle.js', withoutMap(readFileSync(join(modules, 'swagger-ui-dist/swagger-ui-bundle.js'), 'utf8')))
emit('swagger-ui.css', withoutMap(readFileSync(join(modules, 'swagger-ui-dist/swagger-ui.css'), 'utf8')))

// A module's name depends on those of the modules that it imports: they come first.
const scripts = join(here, 'src/scripts')
function emitScript (name) {
  if (name in manifest) return
  const text = readFileSync(join(scripts, name), 'utf8')
  for (const [, imported] of text.matchAll(/"\.\/([\w-]+\.js)"/g)) emitScript(imported)
  emit(name, withHashedNames(text))
}
for (const name of readdirSync(scripts).filter((name) => name.endsWith('.js'))) emitScript(name)

// The towns of France by postal code, one file for each beginning of a code: the gateway reads the few that it needs.
const towns = {}
for (const { nom, type, codesPostaux = [] } of JSON.parse(readFileSync(join(modules, '@etalab/decoupage-administratif/data/communes.json'), 'utf8'))) {
  if (type !== 'commune-actuelle') continue
  for (const code of codesPostaux) ((towns[code.slice(0, 2)] ??= {})[code] ??= []).push(nom.toLocaleUpperCase('fr'))
}
mkdirSync(join(dist, 'towns'))
for (const [start, codes] of Object.entries(towns)) {
  for (const names of Object.values(codes)) names.sort((one, other) => one.localeCompare(other, 'fr'))
  writeFileSync(join(dist, 'towns', `${start}.json`), JSON.stringify(codes))
}

writeFileSync(join(dist, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n')
