// A photo too heavy to be taken is made smaller before it leaves. The service keeps 2500 pixels of any photo.
const LONGEST_SIDE = 2500
const QUALITIES = [0.9, 0.8, 0.65]
const PICTURES = /\.(jpe?g|jfif|png|webp|hei[cf])$/i

export const isPicture = (file) => file.type.startsWith('image/') || PICTURES.test(file.name)

// Resolves to a JPEG of at most that many bytes, upright; to the file itself where this browser cannot read it.
export async function reduced (file, mostBytes) {
  let picture
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return file
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (!context) return file
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  for (const quality of QUALITIES) {
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
    if (blob && blob.size <= mostBytes) {
      return new File([blob], `${file.name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' })
    }
  }
  return file
}
