/**
 * Gives n8n's engine its own home folder for its settings, because the person who runs the tests or
 * the demo may have an n8n. Each jest worker has one, since n8n doesn't lock the file. Import it
 * before n8n-core.
 */
import path from 'node:path';

const worker = process.env.JEST_WORKER_ID ?? 'alone';
process.env.N8N_USER_FOLDER = path.join(__dirname, '../../.cache/n8n-home', worker);
// n8n refuses settings that were saved with another key.
process.env.N8N_ENCRYPTION_KEY = 'engine';
