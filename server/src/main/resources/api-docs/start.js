// Second addresses of the same routes stay in the file, for programs; here they would only repeat everything.
function withoutAliases(description) {
  for (const methods of Object.values(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation['x-alias-of']) {
        delete methods[method];
      }
    }
  }
  return description;
}

// Whoever is signed in here can try things out at once: the page proves by this header that it is ours.
function proveOrigin(request) {
  const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie);
  if (token && !['GET', 'HEAD'].includes(request.method) && new URL(request.url, location.href).origin === location.origin) {
    request.headers['X-XSRF-TOKEN'] = decodeURIComponent(token[1]);
  }
  return request;
}

fetch('/api/openapi.json')
  .then((answer) => answer.json())
  .then((description) =>
    SwaggerUIBundle({
      spec: withoutAliases(description),
      dom_id: '#swagger-ui',
      deepLinking: true,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
      docExpansion: 'list',
      requestInterceptor: proveOrigin,
    }),
  )
  .catch(() => {
    document.getElementById('swagger-ui').textContent = 'The description could not be loaded. Reload the page to try again.';
  });
