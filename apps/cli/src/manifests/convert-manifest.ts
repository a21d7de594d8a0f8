type Fields = Readonly<Record<string, unknown>>;

/** Rewrites what version 4 no longer knows; kinds of others come out as they went in. */
export function convertManifest(object: unknown): unknown {
  if (!isFields(object) || typeof object['apiVersion'] !== 'string' || !object['apiVersion'].startsWith('argoproj.io/')) return object;
  const { spec } = object;
  if (!isFields(spec)) return object;
  return { ...object, spec: object['kind'] === 'CronWorkflow' ? convertCronSpec(spec) : convertSpec(spec) };
}

function convertCronSpec({ schedule, schedules, workflowSpec, ...rest }: Fields): Fields {
  const all = [...(typeof schedule === 'string' && schedule !== '' ? [schedule] : []), ...(Array.isArray(schedules) ? schedules : [])];
  return {
    ...rest,
    ...(all.length > 0 && { schedules: all }),
    ...(workflowSpec !== undefined && { workflowSpec: isFields(workflowSpec) ? convertSpec(workflowSpec) : workflowSpec }),
  };
}

function convertSpec(spec: Fields): Fields {
  const { templates, templateDefaults, ...rest } = convertSynchronization(spec);
  return {
    ...rest,
    ...(templates !== undefined && { templates: Array.isArray(templates) ? templates.map(convertTemplate) : templates }),
    ...(templateDefaults !== undefined && { templateDefaults: convertTemplate(templateDefaults) }),
  };
}

function convertTemplate(template: unknown): unknown {
  return isFields(template) ? convertSynchronization(template) : template;
}

/** One lock becomes a list of locks; what the list already had stays. */
function convertSynchronization(holder: Fields): Fields {
  const { synchronization } = holder;
  if (!isFields(synchronization)) return holder;
  const { mutex, semaphore, mutexes, semaphores, ...rest } = synchronization;
  return { ...holder, synchronization: { ...rest, ...joined('semaphores', semaphore, semaphores), ...joined('mutexes', mutex, mutexes) } };
}

function joined(name: string, one: unknown, many: unknown): Fields {
  const all = [...(one === undefined || one === null ? [] : [one]), ...(Array.isArray(many) ? many : [])];
  return all.length > 0 ? { [name]: all } : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
