/** What the bundle leaves outside: n8n gives the first, the platform the second. */
export const external = ['n8n-workflow', 'crypto'];
