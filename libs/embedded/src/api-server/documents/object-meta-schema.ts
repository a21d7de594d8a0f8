const text = (description: string): object => ({ type: 'string', description });
const texts = (description: string): object => ({ type: 'object', description, additionalProperties: { type: 'string', default: '' } });

/** ObjectMeta as `kubectl explain` shows it. */
export const objectMetaSchema = {
  type: 'object',
  description: 'ObjectMeta is metadata that all persisted resources must have.',
  properties: {
    annotations: texts('Free-form data that tools keep with the object; not used in selectors.'),
    creationTimestamp: { type: 'string', format: 'date-time', description: 'When the object was created. Set by the server.' },
    deletionGracePeriodSeconds: {
      type: 'integer',
      format: 'int64',
      description: 'Seconds that the object has to end once it is being deleted. Set by the server.',
    },
    deletionTimestamp: {
      type: 'string',
      format: 'date-time',
      description: 'When the object is to be gone. Set by the server when a client asks for the deletion.',
    },
    finalizers: {
      type: 'array',
      items: { type: 'string', default: '' },
      description: 'The object stays until this list is empty.',
      'x-kubernetes-list-type': 'set',
    },
    generateName: text('A prefix from which the server makes a unique name, where no name is given.'),
    generation: { type: 'integer', format: 'int64', description: 'Counts changes of the desired state. Set by the server.' },
    labels: texts('Names and values by which objects are selected and organised.'),
    managedFields: { type: 'array', items: { type: 'object' }, description: 'Which manager owns which fields. Kept by the server.' },
    name: text('The name, unique in its namespace; it cannot be changed.'),
    namespace: text('The namespace in which the name is unique; empty for objects of the cluster.'),
    ownerReferences: {
      type: 'array',
      items: { type: 'object' },
      description: 'Objects that this one depends on; it is deleted when they are all gone.',
    },
    resourceVersion: text('The version of the object, to tell whether it has changed. Set by the server.'),
    selfLink: text('No longer used.'),
    uid: text('Unique in time and space. Set by the server.'),
  },
};
