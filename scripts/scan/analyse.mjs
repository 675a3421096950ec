/**
 * Hands folders to the analysis of n8n's own package scanner, and prints its verdicts as JSON.
 * A process of its own, run by node alone as the scanner's command is: under anything else some rules
 * of its plugins fall silent (its own tests say so).
 */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const patterns = {
	source: SOURCE_FILE_PATTERNS,
	// As the scanner calls it for a tarball; it does not export these. A test compares.
	tarball: ['**/*.js', 'package.json'],
};

const verdicts = [];
for (const { part, folder } of JSON.parse(process.argv[2])) {
	const { passed, message, details } = await analyzePackage(folder, patterns[part]);
	verdicts.push({ passed, message, details });
}
process.stdout.write(JSON.stringify(verdicts));
