/** Stands in for nginx: answers 200 with a welcome page (or files below /usr/share/nginx/html) on port 80. */
export function webServer(node: string): string {
  return `#!${node}
const http = require('node:http');
const fs = require('node:fs');
const path = require('node:path');
const root = '/usr/share/nginx/html';
const page = '<!DOCTYPE html>\\n<html><head><title>Welcome to nginx!</title></head>\\n<body><h1>Welcome to nginx!</h1>\\n<p>This page stands in for the one of the nginx image.</p></body></html>\\n';
const server = http.createServer((request, response) => {
  const file = path.join(root, path.normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)));
  fs.readFile(file.endsWith('/') ? file + 'index.html' : file, (error, data) => {
    if (!error) return response.end(data);
    if (request.url !== '/') response.statusCode = 404;
    response.setHeader('content-type', 'text/html');
    response.end(page);
  });
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT']) process.on(signal, () => process.exit(0));
server.listen(80);
`;
}
