import { anyString, anything, type Definitions, intOrString, list, object, opaque, ref, string } from './shorthand.ts';

/** Values that go into and come out of templates. */
export const parameterDefinitions: Definitions = {
  Parameter: object(
    'A named text value that goes into a workflow, template or step, or comes out of one.',
    {
      name: string('Name by which tags refer to it; unique among its neighbours.'),
      value: anyString('The value itself. Of an input it is what the caller may replace.'),
      default: anyString('What an input is worth if the caller gives nothing.'),
      valueFrom: ref('ValueFrom', 'Where the value is taken from.'),
      globalName: string('Makes an output known to the whole workflow as `workflow.outputs.parameters.<globalName>`.'),
      enum: list(anyString('One allowed value.'), 'Values that it may take; the UI offers them as a choice.'),
      description: string('What it is for, in words for people.'),
    },
    { required: ['name'] },
  ),
  ValueFrom: object('Where the value of a parameter is taken from. All but `default` exclude each other.', {
    path: string('A file in the main container whose content becomes the value.'),
    jsonPath: string('A kubectl JSONPath into the object of a resource template.'),
    jqFilter: string('A jq filter over the object of a resource template.'),
    event: string('An expression over the event that submits the workflow.'),
    parameter: string('A reference to an output of a step or task, for outputs of steps and dag templates.'),
    supplied: ref('SuppliedValueFrom', 'The value is entered while the workflow is suspended.'),
    configMapKeyRef: ref('ConfigMapKeySelector', 'A key of a ConfigMap.'),
    default: anyString('The value if the source gives none.'),
    expression: string('An expression that gives the value, for outputs of steps and dag templates.'),
  }),
  SuppliedValueFrom: opaque('Stands for a value that a person or program enters later.'),
  Arguments: object('What a workflow, step, task or hook passes on.', {
    parameters: list(ref('Parameter', 'One parameter.'), 'Parameters by name.'),
    artifacts: list(ref('Artifact', 'One artifact.'), 'Artifacts by name.'),
  }),
  Inputs: object('What a template takes.', {
    parameters: list(ref('Parameter', 'One parameter.'), 'Parameters by name.', { maxItems: 500 }),
    artifacts: list(ref('Artifact', 'One artifact.'), 'Artifacts by name, with the place where each is to be put.', { maxItems: 200 }),
    artifactRepositoryRef: ref('ArtifactRepositoryRef', 'The repository that key-only input artifacts are taken from.'),
    artifactLocation: ref('ArtifactLocation', 'The location that key-only input artifacts are completed with.'),
  }),
  Outputs: object('What a template gives, and what a node gave.', {
    parameters: list(ref('Parameter', 'One parameter.'), 'Parameters by name, with the source of each.', { maxItems: 500 }),
    artifacts: list(ref('Artifact', 'One artifact.'), 'Artifacts by name, with the place where each is found.', { maxItems: 200 }),
    result: string('What the main container wrote to its standard output, or the body of an HTTP answer.'),
    exitCode: string('The exit code of the main container, as text.'),
    artifactRepositoryRef: ref('ArtifactRepositoryRef', 'The repository that output artifacts go to.'),
    artifactLocation: ref('ArtifactLocation', 'The location that output artifacts are completed with.'),
  }),
  Item: anything('One round of a loop: any JSON value.'),
  Sequence: object('A loop over numbers.', {
    count: intOrString('How many numbers there are; excludes `end`.'),
    start: intOrString('The first number; 0 if not given.'),
    end: intOrString('The last number, which may be smaller than the first; excludes `count`.'),
    format: string('How each number is written, as a printf format such as `testuser%02X`.'),
  }),
};
