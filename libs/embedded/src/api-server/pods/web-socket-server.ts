// A file of its own, because bundlers lose the named exports of a CommonJS package that is imported lazily.
export { createWebSocketStream, WebSocketServer } from 'ws';
