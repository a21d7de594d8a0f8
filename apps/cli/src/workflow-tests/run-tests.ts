import path from 'node:path';
import { type ConfigMap, nearest, type Workflow, type WorkflowTemplate } from '@argosy/api';
import type { TemplateLookup } from '@argosy/engine';
import { applyOverrides, type GivenParameter } from '@argosy/submission';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { loadManifests, type Manifest } from '../manifests/load-manifests.ts';
import type { Mock, Outcome } from '../simulation/mock.ts';
import { type Intervention, simulate, type Simulation } from '../simulation/simulate.ts';
import { workflowFromManifests } from '../submission/from-resource.ts';
import { requireValidSubmissions } from '../submission/valid-submissions.ts';
import { parseDuration } from '../workflows/durations.ts';
import { differences } from './expectations.ts';
import type { TestFile, WrittenIntervention, WrittenMock, WrittenOutcome, WrittenTest } from './test-file.ts';

/** What became of one test. */
export interface TestResult {
  readonly name: string;
  readonly line: number;
  /** Empty: it passed. */
  readonly failures: readonly string[];
  readonly took: number;
  readonly simulation?: Simulation;
}

export interface FileResult {
  readonly file: string;
  readonly results: readonly TestResult[];
}

/** Runs the tests of a file whose names match, one after the other: each takes milliseconds. */
export async function runTestFile(context: CommandContext, file: TestFile, filter: RegExp | undefined): Promise<FileResult> {
  const companions = await manifestsOf(context, file, file.files ?? []);
  const results: TestResult[] = [];
  for (const [index, test] of file.tests.entries()) {
    if (filter && !filter.test(test.name)) continue;
    const started = context.clock.now();
    const outcome = await runTest(context, { file, test, companions });
    results.push({ name: test.name, line: file.lineOf(index), took: context.clock.now() - started, ...outcome });
  }
  return { file: file.file, results };
}

/** In practice a name that is mistyped. */
function unusedMock({ node, template }: Mock, { workflow }: Simulation): string {
  const nodes = Object.values(workflow.status?.nodes ?? {});
  const known =
    node === undefined ? nodes.map(({ templateName }) => templateName ?? '') : nodes.map(({ displayName }) => displayName ?? '');
  const close = nearest(node ?? template ?? '', new Set(known));
  return `mock of ${node === undefined ? 'template' : 'node'} ${node ?? template}: nothing was executed for it${close ? `; did you mean "${close}"?` : ''}`;
}

interface TestInput {
  readonly file: TestFile;
  readonly test: WrittenTest;
  readonly companions: readonly Manifest[];
}

/** What the user must see, be it a wrong manifest or a wrong expectation, is a failure of the test; bugs of ours are thrown. */
async function runTest(context: CommandContext, input: TestInput): Promise<Pick<TestResult, 'failures' | 'simulation'>> {
  try {
    const simulation = await simulated(context, input);
    const unused = simulation.unusedMocks.map((mock) => unusedMock(mock, simulation));
    return { simulation, failures: [...simulation.problems, ...differences(simulation, input.test.expect ?? {}), ...unused] };
  } catch (error) {
    if (error instanceof CliFailure) return { failures: [error.hint ? `${error.message}\n  Hint: ${error.hint}` : error.message] };
    throw error;
  }
}

async function simulated(context: CommandContext, { file, test, companions }: TestInput): Promise<Simulation> {
  const { original, manifest, others } = await subject(context, { file, test, companions });
  const given = parametersOf({ ...file.parameters, ...test.parameters });
  const start = Math.floor(context.clock.now() / 1000) * 1000;
  const workflow = placed(applyOverrides(original, { ...NO_OVERRIDES, entrypoint: test.entrypoint ?? '', parameters: given }), start);
  await requireValidSubmissions(context, [{ workflow, original, given, ...(manifest && { manifest }) }], {
    offline: true,
    companions: others,
  });
  const own = (test.mocks ?? []).map(mockOf);
  const simulation = simulate({
    workflow,
    templates: templatesAmong(others),
    configMaps: others.filter(({ kind }) => kind === 'ConfigMap').map(({ object }) => object as unknown as ConfigMap),
    mocks: [...(file.mocks ?? []).map(mockOf), ...own],
    interventions: (test.do ?? []).map(interventionOf),
    start,
  });
  // Mocks for all tests need not fit each of them.
  return { ...simulation, unusedMocks: simulation.unusedMocks.filter((mock) => own.includes(mock)) };
}

function templatesAmong(manifests: readonly Manifest[]): TemplateLookup {
  const find = (wanted: string, name: string): WorkflowTemplate | undefined =>
    manifests.find(({ kind, object }) => kind === wanted && object.metadata.name === name)?.object as WorkflowTemplate | undefined;
  return {
    workflowTemplate: (name) => find('WorkflowTemplate', name),
    clusterWorkflowTemplate: (name) => find('ClusterWorkflowTemplate', name),
  };
}

const NO_OVERRIDES = { name: '', generateName: '', serviceAccount: '', labels: {}, scheduledTime: '', instanceId: '' } as const;

interface Subject {
  readonly original: Workflow;
  readonly manifest?: Manifest;
  readonly others: readonly Manifest[];
}

/** The workflow that a test is about: of a file, written down in the test, or made from a template. */
async function subject(context: CommandContext, { file, test, companions }: TestInput): Promise<Subject> {
  const from = test.from ?? (test.workflow === undefined ? file.from : undefined);
  if (from !== undefined) return { original: workflowFromManifests(from, companions, context.clock.now()), others: companions };
  const written = test.workflow ?? file.workflow;
  if (written === undefined)
    throw new CliFailure('the test names no workflow', {
      hint: '"workflow: FILE", or "from: workflowtemplate/NAME" with its file under "files"',
    });
  if (typeof written === 'object') return { original: { metadata: {}, ...written } as Workflow, others: companions };
  const manifests = await manifestsOf(context, file, [written]);
  const workflows = manifests.filter(({ kind }) => kind === 'Workflow');
  const [manifest] = workflows;
  if (!manifest || workflows.length > 1)
    throw new CliFailure(`${written}: exactly one Workflow is expected, there are ${workflows.length}`);
  return {
    original: manifest.object as unknown as Workflow,
    manifest,
    others: [...manifests.filter((one) => one !== manifest), ...companions],
  };
}

function manifestsOf({ io }: CommandContext, { file }: TestFile, places: readonly string[]): Promise<Manifest[]> {
  const folder = path.resolve(io.cwd, path.dirname(file));
  const files = places.map((place) => path.relative(io.cwd, path.resolve(folder, place)) || place);
  return files.length === 0 ? Promise.resolve([]) : loadManifests(io, files, { strict: true, directories: true, assume: 'Workflow' });
}

/** As the API server would store it. */
function placed(workflow: Workflow, start: number): Workflow {
  const { metadata } = workflow;
  const name = metadata.name ?? `${metadata.generateName ?? 'workflow-'}test`;
  return {
    ...workflow,
    metadata: {
      ...metadata,
      name,
      namespace: metadata.namespace ?? 'default',
      uid: `uid-${name}`,
      creationTimestamp: new Date(start).toISOString().replace('.000', ''),
    },
  };
}

function parametersOf(values: Readonly<Record<string, unknown>>): GivenParameter[] {
  return Object.entries(values).map(([name, value]) => ({ name, value: asText(value) }));
}

function mockOf({ node, template, outcomes, ...own }: WrittenMock): Mock {
  if (node === undefined && template === undefined) throw new CliFailure('a mock names neither a node nor a template');
  return {
    ...(node !== undefined && { node }),
    ...(template !== undefined && { template }),
    outcomes: (outcomes ?? [own]).map((outcome) => outcomeOf({ ...own, ...outcome })),
  };
}

function outcomeOf({ phase, exitCode, message, result, parameters, takes }: WrittenOutcome): Outcome {
  return {
    ...(phase && { phase }),
    ...(exitCode !== undefined && { exitCode }),
    ...(message !== undefined && { message }),
    ...(result !== undefined && { result: asText(result) }),
    ...(parameters && { parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, asText(value)])) }),
    takes: takes === undefined ? 1000 : parseDuration(String(takes), 'takes'),
  };
}

const INTERVENTIONS = ['stop', 'terminate', 'suspend', 'resume'] as const;

function interventionOf(written: WrittenIntervention): Intervention {
  const kind = INTERVENTIONS.find((candidate) => written[candidate] !== undefined);
  if (!kind) throw new CliFailure(`what happens at ${written.at} is not said`, { hint: `one of ${INTERVENTIONS.join(', ')}` });
  const target = written[kind];
  return { at: parseDuration(String(written.at), 'at'), kind, selector: typeof target === 'string' ? target : '' };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
