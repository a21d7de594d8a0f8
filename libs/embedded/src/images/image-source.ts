/** An image that can be run: its defaults, and the files that are put over those of the host. */
export interface ResolvedImage {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly files: readonly ImageFile[];
}

/** A file of an image: what of this machine stands in its place. */
export interface ImageFile {
  readonly source: string;
  readonly target: string;
}

/** Why an image cannot be run, by the kubelet's reason. */
export interface ImageFailure {
  readonly reason: 'ErrImagePull' | 'ErrImageNeverPull' | 'InvalidImageName';
  readonly message: string;
}

/** The image, with the kubelet's words on where it came from; or why there is none. */
export type ImageResult =
  | { readonly ok: true; readonly image: ResolvedImage; readonly message: string }
  | ({ readonly ok: false } & ImageFailure);

export interface ImageRequest {
  /** `Always`, `IfNotPresent` or `Never`. */
  readonly policy: string;
  /** Called before an image is fetched from elsewhere. */
  readonly pulling: () => void;
}

/** Where the images of containers come from: profiles of this machine, or a container engine. */
export interface ImageSource {
  obtain(image: string, request: ImageRequest): Promise<ImageResult>;
  /** Ports that containers of the image listen on, as far as that is known before they run. */
  ports(image: string): readonly number[];
}

const reference = /^[a-z0-9]([\w.:/-]*[\w])?(@sha256:[0-9a-f]{64})?$/i;

/** What is wrong with an image's name; undefined for a good one. */
export function badImageName(image: string): ImageFailure | undefined {
  if (reference.test(image)) return undefined;
  return { reason: 'InvalidImageName', message: `couldn't parse image name "${image}": invalid reference format` };
}

/** The answer to `Never` for an image that is not here. */
export function neverPulled(image: string): ImageFailure {
  return { reason: 'ErrImageNeverPull', message: `Container image "${image}" is not present with pull policy of Never` };
}
