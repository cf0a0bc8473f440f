// Starts Swagger UI on the merged document; calls carry the session's CSRF token.
const place = document.getElementById('api-docs')

window.SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  requestInterceptor (request) {
    request.headers['X-CSRF-Token'] = place.dataset.csrf
    return request
  }
})
