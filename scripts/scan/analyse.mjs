/**
 * Hands folders to the analysis of n8n's own package scanner, and prints its verdicts as JSON. It's
 * a process of its own, run by plain node like the scanner's command, because some rules of its
 * plugins report nothing under other loaders, as its own tests say.
 */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const patterns = {
	source: SOURCE_FILE_PATTERNS,
	// The scanner uses these patterns for a tarball without exporting them. A test compares them.
	tarball: ['**/*.js', 'package.json'],
};

const verdicts = [];
for (const { part, folder } of JSON.parse(process.argv[2])) {
	const { passed, message, details } = await analyzePackage(folder, patterns[part]);
	verdicts.push({ passed, message, details });
}
process.stdout.write(JSON.stringify(verdicts));
