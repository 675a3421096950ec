/**
 * A home of its own for n8n's engine, which writes its settings there: not the home of whoever runs the
 * tests or the demo, who may have an n8n. One for each jest worker, since n8n doesn't lock the file.
 * To be imported before n8n-core.
 */
import path from 'node:path';

const worker = process.env.JEST_WORKER_ID ?? 'alone';
process.env.N8N_USER_FOLDER = path.join(__dirname, '../../.cache/n8n-home', worker);
// n8n refuses settings that were saved with another key.
process.env.N8N_ENCRYPTION_KEY = 'engine';
