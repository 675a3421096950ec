/** "aspect_ratio" → "Aspect Ratio": the name that fields and messages give a parameter. */
export function label(parameter: string): string {
	return parameter
		.split('_')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}
