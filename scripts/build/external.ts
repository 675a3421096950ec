/** Modules outside the bundle: n8n provides the first, Node the second. */
export const external = ['n8n-workflow', 'crypto'];
