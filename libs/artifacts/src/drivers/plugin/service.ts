import type { ServiceDefinition } from '@grpc/grpc-js';

const field = (type: string, id: number, rule?: 'repeated') => ({ type, id, ...(rule && { rule }) });
const outcome = { fields: { success: field('bool', 1), error: field('string', 2) } };
const about = (name = 'artifact') => ({ fields: { [name]: field('Artifact', 1) } });
const method = (name: string, streams: { readonly requestStream?: true; readonly responseStream?: true } = {}, response = name) => ({
  requestType: `${name}Request`,
  responseType: `${response}Response`,
  ...streams,
});

/** The contract of artifact plugins, as Argo describes it in protocol buffers: package `artifact`, service `ArtifactService`. */
const descriptor = {
  nested: {
    artifact: {
      nested: {
        PluginArtifact: {
          fields: {
            name: field('string', 1),
            configuration: field('string', 2),
            connection_timeout_seconds: field('int32', 3),
            key: field('string', 4),
          },
        },
        Artifact: {
          fields: {
            name: field('string', 1),
            path: field('string', 2),
            mode: field('int32', 3),
            from: field('string', 4),
            plugin: field('PluginArtifact', 5),
            optional: field('bool', 6),
            sub_path: field('string', 7),
            recurse_mode: field('bool', 8),
            from_expression: field('string', 9),
            deleted: field('bool', 10),
          },
        },
        LoadArtifactRequest: { fields: { input_artifact: field('Artifact', 1), path: field('string', 2) } },
        LoadArtifactResponse: outcome,
        OpenStreamRequest: about(),
        OpenStreamResponse: { fields: { data: field('bytes', 1), is_end: field('bool', 2), error: field('string', 3) } },
        SaveArtifactRequest: { fields: { path: field('string', 1), output_artifact: field('Artifact', 2) } },
        SaveArtifactResponse: outcome,
        DeleteArtifactRequest: about(),
        DeleteArtifactResponse: outcome,
        ListObjectsRequest: about(),
        ListObjectsResponse: { fields: { objects: field('string', 1, 'repeated'), error: field('string', 2) } },
        IsDirectoryRequest: about(),
        IsDirectoryResponse: { fields: { is_directory: field('bool', 1), error: field('string', 2) } },
        SaveStreamArtifactRequest: { fields: { output_artifact: field('Artifact', 1), chunk: field('bytes', 2) } },
        GetCapabilitiesRequest: { fields: {} },
        GetCapabilitiesResponse: { fields: { supports_save_stream: field('bool', 1) } },
        ArtifactService: {
          methods: {
            Load: method('LoadArtifact'),
            OpenStream: method('OpenStream', { responseStream: true }),
            Save: method('SaveArtifact'),
            Delete: method('DeleteArtifact'),
            ListObjects: method('ListObjects'),
            IsDirectory: method('IsDirectory'),
            SaveStream: method('SaveStreamArtifact', { requestStream: true }, 'SaveArtifact'),
            GetCapabilities: method('GetCapabilities'),
          },
        },
      },
    },
  },
};

/** The service as the gRPC library wants it. */
export async function artifactService(): Promise<ServiceDefinition> {
  // A bundle gives CommonJS modules their default export only.
  const { fromJSON } = (await import('@grpc/proto-loader')).default;
  const loaded = fromJSON(descriptor as Parameters<typeof fromJSON>[0], { keepCase: true, defaults: true });
  return loaded['artifact.ArtifactService'] as ServiceDefinition;
}
