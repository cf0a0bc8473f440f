// Says at once what the server would say after the upload: too large, empty, not a PDF.
const MOST_BYTES = 10 * 1024 * 1024

const problemOf = (file) => {
  if (file.size > MOST_BYTES) return 'Ce fichier dépasse 10 Mo. Réduisez-le ou numérisez-le moins finement, puis joignez-le de nouveau.'
  if (file.size === 0) return 'Ce fichier est vide. Vérifiez-le, puis joignez-le de nouveau.'
  if (!file.name.toLowerCase().endsWith('.pdf')) return "Ce fichier n'est pas un PDF. Enregistrez-le au format PDF, puis joignez-le."
  return ''
}

export function checkFilesBeforeSending (root) {
  for (const input of root.querySelectorAll('input[type="file"][data-said]')) {
    const said = root.getElementById(input.dataset.said)
    input.addEventListener('change', () => {
      const problem = input.files[0] ? problemOf(input.files[0]) : ''
      said.textContent = problem
      said.hidden = !problem
      if (problem) input.value = ''
    })
  }
}
