/**
 * The only place that imports zod. The build bundles the library into the compiled form of this
 * file, so that the published package has no runtime dependency.
 */
export { z } from 'zod';
