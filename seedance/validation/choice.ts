/** Which of a parameter's choices a person means: "16x9", "1080", "Portrait (9:16)". */

import { bareValue } from './cleanText';

/** Width and height with what people write between them; ":00" is what a spreadsheet makes a time of. */
const ratio = /(?<![\d:./-])(\d{1,2})\s*(?:[:x×/∶]|by)\s*(\d{1,2})(?::00)?(?![\d:/])/g;

/** Names of resolutions that mean the same number of lines everywhere. */
const resolutions: Readonly<Record<string, string>> = {
	hd: '720p',
	fullhd: '1080p',
	fhd: '1080p',
	'2160p': '4k',
	uhd: '4k',
	'4kuhd': '4k',
};

const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '');

/** The only one of the choices that a test holds for. */
function only(choices: readonly string[], test: (choice: string) => boolean): string | undefined {
	const found = choices.filter(test);
	return found.length === 1 ? found[0] : undefined;
}

/** A ratio that stands in a text with other words or separators. */
function ratioIn(text: string): string | undefined {
	const [first, ...others] = [...text.matchAll(ratio)];
	if (first === undefined || others.length > 0) return undefined;
	return `${Number(first[1])}:${Number(first[2])}`;
}

/** Minutes of a day: a spreadsheet takes "16:9" for nine minutes past four and keeps it as a part of a day. */
const minutesOfDay = 1440;

function ratioOfTime(value: number): string | undefined {
	const minutes = Math.round(value * minutesOfDay);
	const isTime = value > 0 && value < 1 && Math.abs(value * minutesOfDay - minutes) < 0.01;
	return isTime ? `${Math.floor(minutes / 60)}:${minutes % 60}` : undefined;
}

/**
 * The choice that is meant.
 * @returns undefined when it is none of them for sure
 */
export function choiceIn(given: string | number, choices: readonly string[]): string | undefined {
	const time = typeof given === 'number' ? ratioOfTime(given) : undefined;
	if (time !== undefined && choices.includes(time)) return time;
	const wanted = String(given).trim();
	// A live schema may have choices that differ in nothing but their capitals.
	if (choices.includes(wanted)) return wanted;
	const text = bareValue(wanted).toLowerCase();
	const name = plain(text);
	const said = resolutions[name] ?? resolutions[`${name}p`] ?? `${name}p`;
	const aspect = ratioIn(text);
	return (
		choices.find((choice) => choice.toLowerCase() === text) ??
		only(choices, (choice) => plain(choice) === name) ??
		only(choices, (choice) => /^\d*[pk]?$/.test(said) && choice.toLowerCase() === said) ??
		only(choices, (choice) => choice === aspect) ??
		// "HD (720p)": one resolution among other words.
		only(choices, (choice) => {
			const isResolution = /^\d+[pk]$/i.test(choice);
			return isResolution && text.split(/[^a-z\d]+/).includes(choice.toLowerCase());
		})
	);
}
