/**
 * The only place that imports ipaddr.js, which knows IANA's registries of special-purpose addresses. The
 * build bundles the library into the compiled form of this file, so that the published package has no
 * runtime dependency.
 */
import ipaddr from 'ipaddr.js';

export { ipaddr };
