/**
 * A number as people read it: 2000 → "2,000". Not by `toLocaleString`: the first call in a process loads
 * the languages of the world, which takes longer than loading all of this package.
 * @param digits the most after the point
 */
export const readable = (value: number, digits = 0): string => {
	const [whole = '', fraction] = String(Number(value.toFixed(digits))).split('.');
	const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
	return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};
