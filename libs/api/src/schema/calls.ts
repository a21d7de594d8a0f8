import { boolean, type Definitions, list, map, object, recursive, ref, string, strings } from './shorthand.ts';

/** How templates call other templates. */
export const callDefinitions: Definitions = {
  TemplateRef: object('Names a template of a WorkflowTemplate or ClusterWorkflowTemplate.', {
    name: string('Name of the WorkflowTemplate or ClusterWorkflowTemplate.'),
    template: string('Name of the template in it.'),
    clusterScope: boolean('It is a ClusterWorkflowTemplate.'),
  }),
  WorkflowTemplateRef: object('Names a whole WorkflowTemplate or ClusterWorkflowTemplate.', {
    name: string('Its name.'),
    clusterScope: boolean('It is a ClusterWorkflowTemplate.'),
  }),
  ContinueOn: object('Outcomes after which the workflow goes on nevertheless.', {
    error: boolean('After errors.'),
    failed: boolean('After failures.'),
  }),
  LifecycleHook: object('A template that runs when something happens to a workflow, step or task.', {
    template: string('Name of the template.'),
    templateRef: ref('TemplateRef', 'The template, if it is in another object.'),
    arguments: ref('Arguments', 'What the template gets.'),
    expression: string('When it runs. The hook `exit` needs none: it runs at the end.'),
  }),
  WorkflowStep: object('One call of a template within a steps template.', {
    name: string('Name of the step; unique within its template.'),
    template: string('Name of the template to run.'),
    templateRef: ref('TemplateRef', 'The template, if it is in another object.'),
    inline: recursive('Template', 'The template itself.'),
    arguments: ref('Arguments', 'What the template gets.'),
    withItems: list(ref('Item', 'One round.'), 'Runs the template once for each item.'),
    withParam: string('A JSON list, mostly an output of an earlier step; runs the template once for each of its items.'),
    withSequence: ref('Sequence', 'Runs the template once for each number.'),
    when: string('A condition; if it does not hold, the step is skipped.'),
    continueOn: ref('ContinueOn', 'Outcomes after which the workflow goes on nevertheless.'),
    onExit: string('Template that runs when the step has ended. Deprecated: use the hook `exit`.'),
    hooks: map(ref('LifecycleHook', 'One hook.'), 'Templates that run when something happens to the step, by name.'),
  }),
  DAGTask: object(
    'One call of a template within a dag template.',
    {
      name: string('Name of the task; unique within its template.'),
      dependencies: strings('Names of tasks that must have succeeded before; excludes `depends`.', { maxItems: 200 }),
      depends: string('A condition over tasks and their results, such as `(A.Succeeded || B.Failed) && C`.'),
    },
    {
      required: ['name'],
      extends: 'WorkflowStep',
      rules: [
        { rule: '!has(self.depends) || !has(self.dependencies)', message: "cannot use both 'depends' and 'dependencies'" },
        { rule: '!has(self.depends) || !has(self.continueOn)', message: "cannot use 'continueOn' when using 'depends'" },
      ],
    },
  ),
  DAGTemplate: object(
    'Tasks that run as their dependencies allow.',
    {
      tasks: list(ref('DAGTask', 'One task.'), 'The tasks.', { minItems: 1, maxItems: 200 }),
      target: string('Names of the tasks that count, separated by spaces; all without followers if not given.'),
      failFast: boolean('No further task is started after a failure; true if not given.'),
    },
    { required: ['tasks'] },
  ),
};
