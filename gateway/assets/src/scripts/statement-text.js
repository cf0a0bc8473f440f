// The text of a sworn statement follows what is typed, so that it can be read as it will be written.
export function followStatement (root) {
  for (const part of root.querySelectorAll('[data-statement] [data-from]')) {
    const input = root.getElementById(part.dataset.from)
    if (!input) continue
    const show = () => {
      const typed = input.tagName === 'SELECT' ? (input.value && input.selectedOptions[0].text) : input.value.trim()
      part.textContent = typed || part.dataset.blank
    }
    input.addEventListener('input', show)
    show()
  }
}
