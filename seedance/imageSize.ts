/**
 * The only place that imports image-size. The build bundles the library into the compiled form of
 * this file, so that the published package has no runtime dependency.
 */
export { imageSize } from 'image-size';
