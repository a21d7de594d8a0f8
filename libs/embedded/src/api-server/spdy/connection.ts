import { Duplex } from 'node:stream';
import zlib from 'node:zlib';
import { headerDictionary } from './dictionary.ts';
import { control, controlFrame, dataFrame, type Frame, FrameReader, parseHeaders, wordOf } from './frames.ts';

export interface SpdyStream {
  readonly headers: ReadonlyMap<string, string>;
  /** Ends when the client has nothing more to say; ending it tells the client the same. */
  readonly duplex: Duplex;
}

/**
 * The server's end of SPDY/3.1 over any stream of bytes, as far as Kubernetes clients use it: they open the streams, set no priorities and leave
 * flow control to the connection below.
 */
export function serveSpdy(transport: Duplex, onStream: (stream: SpdyStream) => void): void {
  const connection = new SpdyConnection(transport, onStream);
  const reader = new FrameReader();
  // Headers are inflated with what came before them: frames are worked off one after the other.
  let last = Promise.resolve();
  transport.on('data', (chunk: Buffer) => {
    for (const frame of reader.read(chunk))
      last = last.then(() => connection.take(frame)).catch((error: Error) => void transport.destroy(error));
  });
  transport.on('error', () => connection.close());
  transport.once('close', () => connection.close());
}

class SpdyConnection {
  private readonly transport: Duplex;
  private readonly onStream: (stream: SpdyStream) => void;
  private readonly streams = new Map<number, Duplex>();
  private readonly inflate = zlib.createInflate({ dictionary: headerDictionary, finishFlush: zlib.constants.Z_SYNC_FLUSH });
  private readonly deflate = zlib.createDeflate({ dictionary: headerDictionary, flush: zlib.constants.Z_SYNC_FLUSH });

  constructor(transport: Duplex, onStream: (stream: SpdyStream) => void) {
    this.transport = transport;
    this.onStream = onStream;
  }

  async take(frame: Frame): Promise<void> {
    if (frame.kind === 'data') this.takeData(frame);
    else await this.takeControl(frame);
  }

  close(): void {
    for (const stream of this.streams.values()) stream.destroy();
    this.streams.clear();
    this.inflate.close();
    this.deflate.close();
  }

  private takeData({ stream, data, isLast }: Extract<Frame, { readonly kind: 'data' }>): void {
    const duplex = this.streams.get(stream);
    if (data.length > 0) duplex?.push(data);
    if (isLast) duplex?.push(null);
  }

  private async takeControl({ type, flags, payload }: Extract<Frame, { readonly kind: 'control' }>): Promise<void> {
    if (type === control.synStream) await this.openStream(payload, (flags & 1) !== 0);
    else if (type === control.ping) this.transport.write(controlFrame(control.ping, payload));
    else if (type === control.rstStream) this.drop(payload.readUInt32BE(0));
    else if (type === control.headers) await pass(this.inflate, payload.subarray(4));
    else if (type === control.goAway) this.transport.end();
  }

  private drop(id: number): void {
    this.streams.get(id)?.destroy();
    this.streams.delete(id);
  }

  private async openStream(payload: Buffer, isLast: boolean): Promise<void> {
    const id = payload.readUInt32BE(0) & 0x7fff_ffff;
    const headers = parseHeaders(await pass(this.inflate, payload.subarray(10)));
    const duplex = new Duplex({
      allowHalfOpen: true,
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => this.send(dataFrame(id, chunk, false), done),
      final: (done) => this.send(dataFrame(id, Buffer.alloc(0), true), done),
    });
    duplex.on('error', () => undefined);
    this.streams.set(id, duplex);
    if (isLast) duplex.push(null);
    const reply = await pass(this.deflate, wordOf(0));
    this.transport.write(controlFrame(control.synReply, Buffer.concat([wordOf(id), reply])));
    this.onStream({ headers, duplex });
  }

  private send(frame: Buffer, done: (error?: Error | null) => void): void {
    if (this.transport.destroyed) done(new Error('the connection is closed'));
    else this.transport.write(frame, done);
  }
}

/** Puts bytes through a (de)compressor that keeps its state, and gives what comes out. */
function pass(codec: zlib.Inflate | zlib.Deflate, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const collect = (part: Buffer): void => void parts.push(part);
    codec.on('data', collect);
    codec.once('error', reject);
    codec.write(bytes, () => {
      codec.flush(zlib.constants.Z_SYNC_FLUSH, () => {
        codec.off('data', collect);
        codec.off('error', reject);
        resolve(Buffer.concat(parts));
      });
    });
  });
}
