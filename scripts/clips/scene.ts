/**
 * The scene of the clips, northern lights over a lake, as ffmpeg filter graphs. Sizes are in short
 * sides of the frame, so that every ratio and resolution shows the same place.
 */

/** Pixels across and down. */
export interface FrameSize {
	readonly width: number;
	readonly height: number;
}

/** Length of the loop. At its end everything is where it was at its start. */
export const LOOP_SECONDS = 5;

export const FRAMES_PER_SECOND = 24;

/** Where the water begins, as a part of the height. */
const SHORE = 0.76;

/** Short side, in pixels, at which the soft sky is drawn before it is scaled up. */
const SKY_PIXELS = 160;

/** The part of the loop that has passed, as an angle. */
const TURN = `(2*PI*T/${LOOP_SECONDS})`;

// geq has ten numbered variables; these are ours. U and V are the place, from the middle and the top.
const [U, V, A] = ['ld(0)', 'ld(1)', 'ld(2)'];

/** The sky without stars and, under the shore, its reflection; moves. Scale it up to the frame. */
export function skyGraph({ width, height }: FrameSize): string {
	const scale = SKY_PIXELS / Math.min(width, height);
	const [across, down] = [even(width * scale), even(height * scale)];
	const shore = even(down * SHORE);
	// First the light and the height of two curtains, then their colours: red and blue are light.
	const place = `st(0,(X+0.5-W/2)/${SKY_PIXELS});st(1,(Y+0.5)/H);`;
	const curtains = [
		...[`r='${place}${light(NEAR_CURTAIN)}'`, `g='${place}${above(NEAR_CURTAIN)}'`],
		...[`b='${place}${light(FAR_CURTAIN)}'`, `a='${place}${above(FAR_CURTAIN)}'`],
	];
	const colours = ['r', 'g', 'b'].map((name, channel) => `${name}='${place}${skyColour(channel)}'`);
	return [
		`color=black:s=${across}x${shore}:r=${FRAMES_PER_SECOND}:d=${LOOP_SECONDS},format=gbrap16le,geq=${curtains.join(':')},geq=${colours.join(':')}:a=65535,format=gbrp16le,split[above][below]`,
		`[below]vflip,scale=${across}:${down - shore}:flags=area,gblur=sigma=2:sigmaV=0.8,colorchannelmixer=rr=0.6:gg=0.66:bb=0.74[water]`,
		'[above][water]vstack',
	].join(';');
}

interface Curtain {
	/** Its lower edge, as a part of the sky's height. */
	readonly edge: string;
	/** How bright it is across. */
	readonly rays: string;
	/** How far it reaches up before it fades. */
	readonly height: number;
	/** Red, green and blue at the edge, and far above it. */
	readonly low: readonly number[];
	readonly high: readonly number[];
}

const NEAR_CURTAIN: Curtain = {
	edge: `0.68+0.07*sin(2.1*${U}+0.4+0.55*sin(${TURN}))+0.03*sin(5.3*${U}+1-0.6*sin(${TURN}+1))`,
	rays: rays(11, 0.3, 1),
	height: 0.25,
	low: [50, 250, 150],
	high: [150, 40, 210],
};

const FAR_CURTAIN: Curtain = {
	edge: `0.44+0.06*sin(2.7*${U}+2.6-0.5*sin(${TURN}))+0.03*sin(6.1*${U}+0.2+0.6*sin(${TURN}+2))`,
	rays: `0.65*${rays(14, 1.9, -1)}`,
	height: 0.18,
	low: [80, 200, 190],
	high: [170, 50, 220],
};

/** How bright a curtain is: strongest a little above its edge. */
function light({ edge, rays: across, height }: Curtain): string {
	return `st(2,${edge}-${V});65535*if(gt(${A},0),${across}*exp(-${A}/${height})*(1-exp(-${A}/0.025)),0)`;
}

/** How far above a curtain's edge a place is, as the share of its two colours. */
function above({ edge }: Curtain): string {
	return `65535*min(1,max(0,${edge}-${V})/0.3)`;
}

/** One channel, in 16 bits: dusk, and the two curtains screened over it. */
function skyColour(channel: number): string {
	const dusk = [
		`5+12*${V}+64*pow(${V},4)`,
		`9+24*${V}+60*pow(${V},4)`,
		`26+52*${V}+46*pow(${V},4)`,
	][channel];
	const dark = ({ low, high }: Curtain, bright: string, share: string) =>
		`(1-${bright}/65535*${mix(`${share}/257`, String(high[channel]), String(low[channel]))}/255)`;
	const near = dark(NEAR_CURTAIN, 'r(X,Y)', 'g(X,Y)');
	const far = dark(FAR_CURTAIN, 'b(X,Y)', 'alpha(X,Y)');
	return `256*(255-(255-(${dusk}))*${near}*${far})`;
}

function rays(frequency: number, phase: number, direction: 1 | -1): string {
	const turn = `(${direction}*${TURN})`;
	const wide = `0.25*sin(${frequency}*${U}+${phase}+1.2*sin(2.3*${U}+${phase})+${turn})`;
	const fine = `0.17*sin(${2.37 * frequency}*${U}+${3 * phase}+1.7*sin(3.7*${U}+1)-${turn})`;
	const slow = `(0.76+0.24*sin(1.4*${U}+${3 * phase}+${turn}))`;
	return `(0.58+${wide}+${fine})*${slow}`;
}

/** What stands still, as RGBA over the sky: stars, two ridges, a wood, and their reflections. */
export function landGraph({ width, height }: FrameSize): string {
	const short = Math.min(width, height);
	const shore = (SHORE * height) / short;
	// V is the height above the water; under the shore it grows again, as the land is seen in the water.
	const place = `st(0,(X+0.5-W/2)/${short});st(2,${shore}-(Y+0.5)/${short});st(1,${A}*if(gt(${A},0),1,-1.6));`;
	const below = (ridge: string) => `'${place}255*min(1,max(0,(${ridge}-${V})*${short / 1.3}+0.5))'`;
	const masks = [
		...[`r=${below(FAR_RIDGE)}`, `g=${below(NEAR_RIDGE)}`, `b=${below(WOOD)}`],
		`a='${place}if(gt(${A},0),${starlight(short)},0)'`,
	];
	// The further away, the more of the mist over the water is before it.
	const colour = (wood: number, near: [number, number], far: [number, number], star: number) => {
		const mist = ([clear, misty]: [number, number]) =>
			`(${clear}+${misty - clear}*exp(-${V}/0.05))`;
		const behind = mix('g(X,Y)', mist(near), mist(far));
		const land = mix('b(X,Y)', String(wood), behind);
		return `'${place}if(gt(max(r(X,Y),max(g(X,Y),b(X,Y))),0),${land},${star})'`;
	};
	const seen = `max(r(X,Y),max(g(X,Y),b(X,Y)))*if(gt(${A},0),1,0.9)`;
	const painted = [
		`r=${colour(4, [15, 26], [26, 58], 226)}`,
		`g=${colour(9, [30, 54], [46, 92], 236)}`,
		`b=${colour(17, [56, 84], [84, 128], 255)}`,
		`a='${place}max(${seen},alpha(X,Y))'`,
	];
	const canvas = `color=black:s=${width}x${height}:r=1:d=1,format=gbrap`;
	return `${canvas},geq=${masks.join(':')},geq=${painted.join(':')}`;
}

function mix(part: string, one: string, other: string): string {
	return `(${other}+${part}/255*(${one}-${other}))`;
}

const FAR_RIDGE = ridge(0.05, [
	[0.075, 1.9, 1.15],
	[0.05, 4.3, 0.4],
	[0.022, 9.7, 2.1],
	[0.011, 21, 0.6],
	[0.005, 47, 1.9],
]);

const NEAR_RIDGE = ridge(0.012, [
	[0.055, 2.7, 0.35],
	[0.028, 6.1, 1.7],
	[0.012, 14, 0.2],
	[0.005, 33, 1.1],
]);

/** Firs in two rows, on ground that rises to the left. */
const WOOD = `(0.014+0.018*(1-sin(1.6*${U}+0.5))+0.006*sin(5*${U}+2)+max(${firs(58, 0.05, 3)},${firs(37, 0.07, 8)}))`;

/** The height of a line of peaks above the shore. */
function ridge(base: number, peaks: ReadonlyArray<readonly [number, number, number]>): string {
	const sum = peaks.map(([high, often, phase]) => `${high}*(1-abs(sin(${often}*${U}+${phase})))`);
	return `(${base}+${sum.join('+')})`;
}

/** One fir in each of the columns a row is divided into, of a height of its own. */
function firs(perShortSide: number, height: number, seed: number): string {
	const column = `floor(${perShortSide}*${U}+${seed / 10})`;
	const within = `(${perShortSide}*${U}+${seed / 10}-${column})`;
	const tall = `(${height}*(0.3+0.7*${hash(`${column}+${seed}`)}))`;
	return `max(0,${tall}*(1-2.4*abs(${within}-0.5)))`;
}

/** A shooting star, as RGBA: its tail runs from the upper left to the lower right of the picture. */
export function meteorGraph({ width, height }: FrameSize): string {
	const short = Math.min(width, height);
	const [across, down] = [even(0.3 * short), even(0.12 * short)];
	const along = '((X/W+Y/H)/2)';
	const aside = `((X*H-Y*W)/hypot(W,H)/${Math.max(0.8, 0.0016 * short)})`;
	const glow = `a='255*pow(${along},2)*exp(-pow(${aside}/(0.3+0.7*${along}),2))*lt(${along},0.97)'`;
	return `color=black:s=${across}x${down}:r=1:d=1,format=rgba,geq=r=236:g=244:b=255:${glow}`;
}

/** A star in some of the cells of a grid, with a place, a size and a brightness of its own. */
function starlight(short: number): string {
	const cells = 22;
	const [across, down] = ['ld(3)', 'ld(4)'];
	const of = (seed: number) => hash(`${across}*7.13+${down}*31.7+${seed}`);
	const dx = `(${cells}*${U}-${across}-(0.1+0.8*${of(1)}))`;
	const dy = `(${cells}*${A}-${down}-(0.1+0.8*${of(2)}))`;
	const radius = `(${Math.max(0.9 / short, 0.0011) * cells}*(0.6+0.6*${of(3)}))`;
	const glow = `exp(-(pow(${dx},2)+pow(${dy},2))/pow(${radius},2))`;
	const star = `255*(0.4+0.6*${of(5)})*min(1,${A}/0.4)*${glow}`;
	return `st(3,floor(${cells}*${U}));st(4,floor(${cells}*${A}));if(lt(${of(4)},0.5),${star},0)`;
}

/** A number from 0 to 1 that looks random and is the same each time. */
function hash(value: string): string {
	return `mod(abs(sin((${value})*12.9898)*43758.5453),1)`;
}

function even(pixels: number): number {
	return 2 * Math.round(pixels / 2);
}
