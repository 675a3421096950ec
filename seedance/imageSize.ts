/**
 * The only place that imports image-size: the readers of those types that it reads for us, one by one, as
 * the rest of it would be the larger part. The build bundles them into the compiled form of this file, so
 * that the published package has no runtime dependency.
 */
export { BMP } from 'image-size/types/bmp';
export { GIF } from 'image-size/types/gif';
export { PNG } from 'image-size/types/png';
export { TIFF } from 'image-size/types/tiff';
export { WEBP } from 'image-size/types/webp';
