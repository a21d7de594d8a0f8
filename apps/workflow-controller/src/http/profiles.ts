import { Session } from 'node:inspector/promises';
import type { Page } from './serve.ts';

/** Pages that look into the process; only one recording at a time. */
export function profilePages(): Readonly<Record<string, (query: URLSearchParams) => Promise<Page>>> {
  let recording = false;
  const alone =
    (record: (session: Session, seconds: number) => Promise<string>) =>
    async (query: URLSearchParams): Promise<Page> => {
      if (recording) return { code: 409, text: 'another profile is being recorded\n' };
      recording = true;
      const session = new Session();
      session.connect();
      try {
        return { code: 200, contentType: 'application/json', text: await record(session, secondsOf(query)) };
      } finally {
        session.disconnect();
        recording = false;
      }
    };
  return {
    '/debug/profile/cpu': alone(cpuProfile),
    '/debug/profile/heap': alone(heapProfile),
    '/debug/profile/snapshot': alone(heapSnapshot),
  };
}

function secondsOf(query: URLSearchParams): number {
  const seconds = Number(query.get('seconds') ?? 10);
  return seconds > 0 && seconds <= 300 ? seconds : 10;
}

/** Where time goes, as a .cpuprofile. */
async function cpuProfile(session: Session, seconds: number): Promise<string> {
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  await pause(seconds);
  const { profile } = await session.post('Profiler.stop');
  return JSON.stringify(profile);
}

/** What was allocated meanwhile and is still held, as a .heapprofile. */
async function heapProfile(session: Session, seconds: number): Promise<string> {
  await session.post('HeapProfiler.startSampling');
  await pause(seconds);
  const { profile } = await session.post('HeapProfiler.stopSampling');
  return JSON.stringify(profile);
}

/** Everything that is held, as a .heapsnapshot. The process stands still meanwhile, and needs as much memory again. */
async function heapSnapshot(session: Session): Promise<string> {
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => chunks.push(params.chunk));
  await session.post('HeapProfiler.takeHeapSnapshot');
  return chunks.join('');
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}
